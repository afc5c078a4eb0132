import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLog } from '../../src/adapters/log.js';
import { redactor } from '../../src/adapters/redact.js';
import { resolveSecret } from '../../src/adapters/secrets.js';
import { temporaryFolder } from './support.js';

const AT = Date.UTC(2026, 10, 22, 8);

function logIn(dir: string, more: { readonly maxBytes?: number; readonly keep?: number } = {}) {
  const file = join(dir, 'supervisor.log');
  let now = AT;
  const log = openLog({ file, wallMs: () => now, ...more });
  const pass = (ms: number) => {
    now += ms;
  };
  return { file, log, pass, text: () => readFileSync(file, 'utf8') };
}

test('one clean line each, with its time', () => {
  const { log, text, file } = logIn(join(temporaryFolder(), 'made'));
  log.write('info', '[quota] verdict=hit snippet="\u001b[31mred\u001b[0m\nnext \u202eright\u0007"');
  log.close();
  expect(text()).toBe('2026-11-22T08:00:00.000Z info  [quota] verdict=hit snippet="red next  right "\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('repeats are counted, not written', () => {
  const { log, pass, text } = logIn(temporaryFolder());
  for (let i = 0; i < 5; i++) log.write('warn', 'again');
  log.write('info', 'other');
  log.write('warn', 'again');
  pass(61_000);
  log.write('warn', 'again');
  log.write('warn', 'again');
  log.close();
  expect(
    text()
      .split('\n')
      .map((line) => line.slice(25)),
  ).toEqual([
    'warn  again',
    'info  the line before came 4 more times',
    'info  other',
    'warn  again',
    'warn  again',
    'info  the line before came 1 more time',
    '',
  ]);
});

test('files turn over at their size, the newest ones stay', () => {
  const { log, file } = logIn(temporaryFolder(), { maxBytes: 200, keep: 3 });
  for (let i = 0; i < 40; i++) log.write('info', `line number ${i}`);
  log.close();
  for (const path of [file, `${file}.1`, `${file}.2`]) expect(statSync(path).size).toBeLessThanOrEqual(200);
  expect(existsSync(`${file}.3`)).toBe(false);
  expect(readFileSync(file, 'utf8')).toContain('line number 39');
});

test('secrets are hidden in every form they travel in', () => {
  const { log, text } = logIn(temporaryFolder());
  const secret = '123456:ab"c/d+e?';
  log.hide([secret, 'abc']);
  const forms = [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    JSON.stringify(secret),
  ];
  for (const form of forms) log.write('error', `GET https://example.com/${form}/send abc`);
  log.close();
  for (const form of forms) expect(text()).not.toContain(form.replace(/^"|"$/g, ''));
  expect(text()).toContain('[secret]');
  expect(text()).toContain('abc');
  expect(redactor(['longsecret', 'longsecret-and-more'])('longsecret-and-more')).toBe('[secret]');
});

test('a log that cannot be written harms nobody; headless lines go to the given stream', () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'file'), '');
  const lines: string[] = [];
  const log = openLog({
    file: join(dir, 'file', 'log'),
    stderr: (line) => lines.push(line),
    wallMs: () => AT,
  });
  log.write('info', 'hello');
  log.close();
  expect(lines).toEqual(['2026-11-22T08:00:00.000Z info  hello\n']);
  const broken = openLog({
    file: null,
    stderr: () => {
      throw new Error('EPIPE');
    },
  });
  expect(() => broken.write('info', 'hello')).not.toThrow();
});

test('secrets come from the environment, a closed file, or as they are; no reason tells one', () => {
  const base = temporaryFolder();
  const context = { home: base, base, env: { TOKEN: ' value-1 ' } };
  expect(resolveSecret('env:TOKEN', context)).toEqual({ ok: true, value: 'value-1' });
  expect(resolveSecret('plain', context)).toEqual({ ok: true, value: 'plain' });
  expect(resolveSecret('env:OTHER', context)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('OTHER'),
  });
  const file = join(base, 'token');
  writeFileSync(file, 'value-2\n', { mode: 0o600 });
  expect(resolveSecret('file:~/token', context)).toEqual({ ok: true, value: 'value-2' });
  expect(resolveSecret('file:token', context, (process.getuid?.() ?? 0) + 1)).toMatchObject({ ok: false });
  writeFileSync(join(base, 'open'), 'value-3', { mode: 0o644 });
  const refused = resolveSecret('file:open', context);
  expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('chmod 600') });
  expect(JSON.stringify(refused)).not.toContain('value-3');
  expect(resolveSecret('file:none', context)).toMatchObject({ ok: false });
});
