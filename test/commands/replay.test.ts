import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { journal } from '../core/replay/journal.js';
import { command, type Ran } from './support.js';

interface Desk {
  readonly folder: string;
  readonly file: string;
  run(...args: readonly string[]): Promise<Ran>;
}

function desk(text: string): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'cf-replay-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'journal.jsonl');
  writeFileSync(file, text);
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8', TMPDIR: folder };
  return { folder, file, run: (...args) => command(['replay', ...args], { env }) };
}

const GOOD = journal().start('missing').swap('swap-1', 'person').swap('swap-2', 'monitor').text();

describe('replay', () => {
  it('tells events and decisions, and that all held', async () => {
    const { file, run } = desk(GOOD);
    const ran = await run(file);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(
      /journal\.jsonl:2 .*a look at the sessions\n +→ swap a → b: preflight \(person\)\n/,
    );
    expect(ran.out).toContain('e2 settled: flip');
    expect(ran.out).toContain('entries: 9; starts of the supervisor: 1.');
    expect(ran.out).not.toContain('BROKEN');
    expect(ran.out).toContain('needs the configuration of that time (--config FILE)');
  });

  it('judges by the configuration of that time, names the line, exit 1', async () => {
    const { folder, file, run } = desk(GOOD);
    const config = join(folder, 'then.yaml');
    writeFileSync(config, 'quota: {reactivate_cooldown: 2m}\n');
    const ran = await run(file, '--config', config);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain(
      'BROKEN  no automatic swap within the cooldown of a completed flip: swap-2 began 1 s after it, the cooldown is 120 s (journal.jsonl:6,',
    );
  });

  it('--json: one object', async () => {
    const { file, run } = desk(`${journal().start('missing').settled('flip', null, null).text()}{"at":\n`);
    const ran = await run(file, '--json');
    expect(ran.code).toBe(1);
    const told = JSON.parse(ran.out);
    expect(told).toMatchObject({ entries: 2, unreadable: 1, unknown: 0, starts: 1 });
    expect(told.violations).toMatchObject([
      { file: 'journal.jsonl', line: 2, what: 'a flip without a swap' },
    ]);
    expect(told.story).toHaveLength(2);
  });

  it('reads the older file beside it first', async () => {
    const { file, run } = desk(journal().settled('flip', null, null).text());
    expect((await run(file)).code).toBe(0);
    writeFileSync(`${file}.1`, journal().start('missing').text());
    const ran = await run(file, '--json');
    expect(JSON.parse(ran.out).violations).toMatchObject([{ file: 'journal.jsonl', line: 1 }]);
  });

  it('lets nothing through that steers a terminal', async () => {
    const text =
      '{"at":"2026-11-22T08:00:00.000Z","steadyMs":1,"type":"noted","text":"a\\u001b]0;x\\u0007\\u009b2Jb"}\n';
    const { file, run } = desk(text);
    for (const args of [[file], [file, '--json']])
      expect((await run(...args)).out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('2 when nothing could be judged', async () => {
    const { folder, file, run } = desk('no journal\n');
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [[], 'replay needs a JOURNAL'],
      [[file, 'more'], 'unexpected argument'],
      [[file, '--fast'], '--fast'],
      [[file], 'is no journal: none of its lines is an entry'],
      [[join(folder, 'nothing')], 'cannot be read'],
      [[folder], 'cannot be read'],
      [[file, '--config', join(folder, 'nothing.yaml')], 'nothing.yaml'],
    ];
    const all = await Promise.all(wrong.map(([args]) => run(...args)));
    expect(all.map(({ code }) => code)).toEqual(wrong.map(() => 2));
    for (const [index, [, words]] of wrong.entries()) expect(all[index]?.err).toContain(words);
  });
});
