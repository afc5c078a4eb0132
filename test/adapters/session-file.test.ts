import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findSessionFile, readSessionFile } from '../../src/adapters/session-file.js';
import { temporaryFolder } from './support.js';

const REAL = readFileSync('fixtures/payloads/session-file__2.1.330.json', 'utf8');
const STARTED_MS = Date.parse('2026-11-22T15:32:50.000Z');
const PROCESS = { pid: 160, startTicks: 438_820, startedWallMs: STARTED_MS };

function written(fields: Readonly<Record<string, unknown>>, atMs: number): string {
  const dir = temporaryFolder();
  const path = join(dir, 'sessions', '160.json');
  mkdirSync(join(dir, 'sessions'));
  // What lies beside it: a key of the process.
  writeFileSync(join(dir, 'sessions', '160.1a89d55c6314ef46.key'), '{"pid":160,"sessionId":"key"}');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(REAL), ...fields }));
  utimesSync(path, new Date(atMs), new Date(atMs));
  return dir;
}

const EARLIER = STARTED_MS - 3_600_000;
const LATER = STARTED_MS + 3_600_000;

test.each([
  ['its start says so, whatever the file’s time', {}, EARLIER, true],
  ['its start is another’s, whatever the file’s time', { procStart: '438821' }, LATER, false],
  ['no start, and written to since', { procStart: undefined }, LATER, true],
  ['no start, and older than the process', { procStart: undefined }, EARLIER, false],
  ['a start in words (not Linux), and written to since', { procStart: 'Sun Nov 22 15:32:50' }, LATER, true],
  ['a start in words (not Linux), and older', { procStart: 'Sun Nov 22 15:32:50' }, EARLIER, false],
  ['its start, but of another pid', { pid: 161 }, LATER, false],
])('%s', (_name, fields, atMs, own) => {
  const file = readSessionFile(written(fields, atMs), PROCESS);
  expect(file?.conversation ?? null).toBe(own ? 'c89c1e51-1acb-4788-a720-5c52b1c99538' : null);
});

test('of two copies the newer one tells where it stands', () => {
  const [old, now] = [written({ status: 'busy' }, EARLIER), written({ status: 'idle' }, LATER)];
  for (const dirs of [
    [old, now],
    [now, old],
  ]) {
    expect(findSessionFile(dirs, PROCESS)?.status).toBe('idle');
  }
});

test('a file that did not change is not read again, one that did is, and so is a newer copy', () => {
  const dir = written({ status: 'busy' }, EARLIER);
  const first = findSessionFile([dir], PROCESS);
  expect(findSessionFile([dir], PROCESS, first)).toBe(first);
  const path = join(dir, 'sessions', '160.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"busy"', '"idle"'));
  const second = findSessionFile([dir], PROCESS, first);
  expect([first?.status, second?.status]).toEqual(['busy', 'idle']);
  utimesSync(path, new Date(EARLIER), new Date(EARLIER));
  const copy = written({ status: 'waiting' }, LATER);
  expect(findSessionFile([dir, copy], PROCESS, second)?.status).toBe('waiting');
});
