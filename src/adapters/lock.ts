import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { replaceFile } from './durable.js';
import { errorCode, errorText } from './errors.js';

export type LockResult =
  | { readonly type: 'acquired'; readonly release: () => Promise<void> }
  /** `pid`: what the holder says of itself, null when it does not answer. */
  | { readonly type: 'held'; readonly pid: number | null }
  | { readonly type: 'failed'; readonly reason: string };

/** What a supervisor locks: its state directory, and the link. */
export type SupervisorSubject =
  | { readonly kind: 'state'; readonly dir: string }
  | { readonly kind: 'link'; readonly link: string };

/** What is locked: by one supervisor at a time, or by one edit of a configuration file. */
export type LockSubject = SupervisorSubject | { readonly kind: 'config'; readonly file: string };

/** Linux takes 107 bytes after the leading zero. */
const MAX_NAME = 100;

function placeOf(subject: LockSubject): { readonly folder: string; readonly name: string } {
  if (subject.kind === 'state') return { folder: subject.dir, name: '' };
  const path = subject.kind === 'link' ? subject.link : subject.file;
  return { folder: dirname(path), name: basename(path) };
}

function addressOf(subject: LockSubject, abstract: boolean): string {
  const { folder, name } = placeOf(subject);
  if (!abstract) return join(folder, name === '' ? 'lock.sock' : `.${name}.failover.sock`);
  const { dev, ino } = statSync(folder, { bigint: true });
  const tail = name === '' ? '' : `:${name}`;
  const address = `claude-failover/${process.getuid?.() ?? 0}/${subject.kind}/${dev}:${ino}${tail}`;
  if (Buffer.byteLength(address) <= MAX_NAME) return `\0${address}`;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return `\0claude-failover/${process.getuid?.() ?? 0}/${subject.kind}/${dev}:${ino}#${digest}`;
}

function listen(address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(`${process.pid}\n`);
    });
    server.once('error', reject);
    server.listen(address, () => {
      // The lock lives as long as the process; it must not keep the process alive.
      server.unref();
      resolve(server);
    });
  });
}

/** Asks who listens: `gone` when nobody does. */
function ask(address: string): Promise<{ readonly pid: number | null } | 'gone'> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(address);
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', (bytes) => {
      text = (text + bytes.toString('latin1')).slice(0, 32);
    });
    socket.on('error', (error) => {
      if (['ECONNREFUSED', 'ENOENT'].includes(errorCode(error))) resolve('gone');
    });
    socket.on('close', () => resolve({ pid: /^\d{1,10}\n/.test(text) ? Number.parseInt(text, 10) : null }));
  });
}

/** null when the address is taken. */
async function listenIfFree(address: string): Promise<Server | null> {
  try {
    return await listen(address);
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return null;
    throw error;
  }
}

/**
 * The same for a socket file, which outlives its owner. Between its making and the moment it answers a file looks like one
 * of a dead owner, so only one process at a time looks, removes and makes: the one that made the folder beside it.
 */
async function listenInTurn(address: string): Promise<Server | null> {
  const turn = `${address}.clean`;
  try {
    mkdirSync(turn);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const age = Date.now() - (statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 10_000) rmSync(turn, { recursive: true, force: true });
    await pause(50);
    return null;
  }
  try {
    if ((await ask(address)) !== 'gone') return null;
    rmSync(address, { force: true });
    return await listenIfFree(address);
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}

/**
 * A lock the kernel holds: free the moment its process ends, however it ends; nothing to go stale, nothing to steal from
 * a stopped owner. Linux: an abstract unix socket (one per network namespace). Elsewhere: a socket file.
 */
export async function acquireLock(
  subject: LockSubject,
  platform: NodeJS.Platform = process.platform,
): Promise<LockResult> {
  const abstract = platform === 'linux';
  try {
    const address = addressOf(subject, abstract);
    for (let round = 0; round < 40; round++) {
      const server = abstract ? await listenIfFree(address) : await listenInTurn(address);
      if (server !== null)
        return { type: 'acquired', release: () => new Promise((done) => server.close(() => done())) };
      const holder = await ask(address);
      if (holder !== 'gone') return { type: 'held', pid: holder.pid };
    }
    return { type: 'held', pid: null };
  } catch (error) {
    return {
      type: 'failed',
      reason: `The lock cannot be taken: ${errorText(error)}. Look at the directory.`,
    };
  }
}

/** Who holds it, without taking it; null when nobody does. `pid` as in `held`. */
export async function lockHolder(
  subject: LockSubject,
  platform: NodeJS.Platform = process.platform,
): Promise<{ readonly pid: number | null } | null> {
  try {
    const holder = await ask(addressOf(subject, platform === 'linux'));
    return holder === 'gone' ? null : holder;
  } catch {
    return null;
  }
}

/** Who runs, for people to read. It never decides anything: the kernel's lock does. */
export interface Owner {
  readonly pid: number;
  /** ISO time. */
  readonly startedAt: string;
  readonly epoch: number;
  /** Path of the configuration it was started with; null when it did not tell. */
  readonly config: string | null;
}

export async function writeOwner(stateDir: string, owner: Owner): Promise<boolean> {
  return replaceFile(join(stateDir, 'owner.json'), `${JSON.stringify(owner)}\n`).then(
    () => true,
    () => false,
  );
}

export function readOwner(stateDir: string): Owner | null {
  try {
    const raw = JSON.parse(readFileSync(join(stateDir, 'owner.json'), 'utf8'));
    const { pid, startedAt, epoch, config } = raw as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof startedAt !== 'string' || typeof epoch !== 'number') return null;
    return { pid, startedAt, epoch, config: typeof config === 'string' ? config : null };
  } catch {
    return null;
  }
}
