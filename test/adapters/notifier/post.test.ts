import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../../../src/adapters/notifier/post.js';
import { type Played, startPlayed } from '../../support/played-service.js';
import { SECRETS } from './support.js';

let world: Played;
beforeAll(async () => {
  world = await startPlayed({ settings: (url) => ({ url }), answer: 'ok', textOf: () => '' });
});
afterAll(() => world.close());

function posted(taken: (answer: unknown, text: string) => boolean) {
  const { url = '' } = world.settings;
  const context = { secrets: SECRETS, deadlineMs: 2_000 };
  return post({ url, body: {}, taken }, context, new AbortController().signal);
}

test('an answer that is a bare word can be told from a portal’s page', async () => {
  const taken = (answer: unknown, text: string) => answer === null && text === 'ok';
  world.behaviour = 'ok';
  expect(await posted(taken)).toEqual({ type: 'sent' });
  world.behaviour = 'html200';
  expect((await posted(taken)).type).toBe('retry');
});

test.each([401, 403, 404, 410])(
  '%i: the address or its key is no good, and asking again is no use',
  async (status) => {
    world.behaviour = { status };
    expect((await posted(() => true)).type).toBe('off');
  },
);
