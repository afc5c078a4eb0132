import type { JournalLine } from '../support/supervisor.ts';
import type { Tape } from './tape.ts';

interface Kind {
  readonly order: RegExp;
  readonly question: RegExp;
  /** The key that asks. */
  readonly key: string;
}

/** Orders that destroy something: each has its one question, in these words. */
const KINDS: readonly Kind[] = [
  { order: /"type":"dismiss","hit":"all"/, question: /Dismiss (?:the open|all \d+)/, key: 'D' },
  { order: /"type":"task","action":"cancel"/, question: /Cancel \S/, key: 'x' },
  { order: /"type":"task","action":"release"/, question: /Release \S/, key: 'R' },
  { order: /"type":"swap",.*"force":true/, question: /Swap to it anyway/, key: '\\r' },
];
const SGR = /\u001b\[[\d;]*m/g;
/** A question that was left open for longer was drawn again meanwhile. */
const SHOWN_WITHIN_MS = 90_000;
/** Who types ahead of the screen answers a question before it is drawn. */
const AHEAD_WITHIN_MS = 3_000;

export interface Orders {
  /** Destructive orders, of how many kinds ever. */
  readonly given: number;
  /** Those whose question was answered before it was drawn. */
  readonly typedAhead: number;
  readonly unasked: readonly string[];
}

/** Remembers when a destructive question was on the screen, and when its key was pressed. */
export class Questions {
  readonly #shown: { readonly kind: Kind; readonly atMs: number }[] = [];
  readonly #pressed: { readonly kind: Kind; readonly atMs: number }[] = [];

  constructor(tape: Tape) {
    tape.listen((moment) => {
      const list = moment.type === 'o' ? this.#shown : moment.type === 'i' ? this.#pressed : null;
      if (list === null || !('text' in moment)) return;
      const text = moment.text.replace(SGR, '');
      for (const kind of KINDS) {
        const found = moment.type === 'o' ? kind.question.test(text) : text.includes(kind.key);
        if (found) list.push({ kind, atMs: Date.now() });
      }
    });
  }

  /** Whether every destructive order of the journal had its question. */
  judge(journal: readonly JournalLine[]): Orders {
    let [given, typedAhead] = [0, 0];
    const unasked: string[] = [];
    for (const line of journal.filter(({ type }) => type === 'commanded')) {
      const text = JSON.stringify(line.command);
      const kind = KINDS.find(({ order }) => order.test(text));
      if (kind === undefined) continue;
      given += 1;
      const atMs = Date.parse(line.at);
      const within = (ms: number) => (one: { readonly kind: Kind; readonly atMs: number }) =>
        one.kind === kind && one.atMs <= atMs + 500 && one.atMs > atMs - ms;
      if (this.#shown.some(within(SHOWN_WITHIN_MS))) continue;
      if (this.#pressed.some(within(AHEAD_WITHIN_MS))) typedAhead += 1;
      else unasked.push(`never asked: ${line.at} ${text}`);
    }
    return { given, typedAhead, unasked };
  }
}
