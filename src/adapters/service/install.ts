import { mkdirSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { isOurs, UNIT_NAME } from '../../core/service/unit.js';
import { replaceFile } from '../durable.js';
import { errorText } from '../errors.js';
import type { Environment } from '../paths.js';
import type { ProgramResult } from '../run-program.js';
import { lingers, readUnit, systemctl, unitPath, userName } from './systemd.js';

/** What was done, one sentence a line, and why it ended. */
export type ServiceResult =
  | { readonly type: 'done'; readonly lines: readonly string[] }
  | { readonly type: 'refused' | 'failed'; readonly lines: readonly string[]; readonly reason: string };

/** Starting waits for READY=1, which comes with the first look; stopping for our own end. */
const START_WITHIN_MS = 90_000;

/** What went wrong, null when nothing did. */
function failure(what: string, { code, missing, late, stderr }: ProgramResult): string | null {
  if (missing)
    return `${what} failed: systemctl is not on PATH. Without systemd, run claude-failover run --headless another way.`;
  if (late) return `${what} failed: systemctl did not end in time. See systemctl --user status ${UNIT_NAME}.`;
  if (code === 0) return null;
  const said = stderr.trim().split('\n')[0] ?? '';
  const why = said === '' ? `exit code ${code}` : said.replace(/\.$/, '');
  return `${what} failed: ${why}. See systemctl --user status ${UNIT_NAME} and journalctl --user -u ${UNIT_NAME}.`;
}

function refusedAsForeign(path: string): Extract<ServiceResult, { type: 'refused' | 'failed' }> {
  const reason = `${path} is left alone: claude-failover did not write it. Move it away first.`;
  return { type: 'refused', lines: [], reason };
}

async function lingerLine(env: Environment): Promise<readonly string[]> {
  if ((await lingers(env)) !== false) return [];
  return [
    `Without lingering the service ends at your last logout. To keep it: loginctl enable-linger ${userName()}`,
  ];
}

/** Runs these one after the other; the first failure. */
async function inOrder(
  steps: readonly { readonly what: string; readonly args: readonly string[] }[],
  env: Environment,
): Promise<string | null> {
  for (const { what, args } of steps) {
    const failed = failure(what, await systemctl(env, args, START_WITHIN_MS));
    if (failed !== null) return failed;
  }
  return null;
}

const NO_BUS =
  'Log in as this user directly, not by su or sudo, or run claude-failover run --headless another way.';

/** Why the user's service manager cannot be asked, null when it can. */
async function unreachable(env: Environment): Promise<string | null> {
  const result = await systemctl(env, ['show', '--property=Version'], START_WITHIN_MS);
  const failed = failure('Asking systemd', result);
  if (failed === null || result.missing || result.late) return failed;
  return `${failed.split('. See systemctl')[0]}. ${NO_BUS}`;
}

/** Writes the unit (never over a foreign one), enables and starts it; a changed one that runs already is started anew. */
export async function installUnit(env: Environment, text: string): Promise<ServiceResult> {
  const path = unitPath(env);
  const before = readUnit(path);
  if (before !== null && !isOurs(before)) return refusedAsForeign(path);
  const alone = await unreachable(env);
  if (alone !== null) return { type: 'failed', lines: [], reason: alone };
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (before !== text) await replaceFile(path, text);
  } catch (error) {
    const reason = `${path} could not be written: ${errorText(error)}. Look at its folder.`;
    return { type: 'failed', lines: [], reason };
  }
  const lines = [before === text ? `${path} is up to date.` : `${path} is written.`];
  const failed = await inOrder(
    [
      { what: 'Telling systemd of the unit', args: ['daemon-reload'] },
      { what: 'Enabling the service', args: ['enable', UNIT_NAME] },
      { what: 'Starting the service', args: [before === text ? 'start' : 'restart', UNIT_NAME] },
    ],
    env,
  );
  if (failed !== null) return { type: 'failed', lines, reason: failed };
  return { type: 'done', lines: [...lines, 'The service is enabled and runs.', ...(await lingerLine(env))] };
}

/** Stops and disables the service and removes our unit; sessions live on in tmux. Where systemd cannot be asked nothing runs. */
export async function removeUnit(env: Environment): Promise<ServiceResult> {
  const path = unitPath(env);
  const before = readUnit(path);
  if (before === null) return { type: 'done', lines: ['There is no service to remove.'] };
  if (!isOurs(before)) return refusedAsForeign(path);
  const alone = await unreachable(env);
  const disable = [{ what: 'Stopping the service', args: ['disable', '--now', UNIT_NAME] }];
  const stopped = alone === null ? await inOrder(disable, env) : null;
  if (stopped !== null) return { type: 'failed', lines: [], reason: stopped };
  try {
    unlinkSync(path);
  } catch (error) {
    const reason = `${path} could not be removed: ${errorText(error)}. Remove it by hand.`;
    return { type: 'failed', lines: [], reason };
  }
  if (alone !== null) return { type: 'done', lines: [`${path} is removed. ${alone}`] };
  const lines = ['The service is stopped and its unit removed. Sessions go on without it.'];
  const reload = [{ what: 'Telling systemd of the removal', args: ['daemon-reload'] }];
  const reloaded = await inOrder(reload, env);
  return reloaded === null ? { type: 'done', lines } : { type: 'failed', lines, reason: reloaded };
}
