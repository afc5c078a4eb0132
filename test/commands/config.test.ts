import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { command } from './support.js';

const TOKEN = '123456:AAbbccddeeff';

function machine(text: string | null, mode = 0o600) {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'cf-config-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const file = join(home, 'config.yaml');
  if (text !== null) writeFileSync(file, text);
  if (text !== null) chmodSync(file, mode);
  for (const name of ['a', 'b', 'w']) mkdirSync(join(home, name));
  symlinkSync(join(home, 'a'), join(home, '.claude'));
  const base = { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: home, CLAUDE_FAILOVER_CONFIG: file };
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    command(['config', ...args], { env: { ...base, ...env } });
  return { home, file, run };
}

const GOOD =
  'accounts: {list: [{name: a, dir: a}, {name: b, dir: b}]}\nsessions: {pool: {cwd: w, size: 2}}\n';

test('a right file is summed up in few lines', async () => {
  const { home, file, run } = machine(GOOD);
  const { code, out, err } = await run(['check']);
  expect([code, err]).toEqual([0, '']);
  expect(out.split('\n')).toEqual([
    `${file}: good`,
    '  mode       auto',
    `  accounts   a, b (link ${home}/.claude, policy priority)`,
    `  pool       ccl-1 to ccl-2 in ${home}/w`,
    '  dedicated  none',
    '  tmux       socket default, looked at every 1s',
    `  queue      ${home}/.local/share/claude-failover/queue`,
    '  off        telegram, email, quota.proactive',
    '',
  ]);
});

test('a broken one with every error at once; as JSON too', async () => {
  const { file, run } = machine('mode: x\nhttp: {prot: 1}\n');
  const [plain, json] = await Promise.all([run(['check']), run(['check', '--json'])]);
  expect([plain.code, plain.out]).toEqual([1, '']);
  expect(plain.err.split('\n')).toEqual([
    `${file}:1:1: mode must be one of auto, confirm, observe, not "x"`,
    `${file}:2:8: http.prot is not a known key. Did you mean "port"? Allowed here: enabled, port`,
    '2 errors. Nothing of this file is used until it is mended.',
    '',
  ]);
  expect([json.code, json.err]).toEqual([1, '']);
  expect(JSON.parse(json.out)).toMatchObject({
    file,
    ok: false,
    problems: [
      { line: 1, column: 1, key: 'mode' },
      { line: 2, column: 8, key: 'http.prot' },
    ],
  });
});

test('secrets are looked up and never printed; one open to others is an error', async () => {
  const text = `${GOOD}notifications: {telegram: {token: "${TOKEN}", chat_id: 5, user_ids: [5]}}\n`;
  const [closed, open, unset] = [
    machine(text),
    machine(text, 0o644),
    machine(text.replace(TOKEN, 'env:BOT'), 0o644),
  ];
  const [fine, refused, missing, set] = await Promise.all([
    closed.run(['check']),
    open.run(['check']),
    unset.run(['check']),
    unset.run(['check', '--json'], { BOT: TOKEN }),
  ]);
  expect(fine).toMatchObject({ code: 0, err: '' });
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(
    `${open.file}:3:28: notifications.telegram.token cannot be used: the secret stands`,
  );
  expect(missing.err).toContain('the variable BOT is not set');
  expect(set.code).toBe(0);
  for (const { out, err } of [fine, refused, set]) expect(out + err).not.toContain(TOKEN);
});

test('what is right and likely wrong is a warning', async () => {
  const { run, file } = machine('accounts: {list: [{name: a, dir: nowhere}]}\n', 0o622);
  const { code, out } = await run(['check']);
  expect(code).toBe(0);
  for (const words of [
    `warning: ${file}: the file can be written by others`,
    'has one account',
    'accounts.list[0].dir is not there',
    "which is no account's directory",
    'good, with 4 warnings',
  ])
    expect(out).toContain(words);
});

test('no file, a wrong word, the place, the schema', async () => {
  const none = machine(null);
  const env = { CLAUDE_FAILOVER_CONFIG: '' };
  const [observing, named, wrong, path, schema] = await Promise.all([
    none.run(['check'], env),
    none.run(['check']),
    none.run(['chekc']),
    none.run(['path']),
    none.run(['schema']),
  ]);
  expect(observing).toMatchObject({ code: 0, out: expect.stringContaining('observe mode') });
  expect(named).toMatchObject({ code: 1, err: expect.stringContaining('is not there') });
  expect(wrong).toMatchObject({ code: 2 });
  expect(path).toEqual({ code: 0, out: `${none.file}\n`, err: '' });
  expect(JSON.parse(schema.out)).toMatchObject({ title: expect.any(String) });
});
