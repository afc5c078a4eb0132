import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { redactor } from '../../src/adapters/redact.js';
import { resolveSecrets, secretVariables } from '../../src/adapters/secrets.js';
import { type Config, ConfigSchema } from '../../src/core/config/schema.js';
import { temporaryFolder } from './support.js';

const TOKEN = '123456:AAbbccddeeff';

function configured(token: string, mode = 0o600) {
  const base = temporaryFolder();
  const file = join(base, 'config.yaml');
  writeFileSync(file, '');
  chmodSync(file, mode);
  const config: Config = ConfigSchema.parse({
    notifications: {
      telegram: { token, chat_id: 5 },
      email: { resend_key: 'env:KEY', from: 'a@b.c', to: ['d@e.f'] },
    },
  });
  const find = (env: Record<string, string> = {}, uid?: number) =>
    resolveSecrets(config, { file, env: { HOME: base, ...env }, ...(uid === undefined ? {} : { uid }) });
  return { base, file, find };
}

test('nothing configured, nothing looked up', () => {
  const none = resolveSecrets(ConfigSchema.parse({}), { file: '/nowhere', env: {} });
  expect(none).toEqual({ telegramToken: null, resendKey: null, channels: {}, all: [] });
});

test('a secret in the configuration itself: only while that file is closed to others', () => {
  expect(configured(TOKEN).find({ KEY: 're_value' })).toEqual({
    telegramToken: { ok: true, value: TOKEN },
    resendKey: { ok: true, value: 're_value' },
    channels: {},
    all: [TOKEN, 're_value'],
  });
  for (const mode of [0o644, 0o640, 0o604, 0o620]) {
    const { find, file } = configured(TOKEN, mode);
    const { telegramToken, all } = find();
    expect(telegramToken, mode.toString(8)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(`Run: chmod 600 ${file}`),
    });
    expect(JSON.stringify(telegramToken)).not.toContain(TOKEN);
    expect(all).toEqual([TOKEN]);
  }
  expect(configured(TOKEN).find({}, 4_242).telegramToken).toMatchObject({
    ok: false,
    reason: expect.stringContaining('belongs to user'),
  });
});

test('the login of an account is no secret of ours: its file is not opened, by whatever name', () => {
  const { base, find } = configured('file:key');
  writeFileSync(join(base, '.credentials.json'), '{"accessToken":"login"}', { mode: 0o600 });
  symlinkSync('.credentials.json', join(base, 'key'));
  expect(find()).toMatchObject({
    telegramToken: { ok: false, reason: expect.stringContaining('is the login of an account') },
    all: [],
  });
});

test('a secret in the place of its file is not repeated', () => {
  const token = '123456789:AAbbccddeeff-gghhii_jjkkllmm';
  const { telegramToken } = configured(`file:${token}`).find();
  expect(telegramToken).toMatchObject({
    ok: false,
    reason: expect.stringContaining('[secret] is not there'),
  });
});

test('the variables that secrets are taken from', () => {
  const parse = (token: string) => ConfigSchema.parse({ notifications: { telegram: { token, chat_id: 5 } } });
  expect(secretVariables(parse('env:TOKEN'))).toEqual(['TOKEN']);
  expect(secretVariables(parse('file:env:TOKEN'))).toEqual([]);
  expect(secretVariables(null)).toEqual([]);
});

test('a variable that is not set, or holds more than a secret, is named without its value', () => {
  const { find } = configured('env:TOKEN', 0o644);
  expect(find().telegramToken).toEqual({
    ok: false,
    reason: 'the variable TOKEN is not set. Set it where claude-failover is started.',
  });
  expect(find({ TOKEN }).telegramToken).toEqual({ ok: true, value: TOKEN });
  const two = find({ TOKEN: `${TOKEN}\nX-Header: 1` }).telegramToken;
  expect(two).toMatchObject({ ok: false, reason: expect.stringContaining('holds more than a secret') });
  expect(JSON.stringify(two)).not.toContain(TOKEN);
});

test('a file: relative to the configuration, own, closed, with blanks in its path', () => {
  const { find, base } = configured('file:my secrets.txt', 0o644);
  expect(find().telegramToken).toMatchObject({ ok: false, reason: expect.stringContaining('is not there') });
  const path = join(base, 'my secrets.txt');
  writeFileSync(path, `${TOKEN}\n`, { mode: 0o600 });
  expect(find().telegramToken).toEqual({ ok: true, value: TOKEN });
  chmodSync(path, 0o640);
  expect(find().telegramToken).toMatchObject({
    ok: false,
    reason: expect.stringContaining('read by others'),
  });
  chmodSync(path, 0o600);
  writeFileSync(path, '\n');
  expect(find().telegramToken).toMatchObject({ ok: false, reason: expect.stringContaining('is empty') });
  expect(configured('file:.').find().telegramToken).toMatchObject({
    ok: false,
    reason: expect.stringContaining('not a regular file'),
  });
});

test('redaction knows a secret within a longer base64, whatever stands before it', () => {
  const redact = redactor([TOKEN]);
  for (const before of ['', 'u', 'us', 'usr', 'user'])
    expect(redact(Buffer.from(`${before}${TOKEN}`).toString('base64'))).toContain('[secret]');
});
