import { randomBytes } from 'node:crypto';
import type { PaneId } from '../../core/ids.js';
import { type Command, encode } from './command.js';
import type { Door, Reply, Request } from './exchange.js';

/**
 * `done`: the server found the conditions to hold and ran the action. `refused`: it found them not to hold and did
 * nothing. `failed`: the action itself was refused by tmux. `lost`: no answer, it may have run.
 */
export type Outcome = 'done' | 'refused' | 'failed' | 'lost';

export interface Conditional {
  /** The pane the formats speak of; null: they speak of the whole server. */
  readonly pane: PaneId | null;
  /** Formats that must all be true. */
  readonly conditions: readonly string[];
  readonly action: readonly Command[];
  /** Run instead when a condition does not hold. */
  readonly otherwise?: readonly Command[];
}

/** A conditional as one tmux command, whose answer is known by a random word. */
export interface Question {
  readonly request: Request;
  readonly outcome: (reply: Reply | null) => Outcome;
}

function all(conditions: readonly string[]): string {
  return conditions.reduceRight((rest, condition) => `#{&&:${condition},${rest}}`);
}

export function questionOf({ pane, conditions, action, otherwise = [] }: Conditional): Question {
  const nonce = randomBytes(12).toString('hex');
  const say = (word: string): Command => ['display-message', '-p', `${nonce} ${word}`];
  return {
    request: {
      command: [
        'if-shell',
        '-F',
        ...(pane === null ? [] : ['-t', pane]),
        all(conditions),
        encode(...action, say('OK')),
        encode(...otherwise, say('REFUSED')),
      ],
      terminator: `${nonce} END`,
    },
    outcome: (reply) => {
      if (reply === null) return 'lost';
      if (reply.lines.includes(`${nonce} OK`)) return 'done';
      return reply.lines.includes(`${nonce} REFUSED`) ? 'refused' : 'failed';
    },
  };
}

/**
 * Runs `action` only if the tmux server itself finds every condition true, in one server-side command: nothing can
 * come between look and act. `before` runs first, unconditionally.
 */
export async function runIf(
  door: Door,
  conditional: Conditional,
  before: readonly Command[] = [],
): Promise<Outcome> {
  const question = questionOf(conditional);
  const replies = await door.ask([...before.map((command) => ({ command })), question.request]);
  return question.outcome(replies.at(-1) ?? null);
}
