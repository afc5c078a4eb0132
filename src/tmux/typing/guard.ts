import type { PaneTarget } from '../../core/ports.js';
import type { Command } from '../protocol/command.js';
import { type Outcome, runIf } from '../protocol/conditional.js';
import type { Door } from '../protocol/exchange.js';

/** The pane is the one that was looked at, on the same life of the same server. */
function sameIdentity(target: PaneTarget): string[] {
  return [
    `#{==:#{pid},${target.server.pid}}`,
    `#{==:#{start_time},${target.server.startedAt}}`,
    `#{==:#{pane_id},${target.pane}}`,
    `#{==:#{pane_pid},${target.panePid}}`,
  ];
}

/** What must hold for a key or a paste: a paste into a dead pane kills tmux 3.3a with every session in it. */
export const TAKES_INPUT: readonly string[] = [
  '#{?pane_dead,0,1}',
  '#{?pane_in_mode,0,1}',
  '#{?pane_input_off,0,1}',
  '#{?pane_synchronized,0,1}',
];

/** Without bracketed paste each newline would submit. Told by tmux from 3.7 on; before it is empty and passes. */
export const BRACKETED_PASTE = '#{!=:#{bracket_paste_flag},0}';

/** `words` (letters and spaces only) stand on the pane's screen. */
export function shows(words: string): string {
  return `#{C/r:${words}}`;
}

export interface GuardedAction {
  readonly target: PaneTarget;
  /** Formats that must be true besides the pane's identity. */
  readonly conditions: readonly string[];
  readonly action: readonly Command[];
  /** Run instead when a condition does not hold. */
  readonly otherwise?: readonly Command[];
}

/** Runs `action` if the pane is still the target and every condition holds, in one server-side command. */
export function runGuarded(
  door: Door,
  { target, conditions, ...commands }: GuardedAction,
  before: readonly Command[] = [],
): Promise<Outcome> {
  const guarded = { ...commands, pane: target.pane, conditions: [...sameIdentity(target), ...conditions] };
  return runIf(door, guarded, before);
}
