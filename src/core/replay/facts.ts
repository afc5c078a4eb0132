import { isRecord, records } from '../json.js';
import type { Entry } from './lines.js';

/** What an entry says of the swap: the phase it has entered. */
export interface SwapFact {
  readonly id: string;
  readonly phase: string;
  readonly from: string | null;
  readonly to: string;
  readonly origin: string;
}

/** What an entry says of a task's run: the step it has entered, or that it ended. */
export interface RunFact {
  readonly id: string;
  readonly step: string | null;
  readonly attempt: number;
}

export function swapOf({ fields }: Entry): SwapFact | null {
  const { swap } = fields;
  if (!isRecord(swap)) return null;
  const { id, phase, from, to, origin } = swap;
  if (typeof id !== 'string' || typeof phase !== 'string' || typeof to !== 'string') return null;
  if (typeof origin !== 'string') return null;
  return { id, phase, to, origin, from: typeof from === 'string' ? from : null };
}

export function runsOf({ fields }: Entry): readonly RunFact[] {
  return records(fields.tasks).flatMap(({ id, step, attempt, ...rest }) => {
    if (typeof id !== 'string' || typeof attempt !== 'number') return [];
    return [{ id, attempt, step: 'ended' in rest || typeof step !== 'string' ? null : step }];
  });
}

/** Ids of the hits that this entry saw answered by a swap. */
export function actedHits({ fields }: Entry): readonly string[] {
  return records(fields.hits).flatMap(({ id, state }) => {
    return state === 'acted' && typeof id === 'string' ? [id] : [];
  });
}

/** The command of an entry: `pause`, `mode observe`. */
export function commandOf({
  type,
  fields,
}: Entry): { readonly type: string; readonly mode: string | null } | null {
  const { command } = fields;
  if (type !== 'commanded' || !isRecord(command) || typeof command.type !== 'string') return null;
  return { type: command.type, mode: typeof command.mode === 'string' ? command.mode : null };
}

/** An outcome of this type that was not refused. */
export function succeeded({ type, fields }: Entry, outcome: 'flip' | 'verify'): boolean {
  const told = type === 'settled' ? fields.outcome : null;
  return isRecord(told) && told.type === outcome && told.refusal === null;
}
