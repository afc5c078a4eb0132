import { randomBytes } from 'node:crypto';
import type { PaneTarget } from '../../core/ports.js';
import { type Command, encode } from '../protocol/command.js';
import type { Door, Request } from '../protocol/exchange.js';

/**
 * `done`: the server found the conditions to hold and ran the action. `refused`: it found them not to hold and did
 * nothing. `failed`: the action itself was refused by tmux. `lost`: no answer, it may have run.
 */
export type GuardOutcome = 'done' | 'refused' | 'failed' | 'lost';

function all(conditions: readonly string[]): string {
  return conditions.reduceRight((rest, condition) => `#{&&:${condition},${rest}}`);
}

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

/**
 * Runs `action` only if the tmux server itself finds every condition true, in one server-side command: nothing can
 * come between look and act. `before` runs first, unconditionally. The answer is found by a random word.
 */
export async function runGuarded(
  door: Door,
  guarded: GuardedAction,
  before: readonly Command[] = [],
): Promise<GuardOutcome> {
  const nonce = randomBytes(12).toString('hex');
  const say = (word: string): Command => ['display-message', '-p', `${nonce} ${word}`];
  const { target, conditions, action, otherwise = [] } = guarded;
  const request: Request = {
    command: [
      'if-shell',
      '-F',
      '-t',
      target.pane,
      all([...sameIdentity(target), ...conditions]),
      encode(...action, say('OK')),
      encode(...otherwise, say('REFUSED')),
    ],
    terminator: `${nonce} END`,
  };
  const replies = await door.ask([...before.map((command) => ({ command })), request]);
  const reply = replies.at(-1) ?? null;
  if (reply === null) return 'lost';
  if (reply.lines.includes(`${nonce} OK`)) return 'done';
  return reply.lines.includes(`${nonce} REFUSED`) ? 'refused' : 'failed';
}
