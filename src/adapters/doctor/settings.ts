import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { splitCommand } from '../../core/config/command.js';
import type { DifferencesFacts, SettingsFacts } from '../../core/doctor/differences.js';
import type { HooksFacts } from '../../core/doctor/hooks.js';
import { isOwnHook, isOwnLine, knowsStopFailure } from '../../core/hooks/own-entries.js';
import { isRecord } from '../../core/json.js';
import { isLogin } from '../link-checks.js';
import type { DoctorContext } from './context.js';

const MAX_BYTES = 8 * 1024 * 1024;
/** Settings whose own keys are compared one by one. */
const OPENED = new Set(['permissions', 'hooks', 'env', 'enabledPlugins']);

/** A JSON object; null when the file is not there, `unreadable` when it is something else. */
function readObject(path: string): Record<string, unknown> | null | 'unreadable' {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    if (!stats.isFile() || stats.size > MAX_BYTES) return 'unreadable';
    if (isLogin(path)) return 'unreadable';
    const raw: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(raw) ? raw : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** Values never leave this file but as a digest. */
function digest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex');
}

function digestsOf(settings: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(settings).flatMap(([key, value]): [string, string][] =>
    OPENED.has(key) && isRecord(value)
      ? Object.entries(value).map(([inner, one]) => [`${key}.${inner}`, digest(one)])
      : [[key, digest(value)]],
  );
  return Object.fromEntries(entries);
}

/** `.claude.json`, which holds the MCP servers of the person, is not opened: it may hold an API key too. */
function settingsOf(name: string, dir: string): SettingsFacts {
  const settings = readObject(join(dir, 'settings.json'));
  const unreadable = settings === 'unreadable' ? ['settings.json'] : [];
  return { name, digests: isRecord(settings) ? digestsOf(settings) : {}, unreadable };
}

export async function gatherDifferences({ config }: DoctorContext): Promise<DifferencesFacts> {
  return { accounts: (config?.accounts.list ?? []).map(({ name, dir }) => settingsOf(name, dir)) };
}

/** Commands in a tree such as `hooks.Stop[].hooks[].command`. */
function commandsIn(value: unknown, depth = 0): readonly string[] {
  if (depth > 6) return [];
  if (Array.isArray(value)) return value.flatMap((one) => commandsIn(one, depth + 1));
  if (!isRecord(value)) return [];
  const own = typeof value.command === 'string' ? [value.command] : [];
  return [...own, ...commandsIn(value.hooks, depth + 1)];
}

/** Programs and scripts that a command of ours names, which are absolute paths, and that are not there. */
function staleIn(command: string): readonly string[] {
  const words = splitCommand(command) ?? [];
  const end = words.findIndex((word) => word === 'hook' || word === 'statusline');
  return words
    .slice(0, Math.max(0, end))
    .filter((word) => word.startsWith('/') && statSync(word, { throwIfNoEntry: false }) === undefined);
}

/** `versions`: those of running sessions and of the configured commands. */
export async function gatherHooks(
  { config }: DoctorContext,
  versions: Promise<readonly string[]>,
): Promise<HooksFacts> {
  const accounts = (config?.accounts.list ?? []).map(({ name, dir }) => {
    const settings = readObject(join(dir, 'settings.json'));
    const hooks = isRecord(settings) && isRecord(settings.hooks) ? settings.hooks : {};
    const line = isRecord(settings) ? commandsIn(settings.statusLine).filter(isOwnLine) : [];
    const ours = Object.entries(hooks).map(
      ([event, entries]) => [event, commandsIn(entries).filter(isOwnHook)] as const,
    );
    const commands = [...ours.flatMap(([, own]) => own), ...line];
    return {
      name,
      events: ours.filter(([, own]) => own.length > 0).map(([event]) => event),
      stale: [...new Set(commands.flatMap(staleIn))],
    };
  });
  const tooOld = (await versions).filter((version) => !knowsStopFailure(version));
  return { accounts, tooOld: [...new Set(tooOld)] };
}
