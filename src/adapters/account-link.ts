import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AccountPort, FlipRequest, SwapRefusal, VerifyRequest } from '../core/ports.js';
import { knowsNoSync } from './durable.js';
import { errorText } from './errors.js';
import {
  CREDENTIALS,
  linkRefusal,
  linkState,
  parentRefusal,
  refreshRefusal,
  refuse,
  sameLogin,
  statOrNull,
  targetRefusal,
} from './link-checks.js';
import { realOrSame } from './real-path.js';

export interface AccountOptions {
  /** Absolute path of the link. */
  readonly link: string;
  /** Milliseconds since boot, as in `AgentProcess.startedSteadyMs`. */
  readonly steadyMs: () => number;
  readonly wallMs?: () => number;
  /** Our user; another owner of link or folder is refused. */
  readonly uid?: number;
}

export interface Accounts extends AccountPort {
  /** Removes links a crashed flip left beside the link; only with the link's lock held. Their number. */
  sweep(): number;
}

/** Fails when the directory cannot be made durable; file systems that do not know the call are taken as they are. */
function syncDirectory(path: string): void {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(fd);
  } catch (error) {
    if (!knowsNoSync(error)) throw error;
  } finally {
    closeSync(fd);
  }
}

/** Makes the new credentials file's mtime differ from the old one's: CLI 2.1.330 re-reads by mtime alone. */
function distinguish(oldDir: string, newDir: string, wallMs: number): void {
  const path = join(newDir, CREDENTIALS);
  const old = statOrNull(join(oldDir, CREDENTIALS));
  const fresh = statOrNull(path);
  if (old === null || fresh === null) return;
  const taken = Math.floor(old.mtimeMs);
  if (Math.floor(fresh.mtimeMs) !== taken) return;
  const mtime = Math.floor(wallMs) === taken ? wallMs + 1_000 : wallMs;
  utimesSync(path, fresh.atime, new Date(mtime));
}

interface Context {
  readonly link: string;
  readonly uid: number;
  readonly steadyMs: () => number;
  readonly wallMs: () => number;
}

/** How the links we make beside the link begin. */
function besideName(link: string): string {
  return `.${basename(link)}.failover-`;
}

function refreshing({ link, wallMs, steadyMs }: Context, request: FlipRequest): SwapRefusal | null {
  const state = linkState(link);
  const current = request.fromDir ?? (state.type === 'link' ? state.target : null);
  return current === null ? null : refreshRefusal(current, request.agents, wallMs(), steadyMs());
}

function refusal(context: Context, request: FlipRequest): SwapRefusal | null {
  const { link, uid } = context;
  const first = linkRefusal(link, uid) ?? parentRefusal(link, uid) ?? targetRefusal(request.toDir);
  if (first !== null) return first;
  const state = linkState(link);
  const same = state.type === 'link' ? sameLogin(state.target, request.toDir) : null;
  return same ?? refreshing(context, request);
}

/** Another hand was quicker: its choice is looked at first. */
function movedRefusal({ link }: Context, { fromDir }: FlipRequest): SwapRefusal | null {
  const state = linkState(link);
  if (fromDir === null || state.type !== 'link' || state.target === realOrSame(fromDir)) return null;
  return refuse('link-foreign', `${link} was just changed to ${state.target} by another hand.`, true);
}

/** Everything from the last look to the rename is synchronous: nothing of ours runs in between. */
function replace(context: Context, request: FlipRequest): SwapRefusal | null {
  const { link, uid } = context;
  const beside = join(dirname(link), `${besideName(link)}${randomBytes(8).toString('hex')}`);
  symlinkSync(realpathSync(request.toDir), beside);
  try {
    const late = linkRefusal(link, uid) ?? movedRefusal(context, request) ?? refreshing(context, request);
    if (late !== null) {
      unlinkSync(beside);
      return late;
    }
    renameSync(beside, link);
  } catch (error) {
    unlinkSync(beside);
    throw error;
  }
  try {
    syncDirectory(dirname(link));
    return null;
  } catch (error) {
    const why = errorText(error);
    return refuse(
      'io',
      `${link} was changed, but the disk did not confirm it: ${why}. Read the link before going on.`,
    );
  }
}

function verified({ link, uid, wallMs }: Context, request: VerifyRequest): SwapRefusal | null {
  const wrong = linkRefusal(link, uid) ?? targetRefusal(request.toDir);
  if (wrong !== null) return wrong;
  const target = readlinkSync(link);
  if (target !== realpathSync(request.toDir)) {
    return refuse('io', `${link} points to ${target}, not to ${request.toDir}. Somebody else changed it.`);
  }
  if (request.fromDir !== null) distinguish(request.fromDir, request.toDir, wallMs());
  return null;
}

function sweep({ link, uid }: Context): number {
  const prefix = besideName(link);
  const stale = readdirSync(dirname(link))
    .filter((entry) => entry.startsWith(prefix) && /^[0-9a-f]{16}$/.test(entry.slice(prefix.length)))
    .map((entry) => join(dirname(link), entry));
  const ours = stale.filter((path) => {
    const stats = lstatSync(path);
    return stats.isSymbolicLink() && stats.uid === uid;
  });
  for (const path of ours) unlinkSync(path);
  return ours.length;
}

/** The account link. The credentials files are never opened, only looked at. */
export function createAccounts(options: AccountOptions): Accounts {
  const context: Context = {
    link: options.link,
    steadyMs: options.steadyMs,
    wallMs: options.wallMs ?? Date.now,
    uid: options.uid ?? process.getuid?.() ?? -1,
  };
  const guarded = (what: string, action: () => SwapRefusal | null): Promise<SwapRefusal | null> => {
    try {
      return Promise.resolve(action());
    } catch (error) {
      const reason = `${what} failed: ${errorText(error)}. Look at ${options.link} and its folder.`;
      return Promise.resolve(refuse('io', reason));
    }
  };
  return {
    readLink: () => Promise.resolve(linkState(options.link)),
    preflight: (request) => guarded('The look before the swap', () => refusal(context, request)),
    flip: (request) =>
      guarded('Changing the link', () => refusal(context, request) ?? replace(context, request)),
    verify: (request) => guarded('Checking the link', () => verified(context, request)),
    sweep: () => sweep(context),
  };
}
