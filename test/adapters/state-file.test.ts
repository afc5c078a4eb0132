import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createStateFile, type StateFileOptions } from '../../src/adapters/state-file.js';
import { until } from '../support/until.js';
import { temporaryFolder } from './support.js';

interface Sample {
  readonly n: number;
}

function validate(state: unknown, schema: number): Sample | null {
  if (typeof state !== 'object' || state === null || !('n' in state) || typeof state.n !== 'number')
    return null;
  return { n: schema === 1 ? state.n * 10 : state.n };
}

function stateIn(dir: string, more: Partial<StateFileOptions<Sample>> = {}) {
  return createStateFile<Sample>({ dir, schema: 2, validate, ...more });
}

const current = (dir: string) => join(dir, 'state.json');

test('what is saved is loaded, with the one before beside it', async () => {
  const dir = join(temporaryFolder(), 'made', 'on', 'demand');
  const file = stateIn(dir);
  expect(await file.load()).toEqual({ type: 'missing' });
  expect(await Promise.all([file.save({ n: 1 }, 7), file.save({ n: 2 }, 7)])).toEqual([
    { ok: true, seq: 1 },
    { ok: true, seq: 2 },
  ]);
  expect(await stateIn(dir).load()).toEqual({ type: 'ok', state: { n: 2 }, epoch: 7, seq: 2 });
  expect(JSON.parse(readFileSync(join(dir, 'state.prev.json'), 'utf8'))).toMatchObject({
    seq: 1,
    state: { n: 1 },
  });
  expect(readdirSync(dir).sort()).toEqual(['state.json', 'state.prev.json']);
  expect(statSync(current(dir)).mode & 0o777).toBe(0o600);
});

test('cut at any byte, a file is known as broken and the one before is there', async () => {
  const dir = temporaryFolder();
  const file = stateIn(dir);
  await file.save({ n: 1 }, 1);
  await file.save({ n: 2 }, 1);
  const whole = readFileSync(current(dir));
  for (let cut = 0; cut < whole.length; cut++) {
    writeFileSync(current(dir), whole.subarray(0, cut));
    expect(await stateIn(dir).load(), `cut at ${cut}`).toMatchObject({
      type: 'corrupt',
      keptAs: expect.stringMatching(/state\.corrupt\.[1-5]$/),
      previous: { state: { n: 1 }, seq: 1 },
    });
  }
  expect(readdirSync(dir).filter((name) => name.startsWith('state.corrupt'))).toHaveLength(5);
});

test('every flipped byte is noticed', async () => {
  const dir = temporaryFolder();
  await stateIn(dir).save({ n: 2 }, 1);
  const whole = readFileSync(current(dir));
  for (let at = 0; at < whole.length; at++) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(current(dir), bytes);
    const loaded = await stateIn(dir).load();
    // A flipped digit of the schema may name a newer one: left alone, which is safe too.
    expect(['corrupt', 'newer'], `byte ${at}`).toContain(loaded.type);
  }
});

test.each([
  ['empty', ''],
  ['not JSON', 'hello'],
  ['JSON, no envelope', '[]'],
  ['null', 'null'],
  ['no checksum', '{"schema":2,"epoch":1,"seq":1,"state":{"n":1}}\n'],
  ['zero bytes', '\0'.repeat(500)],
])('%s is corrupt', async (_name, text) => {
  const dir = temporaryFolder();
  writeFileSync(current(dir), text);
  expect(await stateIn(dir).load()).toMatchObject({ type: 'corrupt', previous: null });
  expect(existsSync(current(dir))).toBe(false);
  expect(await stateIn(dir).save({ n: 3 }, 2)).toMatchObject({ ok: true });
});

test('doubled keys and bytes behind the end are corrupt even with a right checksum', async () => {
  const dir = temporaryFolder();
  await stateIn(dir).save({ n: 2 }, 1);
  const text = readFileSync(current(dir), 'utf8');
  for (const spoiled of [`${text}x`, `${text}${text}`, text.replace('"epoch"', '"epoch":1,"epoch"')]) {
    writeFileSync(current(dir), spoiled);
    expect(await stateIn(dir).load()).toMatchObject({ type: 'corrupt' });
  }
});

test('a state the validator refuses is corrupt', async () => {
  const dir = temporaryFolder();
  await createStateFile<object>({ dir, schema: 2, validate: () => ({}) }).save({ other: true }, 1);
  expect(await stateIn(dir).load()).toMatchObject({
    type: 'corrupt',
    reason: expect.stringContaining('not a state'),
  });
});

test('an older schema is brought up', async () => {
  const dir = temporaryFolder();
  await createStateFile<Sample>({ dir, schema: 1, validate }).save({ n: 4 }, 1);
  expect(await stateIn(dir).load()).toMatchObject({ type: 'ok', state: { n: 40 } });
});

test('a newer schema is never written, renamed or removed', async () => {
  const dir = temporaryFolder();
  await createStateFile<Sample>({ dir, schema: 3, validate }).save({ n: 4 }, 1);
  const before = readFileSync(current(dir));
  const file = stateIn(dir);
  expect(await file.load()).toEqual({ type: 'newer', schema: 3 });
  expect(await file.save({ n: 5 }, 2)).toMatchObject({ ok: false });
  expect(await stateIn(dir).save({ n: 5 }, 2)).toMatchObject({ ok: false });
  expect(readFileSync(current(dir))).toEqual(before);
  expect(readdirSync(dir)).toEqual(['state.json']);
});

describe('a disk that fails', () => {
  /** Takes `room` bytes in all, in small pieces, then fails in the given way. */
  function fullAfter(room: number, how: 'zero' | 'throw') {
    let left = room;
    return async (file: FileHandle, bytes: Uint8Array) => {
      const taken = Math.min(left, bytes.length, 7);
      if (taken === 0 && how === 'throw')
        throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
      left -= taken;
      return taken === 0 ? 0 : (await file.write(bytes.subarray(0, taken))).bytesWritten;
    };
  }

  test.each(['zero', 'throw'] as const)('full at any byte (%s): the old file stands', async (how) => {
    const dir = temporaryFolder();
    await stateIn(dir).save({ n: 1 }, 1);
    const before = readFileSync(current(dir));
    for (let room = 0; room < before.length; room += 3) {
      const file = stateIn(dir, { write: fullAfter(room, how) });
      expect(await file.save({ n: 2 }, 1)).toMatchObject({
        ok: false,
        reason: expect.stringContaining('state.json'),
      });
      expect(readFileSync(current(dir))).toEqual(before);
    }
    expect(readdirSync(dir)).toEqual(['state.json']);
    const slow = stateIn(dir, { write: fullAfter(100_000, 'throw') });
    expect(await slow.save({ n: 2 }, 1)).toMatchObject({ ok: true });
    expect(await stateIn(dir).load()).toMatchObject({ state: { n: 2 } });
  });

  test('a writer that lies about its count is caught', async () => {
    const dir = temporaryFolder();
    const lying = stateIn(dir, { write: (_file, bytes) => Promise.resolve(bytes.length) });
    expect(await lying.save({ n: 2 }, 1)).toMatchObject({ ok: false });
    expect(readdirSync(dir)).toEqual([]);
  });

  test('a directory removed while running is made again', async () => {
    const dir = join(temporaryFolder(), 'state');
    const file = stateIn(dir);
    await file.save({ n: 1 }, 1);
    rmSync(dir, { recursive: true });
    expect(await file.save({ n: 2 }, 1)).toEqual({ ok: true, seq: 2 });
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  test('a directory that is none is told', async () => {
    const dir = join(temporaryFolder(), 'file');
    writeFileSync(dir, '');
    expect(await stateIn(dir).save({ n: 1 }, 1)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('ENOTDIR'),
    });
  });
});

test('killed at any moment, the writer leaves a whole state, never an older one than it told of', async () => {
  const dir = temporaryFolder();
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o700);
  const writer = fileURLToPath(new URL('state-writer.mjs', import.meta.url));
  const module = new URL('../../dist/adapters/state-file.js', import.meta.url).href;
  let told = 0;
  for (let round = 0; round < 20; round++) {
    const child = spawn(process.execPath, [writer, module, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let text = '';
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString();
    });
    const wanted = told + 1 + round;
    await until('some saves', () => (Number(text.trim().split('\n').at(-1) ?? 0) >= wanted ? true : null));
    child.kill('SIGKILL');
    await exited;
    const lines = text.split('\n').slice(0, -1).map(Number);
    told = lines.at(-1) ?? told;
    const loaded = await createStateFile<Sample>({
      dir,
      schema: 1,
      validate: (state) => state as Sample,
    }).load();
    if (loaded.type !== 'ok') throw new Error(`round ${round}: ${JSON.stringify(loaded)}`);
    expect(loaded.state.n).toBe(loaded.seq);
    expect(loaded.seq).toBeGreaterThanOrEqual(told);
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    told = loaded.seq;
  }
});
