import { lstatSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { ServiceFacts } from '../../core/doctor/service.js';
import { isOurs, programsOf, UNIT_NAME } from '../../core/service/unit.js';
import { type Environment, homeFolder, xdgFolder } from '../paths.js';
import { lentEnvironment, type ProgramResult, runProgram } from '../run-program.js';

const WITHIN_MS = 5_000;
const MAX_UNIT_BYTES = 256 * 1024;

export function unitPath(env: Environment): string {
  return join(xdgFolder('XDG_CONFIG_HOME', { home: homeFolder(env), env }), 'systemd', 'user', UNIT_NAME);
}

/** The unit file's text; null when there is none, '' for what is no small regular file. */
export function readUnit(path: string): string | null {
  try {
    const stats = lstatSync(path);
    if (!stats.isFile() || stats.size > MAX_UNIT_BYTES) return '';
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** `systemctl --user …`, ended after `withinMs`. */
export function systemctl(
  env: Environment,
  args: readonly string[],
  withinMs: number = WITHIN_MS,
): Promise<ProgramResult> {
  return runProgram('systemctl', ['--user', '--no-pager', ...args], { env: lentEnvironment(env), withinMs });
}

/** Name of our user; the number where the password database has none. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}

/** Whether services of this user live on after the last logout; null when systemd-logind does not say. */
export async function lingers(env: Environment): Promise<boolean | null> {
  const args = ['show-user', userName(), '--property=Linger', '--value'];
  const { stdout, code } = await runProgram('loginctl', args, {
    env: lentEnvironment(env),
    withinMs: WITHIN_MS,
  });
  const said = stdout.trim().replace(/^Linger=/, '');
  if (code === 0 && (said === 'yes' || said === 'no')) return said === 'yes';
  // logind knows only users with a session or with lingering; its marks are files.
  return statSync('/run/systemd/seats', { throwIfNoEntry: false }) === undefined
    ? null
    : statSync(join('/var/lib/systemd/linger', userName()), { throwIfNoEntry: false }) !== undefined;
}

async function said(env: Environment, verb: 'is-enabled' | 'is-active'): Promise<string | null> {
  const { stdout, missing, late } = await systemctl(env, [verb, UNIT_NAME]);
  const word = stdout.trim();
  return missing || late || !/^[a-z-]+$/.test(word) ? null : word;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** How the service stands; changes nothing. Asks systemd only about a unit of ours. */
export async function lookAtService(env: Environment): Promise<ServiceFacts> {
  const path = unitPath(env);
  const text = readUnit(path);
  const nothing = { path, stale: [], enabled: null, active: null, lingers: null, user: userName() };
  if (text === null) return { ...nothing, unit: 'none' };
  if (!isOurs(text)) return { ...nothing, unit: 'foreign' };
  const [enabled, active, linger] = await Promise.all([
    said(env, 'is-enabled'),
    said(env, 'is-active'),
    lingers(env),
  ]);
  const stale = programsOf(text).filter((program) => !isThere(program));
  return { ...nothing, unit: 'ours', stale, enabled, active, lingers: linger };
}
