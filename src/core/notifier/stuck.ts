import type { ChannelOutcome, SendOutcome } from './health.js';

/** `bare`: that there is something to tell, in fixed words that nothing can object to. */
export type Form = 'full' | 'bare';

/** The message that a channel did not take the last time. */
export interface Stuck {
  readonly id: string;
  /** Attempts that failed, in either form. */
  readonly tries: number;
  /** It was refused just now: it is the message, or it is the channel. */
  readonly refused: boolean;
  /** Attempts in full since the channel took it bare; null: it did not. */
  readonly since: number | null;
  /** Why it was not taken the last time. */
  readonly reason: string;
}

export interface Attempt {
  readonly id: string;
  readonly form: Form;
}

export interface Judged {
  readonly stuck: Stuck | null;
  /** `bare`: for good, it is the message that is not taken. */
  readonly told: Form | 'not';
  /** What the attempt says of the channel. */
  readonly channel: ChannelOutcome;
}

/** An outage of minutes is waited for with the message as it is. */
const FULL_FIRST = 6;
const BARE_EVERY = 4;
/** So often in full after the channel took it bare. */
const FULL_AFTER = 5;

/**
 * A message that is never taken must not hold up those behind it, and none may overtake another: now and then it is tried
 * bare. Where that is taken it is the message, else it is the channel, and all wait.
 */
export function formOf(stuck: Stuck | null, id: string): Form {
  if (stuck?.id !== id || stuck.since !== null) return 'full';
  const isTime = stuck.tries >= FULL_FIRST && (stuck.tries - FULL_FIRST) % BARE_EVERY === 0;
  return stuck.refused || isTime ? 'bare' : 'full';
}

export function afterAttempt(before: Stuck | null, { id, form }: Attempt, outcome: SendOutcome): Judged {
  const known = before?.id === id ? before : { id, tries: 0, refused: false, since: null, reason: '' };
  if (outcome.type === 'sent') {
    if (form === 'full') return { stuck: null, told: 'full', channel: outcome };
    return { stuck: { ...known, since: 0 }, told: known.refused ? 'bare' : 'not', channel: outcome };
  }
  if (outcome.type === 'off') return { stuck: before, told: 'not', channel: outcome };
  const { reason } = outcome;
  const refused = outcome.type === 'rejected';
  if (known.since !== null) {
    const stuck = { ...known, reason, since: known.since + 1 };
    const isOver = refused || stuck.since >= FULL_AFTER;
    return isOver
      ? { stuck, told: 'bare', channel: { type: 'sent' } }
      : { stuck, told: 'not', channel: outcome };
  }
  // What was refused bare as well says nothing of the message: in full again the next time.
  const stuck = { ...known, reason, tries: known.tries + 1, refused: refused && form === 'full' };
  const channel: ChannelOutcome = refused && form === 'bare' ? { type: 'shut', reason } : outcome;
  return { stuck, told: 'not', channel };
}
