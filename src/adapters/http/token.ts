import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../durable.js';
import { errorCode, errorText } from '../errors.js';

export type TokenFile =
  /** `replaced`: why the one that was there is no longer taken, one sentence; null when it is the old one, or the first. */
  | { readonly ok: true; readonly token: string; readonly path: string; readonly replaced: string | null }
  | { readonly ok: false; readonly reason: string };

/** 32 bytes of chance in base64url, as the file holds them. */
const FORM = /^[A-Za-z0-9_-]{43}\n?$/;
const TOKEN_BYTES = 32;
const MOST_BYTES = 64;

/**
 * The secret that opens the TCP port: `<state>/http.token`, 0600, made once. One that others may have read or written is
 * replaced. Never throws.
 */
export async function readToken(stateDir: string, uid = process.getuid?.() ?? -1): Promise<TokenFile> {
  const path = join(stateDir, 'http.token');
  try {
    const found = read(path, uid);
    if (found.type === 'token') return { ok: true, token: found.token, path, replaced: null };
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    await replaceFile(path, `${token}\n`);
    const replaced =
      found.type === 'none'
        ? null
        : `${path} ${found.why}: its token is no longer taken. Give the new one to who asks over HTTP.`;
    return { ok: true, token, path, replaced };
  } catch (error) {
    return { ok: false, reason: `the token cannot be kept in ${path}: ${errorText(error)}` };
  }
}

type Found =
  | { readonly type: 'token'; readonly token: string }
  | { readonly type: 'none' }
  | { readonly type: 'bad'; readonly why: string };

function read(path: string, uid: number): Found {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { type: 'none' };
    // What is no file is not ours to take away; a link is: its target stays.
    if (errorCode(error) === 'ELOOP') return { type: 'bad', why: 'was a symbolic link' };
    if (errorCode(error) === 'EACCES' && lstatSync(path).uid === uid)
      return { type: 'bad', why: 'could not be read' };
    throw error;
  }
  try {
    const why = trouble(fstatSync(fd), uid);
    if (why !== null) return { type: 'bad', why };
    const bytes = Buffer.alloc(MOST_BYTES);
    const text = bytes.toString('latin1', 0, readSync(fd, bytes));
    return FORM.test(text) ? { type: 'token', token: text.trim() } : { type: 'bad', why: 'held no token' };
  } finally {
    closeSync(fd);
  }
}

function trouble(stats: Stats, uid: number): string | null {
  if (!stats.isFile()) return 'was no regular file';
  if (stats.uid !== uid) return 'belonged to another user';
  if ((stats.mode & 0o077) !== 0) return 'was open to other users';
  return stats.nlink === 1 ? null : 'had another name too';
}

/** Compares what is sent with the token, in a time that tells nothing of either. */
export function tokenCheck(token: string): (sent: string) => boolean {
  const expected = digest(token);
  return (sent) => timingSafeEqual(digest(sent), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
