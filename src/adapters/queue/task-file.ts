import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat } from 'node:fs/promises';
import type { TaskHeader } from '../../core/dispatcher/task.js';
import { readTaskText, type TaskText } from '../../core/dispatcher/task-text.js';
import { errorCode } from '../errors.js';
import { yamlValues } from './yaml-value.js';

const MAX_BYTES = 1024 * 1024;

const parseValue = yamlValues();
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** How a file is opened; another one for tests of files that cannot be. */
export type OpenCall = (path: Buffer, flags: number) => Promise<FileHandle>;

/** Whose files are taken, and how they are opened. */
export interface Reader {
  readonly uid: number;
  readonly open: OpenCall;
}

/** What a look at the name alone tells. */
export type Glance =
  | { readonly type: 'gone' }
  | { readonly type: 'refused'; readonly reason: string }
  | {
      readonly type: 'file';
      /** It holds something and has no second name. */
      readonly filled: boolean;
      /** `wasMoved` */
      readonly moved: boolean;
      /** `signatureOf` */
      readonly signature: string;
    };

export type TaskRead =
  | { readonly type: 'gone' }
  | { readonly type: 'refused'; readonly reason: string }
  /** It changed while it was read. */
  | { readonly type: 'changing' }
  /** It cannot be read just now, through no fault of its own (no descriptors left, the disk fails). */
  | { readonly type: 'later'; readonly code: string }
  | {
      readonly type: 'task';
      readonly header: TaskHeader;
      readonly prompt: string;
      readonly signature: string;
      /** Last change of the content, wall ms. */
      readonly mtimeMs: number;
    };

/** `why` may go on with what to do; without a full stop. */
export function refusal(why: string): string {
  return `The task was refused: ${why}.`;
}

function refused(why: string) {
  return { type: 'refused', reason: refusal(why) } as const;
}

/** Changes with the file. */
export function signatureOf(stats: BigIntStats): string {
  return `${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
}

/** By its times it was renamed here, whole; else somebody may still be writing it. */
export function wasMoved(stats: BigIntStats): boolean {
  return stats.ctimeNs > stats.mtimeNs;
}

/** What is wrong with it for good, whatever it holds; null when nothing is. */
function wrongKind(stats: BigIntStats, uid: number): string | null {
  if (stats.isSymbolicLink()) return 'it is a symbolic link. Put the file itself there';
  if (stats.isDirectory()) return 'it is a directory. Put a file there';
  if (!stats.isFile()) return 'it is no regular file (a pipe, a socket or a device). Put a file there';
  if (Number(stats.uid) !== uid)
    return `it belongs to user ${stats.uid}, not to us. Put a copy of your own there`;
  if (stats.size > MAX_BYTES)
    return 'it is larger than 1 MB. Put the material elsewhere and name it in the prompt';
  return null;
}

/**
 * Looks at the entry itself, never behind a link. A rename sets a file's ctime and leaves its mtime alone, a write sets
 * both to the same: that tells a file that was moved here whole. Whoever delivers by link and unlink needs a moment in which
 * the file has two names.
 */
export async function glance(path: Buffer, uid: number): Promise<Glance> {
  try {
    const stats = await lstat(path, { bigint: true });
    const wrong = wrongKind(stats, uid);
    if (wrong !== null) return refused(wrong);
    const filled = stats.size > 0n && stats.nlink === 1n;
    return { type: 'file', filled, moved: wasMoved(stats), signature: signatureOf(stats) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { type: 'gone' };
    throw error;
  }
}

/** No link is followed, no pipe waited for, no terminal taken. */
export const OPEN_FLAGS =
  constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Reads and checks a task's file through one descriptor. */
export async function readTask(path: Buffer, reader: Reader): Promise<TaskRead> {
  let file: FileHandle;
  try {
    file = await reader.open(path, OPEN_FLAGS);
  } catch (error) {
    return notOpened(errorCode(error));
  }
  try {
    return await readOpened(file, reader.uid);
  } catch (error) {
    return { type: 'later', code: errorCode(error) };
  } finally {
    await file.close().catch(() => undefined);
  }
}

function notOpened(code: string): TaskRead {
  if (code === 'ENOENT') return { type: 'gone' };
  if (code === 'EACCES' || code === 'EPERM')
    return refused(`it cannot be read (${code}). Give us the rights to it`);
  if (code === 'ELOOP') return refused('it is a symbolic link. Put the file itself there');
  if (code === 'ENXIO') return refused('it is no regular file. Put a file there');
  return { type: 'later', code };
}

async function readOpened(file: FileHandle, uid: number): Promise<TaskRead> {
  const before = await file.stat({ bigint: true });
  const wrong = wrongKind(before, uid);
  if (wrong !== null) return refused(wrong);
  if (before.nlink > 1n) return refused('it has a second name elsewhere (a hard link). Put a copy there');
  const bytes = await readAll(file, Number(before.size));
  const after = await file.stat({ bigint: true });
  if (signatureOf(after) !== signatureOf(before)) return { type: 'changing' };
  const task = checkTask(bytes);
  if (!task.ok) return refused(task.reason);
  const { header, prompt } = task;
  return { type: 'task', header, prompt, signature: signatureOf(before), mtimeMs: Number(before.mtimeMs) };
}

/** What the content of a task's file says; `reason` is for `refusal`. */
export function checkTask(bytes: Uint8Array): TaskText {
  const text = decode(bytes);
  return typeof text === 'string' ? readTaskText(text, parseValue) : { ok: false, reason: text.why };
}

/** At most as much as the file had when it was opened. */
async function readAll(file: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await file.read(bytes, done, size - done, done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

function decode(bytes: Uint8Array): string | { readonly why: string } {
  if (bytes.length === 0) return { why: 'it is empty. Write into it what is to be done' };
  if (bytes.includes(0)) return { why: 'it is a binary file, or text in UTF-16. Save it as text in UTF-8' };
  try {
    return utf8.decode(bytes);
  } catch {
    return { why: 'it is not text in UTF-8. Save it as that' };
  }
}
