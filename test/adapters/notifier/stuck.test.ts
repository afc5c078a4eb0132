import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../src/core/time.js';
import type { Behaviour } from '../../support/fake-messengers.js';
import { played, texts } from './played.js';

const stage = played();
const BARE = /could not be delivered so far\. claude-failover status/;

describe('a message that is never taken', () => {
  test.each<[string, Behaviour]>([
    ['500', { status: 500 }],
    ['400', { status: 400, words: 'Bad Request: message is strange' }],
    ['a connection that breaks', 'reset'],
    ['a proxy’s page', 'html'],
  ])('%s: it is told in short, and the others go out in their order', async (_name, behaviour) => {
    stage.world.telegram.poison = { text: /strange words/, behaviour };
    const { tell, pass, said } = await stage.lab(['telegram']);
    tell('needs-person', 'strange words', 'strange words');
    await pass(MINUTE);
    tell('hold', 'every account is limited');
    await pass(MINUTE);
    tell('back', 'work is free again');
    await pass(15 * MINUTE);
    const told = texts(stage.world.telegram.taken);
    expect(told[0]).toMatch(BARE);
    expect(told[0]).toMatch(/^Needs you: /);
    expect(told.slice(1)).toEqual([
      expect.stringContaining('Hold: every account is limited'),
      expect.stringContaining('Hold is over: work is free again'),
    ]);
    expect(said.at(-1)).toMatch(/Telegram (did not take a message|delivers messages again)/);
    expect(said.filter((line) => line.includes('It was told there in short.'))).toHaveLength(1);
    const { requests } = stage.world.telegram;
    await pass(24 * HOUR);
    expect(stage.world.telegram.requests).toBe(requests);
  });

  test('goes out in full by e-mail at once', async () => {
    stage.world.telegram.poison = { text: /strange words/, behaviour: { status: 400 } };
    const { tell, pass } = await stage.lab();
    tell('needs-person', 'strange words');
    await pass(MINUTE);
    expect(stage.world.telegram.taken[0]?.text).toMatch(BARE);
    expect(stage.world.resend.taken[0]?.text).toContain('strange words');
  });
});

describe('a channel that refuses everything', () => {
  test('loses nothing: it is told of, and all arrives in full when it has ended', async () => {
    stage.world.telegram.behaviour = { status: 400, words: 'Bad Request: have no rights' };
    const { tell, pass, said } = await stage.lab(['telegram']);
    tell('needs-person', 'the link is gone', 'the link is gone');
    await pass(MINUTE);
    for (const number of [1, 2, 3]) {
      tell('hold', `hold ${number}`);
      await pass(10 * MINUTE);
    }
    expect(said.filter((line) => line.startsWith('bad: '))).toEqual([
      'bad: Telegram refuses every message: 400 Bad Request: have no rights. They wait and are tried again.',
    ]);
    expect(stage.world.telegram.requests).toBeLessThan(40);
    stage.world.telegram.behaviour = 'ok';
    await pass(15 * MINUTE);
    const told = texts(stage.world.telegram.taken).filter((text) => !BARE.test(text));
    expect(told).toEqual([
      expect.stringContaining('the link is gone'),
      ...[1, 2, 3].map((number) => expect.stringContaining(`hold ${number}`)),
    ]);
    expect(said.at(-1)).toBe('good: Telegram delivers messages again');
  });

  test('e-mail takes over at once for what needs the person', async () => {
    stage.world.telegram.behaviour = { status: 400 };
    const { tell, pass } = await stage.lab();
    tell('needs-person', 'the link is gone');
    await pass(MINUTE);
    expect(stage.world.resend.taken[0]?.text).toContain('the link is gone');
  });

  test('a login that was refused once is tried again within minutes', async () => {
    stage.world.telegram.behaviour = { status: 401, words: 'Unauthorized' };
    const { tell, pass } = await stage.lab(['telegram']);
    tell('needs-person', 'the link is gone');
    await pass(MINUTE);
    stage.world.telegram.behaviour = 'ok';
    await pass(2 * MINUTE);
    expect(stage.world.telegram.taken).toHaveLength(1);
  });
});
