import { accessSync, constants, lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { AgentProcess, LinkState, SwapRefusal } from '../core/ports.js';
import { errorCode, errorText } from './errors.js';
import { realOrNull, realOrSame } from './real-path.js';

/** Looked at, never opened. */
export const CREDENTIALS = '.credentials.json';
const REFRESH_LOCK = '.oauth_refresh.lock';
/** CLI 2.1.330 touches the refresh lock every 5 s and calls it stale after 60 s. */
const REFRESH_FRESH_MS = 60_000;
/** A token refresh was seen within the first seconds of a session (CLI 2.1.330). */
const YOUNG_AGENT_MS = 15_000;

/** Whether the file there, a link followed, is an account's login: such a file is never opened. Throws when nothing is there. */
export function isLogin(path: string): boolean {
  return basename(realpathSync(path)) === CREDENTIALS;
}

export function refuse(code: SwapRefusal['code'], reason: string, passing = false): SwapRefusal {
  return { code, reason, passing };
}

export function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** What the link is, without following it; the target real where it exists, else absolute. */
export function linkState(link: string): LinkState {
  try {
    const stats = lstatSync(link);
    if (stats.isDirectory()) return { type: 'directory' };
    if (!stats.isSymbolicLink()) return { type: 'file' };
    const target = resolve(dirname(link), readlinkSync(link));
    return { type: 'link', target: realOrSame(target) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { type: 'missing' };
    return { type: 'unreadable', reason: errorText(error) };
  }
}

export function linkRefusal(link: string, uid: number): SwapRefusal | null {
  const state = linkState(link);
  switch (state.type) {
    case 'directory':
      return refuse(
        'link-is-directory',
        `${link} is a directory, not a link. Make it an account's directory with a link in its place: claude-failover adopt.`,
      );
    case 'file':
      return refuse('link-is-file', `${link} is a file, not a link. Move it away and make the link.`);
    case 'missing':
      return refuse('link-missing', `${link} is not there. Make it a link to an account's directory.`);
    case 'unreadable':
      return refuse('io', `${link} cannot be read: ${state.reason}.`);
    case 'link':
      break;
  }
  const owner = lstatSync(link).uid;
  if (owner === uid) return null;
  return refuse('link-foreign', `${link} belongs to user ${owner}, not to us. Make it a link of your own.`);
}

/** Whoever may write into the link's folder may replace the link. */
export function parentRefusal(link: string, uid: number): SwapRefusal | null {
  const parent = dirname(link);
  const stats = statOrNull(parent);
  if (stats === null)
    return refuse('link-parent', `${parent} cannot be looked at. Check the path of the link.`);
  const say = (why: string) =>
    refuse('link-parent', `${parent} ${why}. Keep the link in a folder only you write to.`);
  if (stats.uid !== uid) return say(`belongs to user ${stats.uid}`);
  if ((stats.mode & 0o022) !== 0) return say('may be written by others');
  try {
    accessSync(parent, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return say(`cannot be written: ${errorText(error)}`);
  }
}

export function targetRefusal(toDir: string): SwapRefusal | null {
  const stats = statOrNull(toDir);
  if (stats === null) {
    return refuse('target-missing', `${toDir} is not there. Correct accounts.list or log that account in.`);
  }
  if (!stats.isDirectory())
    return refuse('target-unreadable', `${toDir} is not a directory. Correct accounts.list.`);
  try {
    accessSync(toDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return refuse(
      'target-unreadable',
      `${toDir} cannot be used: ${errorText(error)}. Correct its permissions.`,
    );
  }
}

export function sameLogin(currentDir: string, toDir: string): SwapRefusal | null {
  if (realOrNull(currentDir) === realOrNull(toDir)) {
    return refuse('same-login', `${toDir} is the directory in use already. Choose another account.`);
  }
  const [a, b] = [statOrNull(join(currentDir, CREDENTIALS)), statOrNull(join(toDir, CREDENTIALS))];
  if (a === null || b === null || a.dev !== b.dev || a.ino !== b.ino) return null;
  return refuse(
    'same-login',
    `${toDir} shares its ${CREDENTIALS} with the account in use. Give it a login of its own.`,
  );
}

/**
 * A token refresh that may be under way: a flip then loses that login for good (CLI 2.1.330 writes the new tokens
 * nowhere). Agents with a directory or a login of their own do not matter.
 */
export function refreshRefusal(
  currentDir: string,
  agents: readonly AgentProcess[],
  wallMs: number,
  steadyMs: number,
): SwapRefusal | null {
  const lock = statOrNull(join(currentDir, REFRESH_LOCK));
  if (lock !== null && Math.abs(wallMs - lock.mtimeMs) < REFRESH_FRESH_MS) {
    return refuse(
      'refresh-in-flight',
      `${currentDir} refreshes its login just now. It is tried again shortly.`,
      true,
    );
  }
  const real = realOrNull(currentDir);
  const young = agents.find(
    (agent) =>
      !agent.loginByEnvironment &&
      steadyMs - agent.startedSteadyMs < YOUNG_AGENT_MS &&
      (agent.configDir === null || realOrNull(agent.configDir) === real),
  );
  if (young === undefined) return null;
  return refuse(
    'refresh-in-flight',
    `Session process ${young.pid} has just started and may be refreshing its login. It is tried again shortly.`,
    true,
  );
}
