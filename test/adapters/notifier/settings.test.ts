import { expect, test } from 'vitest';
import { settingsOf } from '../../../src/adapters/notifier/settings.js';
import { channelTroubles } from '../../../src/adapters/notifier/troubles.js';
import { resolveSecrets, type Secrets } from '../../../src/adapters/secrets.js';
import { configChanges } from '../../../src/core/config/changes.js';
import { ConfigSchema } from '../../../src/core/config/schema.js';
import { temporaryFolder } from '../support.js';
import { SECRETS } from './support.js';

const of = (written: Secrets['channels'][string]) => ({ secrets: { ...SECRETS, channels: { a: written } } });
const yes = (value: string) => ({ ok: true, value }) as const;

test('every key must be there, each with its secret, and no other', () => {
  expect(settingsOf({ secrets: SECRETS }, 'a', ['url'])).toEqual({ type: 'unused' });
  expect(settingsOf({ secrets: SECRETS }, 'toString', ['url'])).toEqual({ type: 'unused' });
  expect(settingsOf(of({ url: yes('u') }), 'a', ['url'])).toEqual({ type: 'ready', settings: { url: 'u' } });
  expect(settingsOf(of({ url: yes('u') }), 'a', ['url', 'token'])).toEqual({
    type: 'trouble',
    reason: 'token is missing. Write notifications.channels.a with: url, token.',
  });
  expect(settingsOf(of({ url: yes('u'), tokn: yes('t') }), 'a', ['url'])).toMatchObject({
    reason: 'tokn is none of its keys. Write notifications.channels.a with: url.',
  });
  const refused = { ok: false, reason: 'the variable X is not set.' } as const;
  expect(settingsOf(of({ url: refused }), 'a', ['url'])).toEqual({ type: 'trouble', reason: refused.reason });
});

test('a name that no channel has is told, and every value is kept like a secret', () => {
  const config = ConfigSchema.parse({
    notifications: { channels: { pager: { url: 'env:PAGER', key: 'inline-value' } } },
  });
  const file = `${temporaryFolder()}/config.yaml`;
  const secrets = resolveSecrets(config, { file, env: { PAGER: 'https://pager.example.com/hidden' } });
  expect(secrets.channels.pager?.url).toEqual(yes('https://pager.example.com/hidden'));
  // Without a file nobody knows who may read it.
  expect(secrets.channels.pager?.key).toMatchObject({ ok: false });
  expect(secrets.all).toEqual(['https://pager.example.com/hidden', 'inline-value']);
  expect(channelTroubles(config, secrets)).toEqual([
    { name: 'pager', reason: expect.stringMatching(/^no channel is called "pager"\. (?:None|There are: )/) },
  ]);
  const misplaced = ConfigSchema.parse({ notifications: { channels: { telegram: { token: 'env:X' } } } });
  expect(channelTroubles(misplaced, resolveSecrets(misplaced, { file, env: {} }))[0]?.reason).toMatch(
    /^"telegram" stands one level up: write notifications\.telegram\./,
  );
  const other = ConfigSchema.parse({
    notifications: { channels: { pager: { url: 'env:PAGER', key: 'other-value' } } },
  });
  expect(configChanges(config, other)).toEqual(['notifications.channels.pager.key changed']);
});
