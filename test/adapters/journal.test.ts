import {
  appendFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type JournalOptions, openJournal, readJournal } from '../../src/adapters/journal.js';
import { temporaryFolder } from './support.js';

function journalIn(dir: string, more: Partial<JournalOptions> = {}) {
  const file = join(dir, 'journal.jsonl');
  const journal = openJournal({ file, ...more });
  onTestFinished(() => journal.close());
  return { file, journal };
}

test('what is appended is read back in order, from a file of our own alone', async () => {
  const { file, journal } = journalIn(join(temporaryFolder(), 'made'));
  expect(journal.append({ n: 1, text: 'a\nb' })).toEqual({ ok: true });
  expect(journal.append({ n: 2 })).toEqual({ ok: true });
  expect(await journal.sync()).toEqual({ ok: true });
  expect(readJournal(file)).toEqual({ entries: [{ n: 1, text: 'a\nb' }, { n: 2 }], skipped: 0 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('at its size the file becomes the older one, and two are kept', () => {
  const { file, journal } = journalIn(temporaryFolder(), { maxBytes: 100 });
  for (let n = 0; n < 50; n++) journal.append({ n });
  const numbers = readJournal(file).entries.map((entry) => (entry as { n: number }).n);
  expect(numbers.at(-1)).toBe(49);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => 50 - numbers.length + i));
  for (const path of [file, `${file}.1`]) expect(statSync(path).size).toBeLessThanOrEqual(100);
  expect(existsSync(`${file}.2`)).toBe(false);
});

test('a cut last line is passed over, and the next entry begins on a line of its own', () => {
  const dir = temporaryFolder();
  const first = journalIn(dir);
  first.journal.append({ n: 1 });
  appendFileSync(first.file, '{"n":');
  const { journal, file } = journalIn(dir);
  journal.append({ n: 2 });
  expect(readJournal(file)).toEqual({ entries: [{ n: 1 }, { n: 2 }], skipped: 1 });
});

test('a disk that is full is told, and what was written before and comes after is whole', () => {
  let room = 25;
  const { file, journal } = journalIn(temporaryFolder(), {
    write: (fd, bytes) => {
      const taken = Math.min(room, bytes.length, 4);
      if (taken === 0) throw new Error('ENOSPC: no space left on device');
      room -= taken;
      return writeSync(fd, bytes.subarray(0, taken));
    },
  });
  expect(journal.append({ number: 1 })).toEqual({ ok: true });
  expect(journal.append({ number: 2 })).toMatchObject({
    ok: false,
    reason: expect.stringContaining('ENOSPC'),
  });
  expect(journal.append({ number: 3 })).toMatchObject({ ok: false });
  room = 1_000;
  expect(journal.append({ number: 4 })).toEqual({ ok: true });
  expect(readJournal(file)).toEqual({ entries: [{ number: 1 }, { number: 4 }], skipped: 0 });
});

test('a removed file is begun anew', () => {
  const { file, journal } = journalIn(temporaryFolder());
  journal.append({ n: 1 });
  rmSync(file);
  expect(journal.append({ n: 2 })).toEqual({ ok: true });
  expect(readJournal(file).entries).toEqual([{ n: 2 }]);
});

test('it never throws: not for a link in its place, not for what is no JSON, not for a giant', () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'victim'), 'precious');
  symlinkSync(join(dir, 'victim'), join(dir, 'journal.jsonl'));
  const { journal } = journalIn(dir);
  expect(journal.append({ n: 1 })).toMatchObject({ ok: false });
  expect(readFileSync(join(dir, 'victim'), 'utf8')).toBe('precious');
  expect(journal.append({ n: 1n })).toMatchObject({ ok: false });
  expect(journal.append({ text: 'x'.repeat(2_000_000) })).toMatchObject({ ok: false });
});

test('reading takes what is there', () => {
  const file = join(temporaryFolder(), 'journal.jsonl');
  expect(readJournal(file)).toEqual({ entries: [], skipped: 0 });
  writeFileSync(`${file}.1`, '{"n":0}\n');
  writeFileSync(file, '{"n":1}\nrubbish\n\n{"n":2}\n{"n');
  expect(readJournal(file)).toEqual({ entries: [{ n: 0 }, { n: 1 }, { n: 2 }], skipped: 2 });
  expect(readJournal(file, { older: false }).entries).toHaveLength(2);
});
