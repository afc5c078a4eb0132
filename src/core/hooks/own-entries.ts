import { splitCommand } from '../config/command.js';

/** The hooks of Claude Code that say something to us. `StopFailure`: from 2.1.80 on (2.1.50 does not know it). */
export const HOOK_EVENTS = ['StopFailure', 'Stop', 'SessionStart'] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

/** Claude Code ends a hook that takes longer, in seconds; ours takes a small part of one. */
export const HOOK_TIMEOUT_S = 5;

/** By their own words, wherever they were installed from. */
const OWN_HOOK = /claude-failover(?:\.js)?['"]?\s+hook(?:\s|$)/;
const OWN_LINE = /claude-failover(?:\.js)?['"]?\s+statusline(?:\s|$)/;

export interface Program {
  /** Absolute paths of node and of our command, and the state directory of the supervisor that is told. */
  readonly node: string;
  readonly bin: string;
  readonly stateDir: string;
}

export function isOwnHook(command: unknown): boolean {
  return typeof command === 'string' && OWN_HOOK.test(command);
}

export function isOwnLine(command: unknown): boolean {
  return typeof command === 'string' && OWN_LINE.test(command);
}

/** One word for a POSIX shell. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** It never fails and never speaks, also when it is no longer there. */
export function hookCommand(program: Program): string {
  return `${call(program, 'hook')} >/dev/null 2>&1 || true`;
}

/** `wrapped`: the person's own status line, which ours then runs and prints. */
export function lineCommand(program: Program, wrapped: string | null): string {
  return `${call(program, 'statusline')}${wrapped === null ? '' : ` --wrap ${quoted(wrapped)}`}`;
}

function call({ node, bin, stateDir }: Program, command: string): string {
  return `${quoted(node)} ${quoted(bin)} ${command} --state-dir ${quoted(stateDir)}`;
}

/** The person's own status line inside ours; null when there is none. */
export function wrappedIn(command: string): string | null {
  const words = splitCommand(command) ?? [];
  const index = words.lastIndexOf('--wrap');
  return index < 0 ? null : (words[index + 1] ?? null);
}

/** Whether a CLI of this version takes a settings file with `StopFailure`: 2.1.80 knows it, and older ones skip the whole file. */
export function knowsStopFailure(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 2) return major > 2;
  return minor > 1 || (minor === 1 && patch >= 80);
}
