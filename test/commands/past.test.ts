import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPast } from '../../src/commands/past.js';
import { pastOf } from '../../src/commands/past-of.js';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 22, 21, minute)).toISOString();
const swap = (id: string, phase: string) => ({ id, phase, from: 'work', to: 'team', origin: 'monitor' });
const hit = (id: string, state: string) => ({
  id,
  session: 'ccl-1',
  account: 'work',
  state,
  why: 'a reset time',
});

describe('the past', () => {
  test('tells each swap and each hit once, as it ended, newest first', () => {
    const told = pastOf([
      { at: at(1), hits: [hit('h1', 'suspected')] },
      { at: at(2), hits: [hit('h1', 'confirmed')], swap: swap('s1', 'preflight') },
      { at: at(3), swap: swap('s1', 'flip') },
      { at: at(4), swap: swap('s1', 'done'), hits: [hit('h1', 'acted')] },
      { at: at(5), swap: swap('s2', 'rolled-back') },
    ]);
    expect(told.map((one) => [one.what, one.at, one.what === 'swap' ? one.phase : one.state])).toEqual([
      ['swap', at(5), 'rolled-back'],
      ['hit', at(4), 'acted'],
      ['swap', at(4), 'done'],
    ]);
  });

  test('leaves out what was vetoed in the end, and whatever is no entry', () => {
    const odd = [
      null,
      7,
      'x',
      {},
      { at: 3 },
      { at: at(1), swap: 4, hits: [null, { id: 'z', state: 'new' }] },
    ];
    expect(
      pastOf([
        ...odd,
        { at: at(2), hits: [hit('h', 'suspected')] },
        { at: at(3), hits: [hit('h', 'vetoed')] },
      ]),
    ).toEqual([]);
  });
});

describe('read from the journal', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cf-past-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  const line = (entry: unknown): string => `${JSON.stringify(entry)}\n`;

  test('both files, without lines that were cut', async () => {
    await writeFile(join(dir, 'journal.jsonl.1'), line({ at: at(1), swap: swap('s1', 'done') }));
    await writeFile(
      join(dir, 'journal.jsonl'),
      `${line({ at: at(2), type: 'polled' })}{"at": "cut", "swap":{\n${line({ at: at(3), swap: swap('s2', 'done') })}{"at":`,
    );
    expect((await readPast(dir)).map((one) => one.at)).toEqual([at(3), at(1)]);
  });

  test('of a long one the end, at most two hundred', async () => {
    const idle = line({ at: at(0), type: 'polled', sessions: 'x'.repeat(500) });
    const swaps = Array.from({ length: 300 }, (_, index) =>
      line({ at: at(index), swap: swap(`s${index}`, 'done') }),
    );
    await writeFile(join(dir, 'journal.jsonl'), `${swaps[0]}${idle.repeat(9_000)}${swaps.slice(1).join('')}`);
    const past = await readPast(dir);
    expect(past).toHaveLength(200);
    expect(past[0]?.at).toBe(at(299));
  });

  test('nothing yet, and what failed', async () => {
    expect(await readPast(dir)).toEqual([]);
    const file = join(dir, 'file');
    await writeFile(file, '');
    await expect(readPast(file)).rejects.toThrow(/^The journal was not read: .*\. It is .*journal\.jsonl\.$/);
  });
});
