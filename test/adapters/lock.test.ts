import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { acquireLock, type LockSubject, readOwner, writeOwner } from '../../src/adapters/lock.js';
import { until } from '../support/until.js';
import { temporaryFolder } from './support.js';

const HOLDER = fileURLToPath(new URL('lock-holder.mjs', import.meta.url));
const MODULE = new URL('../../dist/adapters/lock.js', import.meta.url).href;

interface Holder {
  readonly child: ChildProcess;
  readonly answer: () => string | null;
}

function holder(dir: string, platform: string): Holder {
  const child = spawn(process.execPath, [HOLDER, MODULE, dir, platform], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let text = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    text += bytes.toString();
  });
  return { child, answer: () => (text.endsWith('\n') ? text.trim() : null) };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

// `darwin` stands for every system without abstract sockets.
describe.each(['linux', 'darwin'] as const)('on %s', (platform) => {
  test('of twenty that start at once exactly one has it; the others name it', async () => {
    const dir = temporaryFolder();
    // What a killed owner leaves must not confuse them.
    const killed = holder(dir, platform);
    await until('the first lock', () => killed.answer() === 'acquired:');
    await ended(killed.child, 'SIGKILL');
    const holders = Array.from({ length: 20 }, () => holder(dir, platform));
    const answers = await until(
      'all answers',
      () => {
        const all = holders.map(({ answer }) => answer());
        return all.every((answer) => answer !== null) ? all : null;
      },
      25_000,
    );
    const winner = holders.find(({ answer }) => answer() === 'acquired:');
    expect(answers.filter((answer) => answer === 'acquired:')).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(['acquired:', `held:${winner?.child.pid}`]));
  });

  test('it is free the moment its holder is killed', async () => {
    const dir = temporaryFolder();
    const first = holder(dir, platform);
    await until('the lock', () => first.answer() === 'acquired:');
    expect(await acquireLock({ kind: 'state', dir }, platform)).toEqual({
      type: 'held',
      pid: first.child.pid,
    });
    await ended(first.child, 'SIGKILL');
    const second = await acquireLock({ kind: 'state', dir }, platform);
    expect(second.type).toBe('acquired');
    if (second.type === 'acquired') await second.release();
  });

  test('a stopped holder keeps it', async () => {
    const dir = temporaryFolder();
    const first = holder(dir, platform);
    await until('the lock', () => first.answer() === 'acquired:');
    first.child.kill('SIGSTOP');
    expect(await acquireLock({ kind: 'state', dir }, platform)).toMatchObject({ type: 'held' });
    first.child.kill('SIGCONT');
  });
});

test('different directories and links do not stand in each other’s way; the same ones do, under any name', async () => {
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'sub'));
  const long = 'x'.repeat(200);
  const subjects: LockSubject[] = [
    { kind: 'state', dir },
    { kind: 'state', dir: join(dir, 'sub') },
    { kind: 'link', link: join(dir, '.claude') },
    { kind: 'link', link: join(dir, '.claude2') },
    { kind: 'link', link: join(dir, `${long}1`) },
    { kind: 'link', link: join(dir, `${long}2`) },
  ];
  for (const subject of subjects) {
    const result = await acquireLock(subject);
    expect(result.type).toBe('acquired');
    if (result.type === 'acquired') onTestFinished(result.release);
  }
  const again = [
    { kind: 'state', dir: join(dir, 'sub', '..') },
    { kind: 'link', link: join(dir, 'sub', '..', `${long}2`) },
  ] as const;
  for (const subject of again) expect(await acquireLock(subject)).toEqual({ type: 'held', pid: process.pid });
});

test('a directory that is not there fails with a sentence', async () => {
  const dir = join(temporaryFolder(), 'none');
  expect(await acquireLock({ kind: 'state', dir })).toMatchObject({
    type: 'failed',
    reason: expect.stringContaining('ENOENT'),
  });
});

test('the owner file informs and never decides', async () => {
  const dir = temporaryFolder();
  expect(readOwner(dir)).toBeNull();
  const owner = { pid: 1, startedAt: '2026-11-22T08:00:00.000Z', epoch: 3, config: '/home/me/config.yaml' };
  expect(await writeOwner(dir, owner)).toBe(true);
  expect(readOwner(dir)).toEqual(owner);
  const lock = await acquireLock({ kind: 'state', dir });
  expect(lock.type).toBe('acquired');
  if (lock.type === 'acquired') await lock.release();
  writeFileSync(join(dir, 'owner.json'), '{"pid": "me"}');
  expect(readOwner(dir)).toBeNull();
});
