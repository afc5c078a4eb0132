import { MINUTE } from '../time.js';

/** "Swap to X?", asked with buttons: good for one press, by the person who asked, for a minute. */
export interface Question {
  /** Chance; it stands in the data of its buttons. */
  readonly id: string;
  readonly user: number;
  readonly chat: number;
  readonly to: string;
  /** The question said that the account is limited. */
  readonly force: boolean;
  /** Steady ms. */
  readonly askedMs: number;
}

const VALID_MS = MINUTE;
/** Open at once; the oldest makes room. */
const MOST = 20;

export function withQuestion(open: readonly Question[], question: Question): readonly Question[] {
  return [...live(open, question.askedMs), question].slice(-MOST);
}

/**
 * The question a press answers, taken out of those that are open; null when it is not open (any more) or was asked by
 * somebody else, whose press leaves it open.
 */
export function takeQuestion(
  open: readonly Question[],
  press: { readonly id: string; readonly user: number; readonly chat: number; readonly nowMs: number },
): { readonly question: Question | null; readonly open: readonly Question[] } {
  const still = live(open, press.nowMs);
  const question = still.find(({ id, user, chat }) => {
    return id === press.id && user === press.user && chat === press.chat;
  });
  return { question: question ?? null, open: still.filter((one) => one !== question) };
}

function live(open: readonly Question[], nowMs: number): readonly Question[] {
  return open.filter(({ askedMs }) => nowMs - askedMs <= VALID_MS);
}
