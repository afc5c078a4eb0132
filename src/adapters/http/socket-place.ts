import { createHash } from 'node:crypto';
import { type BigIntStats, chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { errorCode } from '../errors.js';
import type { Environment } from '../paths.js';
import { realOrNull } from '../real-path.js';

/** Bytes of a socket's path: Linux takes 107 before the closing zero, macOS 103 (sys/un.h). */
const MAX_PATH_BYTES = 103;
/** While a socket is being made its name has a dot and these, as hexadecimal digits, in addition. */
export const RANDOM_BYTES = 4;
const LONGEST_NAME = MAX_PATH_BYTES - 1 - 2 * RANDOM_BYTES;

/** Of whom it is asked: the supervisor of this state directory, wherever its socket is in this environment. */
export interface Whereabouts {
  readonly stateDir: string;
  readonly env: Environment;
}

/** A file a supervisor may listen at. */
export interface SocketPlace {
  readonly folder: string;
  readonly path: string;
  /** The folder is one of ours alone, made when it is missing; else it has to be there. */
  readonly ours: boolean;
}

/**
 * Where the socket of a state directory may be, best first: in the runtime folder, in the state directory, in the
 * folder for temporary files. Who asks looks at all of them: a runtime folder is not in every environment, and goes
 * away when its user logs out.
 */
export function socketPlaces(stateDir: string, env: Environment): readonly SocketPlace[] {
  const real = realOrNull(stateDir) ?? resolve(stateDir);
  const uid = process.getuid?.() ?? 0;
  const file = `${createHash('sha256').update(real).digest('hex').slice(0, 16)}.sock`;
  const shared = (base: string | undefined, name: string): SocketPlace[] => {
    if (base === undefined || !isAbsolute(base)) return [];
    const folder = join(base, name);
    return [{ folder, path: join(folder, file), ours: true }];
  };
  const temporary = shared(env.TMPDIR, `claude-failover-${uid}`).filter(fits);
  return [
    ...shared(env.XDG_RUNTIME_DIR, 'claude-failover'),
    { folder: real, path: join(real, 'control.sock'), ours: false },
    ...(temporary.length > 0 ? temporary : shared('/tmp', `claude-failover-${uid}`)),
    // systemd's runtime folder: a supervisor may know it when who asks (from a cron job) does not.
    ...(env.XDG_RUNTIME_DIR === undefined ? shared(`/run/user/${uid}`, 'claude-failover') : []),
  ].filter(fits);
}

function fits({ path }: SocketPlace): boolean {
  return Buffer.byteLength(path) <= LONGEST_NAME;
}

/** Why the folder cannot hold our socket, null when it can: then it is ours, and closed to everybody else. */
export function readyFolder({ folder, ours }: SocketPlace): string | null {
  try {
    if (ours) makeFolder(folder);
    const found = lstatSync(folder, { bigint: true });
    if (!found.isDirectory()) return `${folder} is not a directory`;
    if (!isMine(found)) return `${folder} belongs to another user`;
    if ((found.mode & 0o077n) === 0n) return null;
    if (!ours) return `${folder} is open to other users`;
    chmodSync(folder, 0o700);
    return null;
  } catch (error) {
    return `${folder} cannot be used (${errorCode(error)})`;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** What is at this path: nothing, a socket of our user's, or something that must be left alone. */
export function socketAt(path: string): 'none' | 'foreign' | BigIntStats {
  try {
    const found = lstatSync(path, { bigint: true });
    return found.isSocket() && isMine(found) ? found : 'foreign';
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(errorCode(error)) ? 'none' : 'foreign';
  }
}

/** Whether we may ask who listens there: a socket that another user put there must not speak for ours. */
export function mayBeAsked(path: string): boolean {
  return typeof socketAt(path) !== 'string';
}

function isMine(found: BigIntStats): boolean {
  return found.uid === BigInt(process.getuid?.() ?? 0);
}
