import { randomBytes } from 'node:crypto';
import { chmodSync, renameSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { errorCode, errorText } from '../errors.js';
import { RANDOM_BYTES, readyFolder, type SocketPlace, socketAt } from './socket-place.js';

export type Claim =
  | { readonly ok: true; readonly path: string; readonly inode: bigint }
  | { readonly ok: false; readonly reason: string };

/** A live one answers at once: what it says is not waited for. */
const PROBE_MS = 1_000;

/** Whether somebody listens at this socket. One that is too busy to take us does. */
function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(PROBE_MS, () => end(true));
    socket.on('connect', () => end(true));
    socket.on('error', (error) => end(!['ECONNREFUSED', 'ENOENT'].includes(errorCode(error))));
  });
}

/**
 * Makes the server listen at the first place that can be had. The socket is made under a name of its own and renamed,
 * 0600 already: who looks sees a whole one, and the remains of a dead supervisor are replaced in the same step. A
 * place where somebody listens is never taken.
 */
export async function claimSocket(server: Server, places: readonly SocketPlace[]): Promise<Claim> {
  const reasons: string[] = [];
  for (const place of places) {
    const claim = await claimPlace(server, place);
    if (claim.ok) return claim;
    reasons.push(claim.reason);
  }
  return { ok: false, reason: reasons.join('; ') || 'every path is too long for a socket' };
}

async function claimPlace(server: Server, place: SocketPlace): Promise<Claim> {
  const { path } = place;
  const trouble = readyFolder(place);
  if (trouble !== null) return { ok: false, reason: trouble };
  const found = socketAt(path);
  if (found === 'foreign') return { ok: false, reason: `${path} is not a socket of ours` };
  if (found !== 'none' && (await isAlive(path)))
    return { ok: false, reason: `another process listens at ${path}` };
  const unfinished = `${path}.${randomBytes(RANDOM_BYTES).toString('hex')}`;
  try {
    await listenAt(server, unfinished);
    chmodSync(unfinished, 0o600);
    renameSync(unfinished, path);
  } catch (error) {
    server.close();
    removeSocket(unfinished);
    return { ok: false, reason: `${path}: ${errorText(error)}` };
  }
  const made = socketAt(path);
  if (typeof made === 'string') return { ok: false, reason: `${path} went away` };
  return { ok: true, path, inode: made.ino };
}

function listenAt(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Removes a socket of ours; with `inode` only the one that has it. */
export function removeSocket(path: string, inode: bigint | null = null): void {
  const found = socketAt(path);
  if (typeof found === 'string' || (inode !== null && found.ino !== inode)) return;
  try {
    unlinkSync(path);
  } catch {
    // Somebody else was quicker.
  }
}
