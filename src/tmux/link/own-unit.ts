import { readFileSync } from 'node:fs';
import type { Environment } from './target.js';

/** The service manager whose service we are: the user's own or the machine's; null when we are none. */
export type OwnUnit = 'user' | 'system' | null;

/** Our control group as the service manager sees it, '' where there is none. */
function controlGroup(text: string): string {
  const named = (prefix: RegExp): string =>
    text
      .split('\n')
      .find((line) => prefix.test(line))
      ?.replace(prefix, '')
      .trim() ?? '';
  const unified = named(/^0::/);
  return unified !== '' && unified !== '/' ? unified : named(/^\d+:name=systemd:/);
}

/**
 * Whether we run as a systemd service: a tmux server that we start would then be of our control group, and end with
 * us. A terminal's processes are in a scope, whatever INVOCATION_ID they inherited (systemd 252).
 */
export function ownUnit(env: Environment, cgroup: string = readOwnCgroup()): OwnUnit {
  if ((env.INVOCATION_ID ?? '') === '') return null;
  const path = controlGroup(cgroup);
  if (!path.endsWith('.service')) return null;
  return /\/user@\d+\.service\//.test(path) ? 'user' : 'system';
}

function readOwnCgroup(): string {
  try {
    return readFileSync('/proc/self/cgroup', 'utf8');
  } catch {
    return '';
  }
}

/** What systemd-run needs to find the user's service manager; sessions at a login have both too. */
const BUS = ['XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'] as const;

export interface ScopedCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The command in a scope of its own, outside our service (`systemd-run --scope` runs it in its own place, so stdin and
 * output stay ours). Our unit's umask is for our files alone: the sessions get the usual one.
 */
export function inOwnScope(
  unit: Exclude<OwnUnit, null>,
  command: ScopedCommand,
  env: Environment,
): ScopedCommand {
  const bus = BUS.flatMap((name): [string, string][] => {
    const value = env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    file: 'systemd-run',
    args: [
      ...(unit === 'user' ? ['--user'] : []),
      '--scope',
      '--quiet',
      '--collect',
      '--',
      'sh',
      '-c',
      'umask 022 && exec "$0" "$@"',
      command.file,
      ...command.args,
    ],
    env: { ...command.env, ...Object.fromEntries(bus) },
  };
}
