import { ACCOUNT_WORD, kindWord, SESSION_WORD } from '../core/shown-words.js';
import type {
  AccountView,
  HitState,
  Mode,
  SessionEnd,
  SessionState,
  SessionView,
  SwapPhase,
  TaskState,
} from '../core/snapshot.js';
import type { Fate } from '../core/switcher/forecast.js';
import type { Glyphs } from './glyphs.js';
import { limitsOf } from './limits.js';
import { type Span, span } from './text/line.js';
import type { Tone } from './theme.js';

export { kindWord };

/** A sign, a word, a tone: a state is told by all three. */
interface Word {
  readonly sign: keyof Omit<Glyphs, 'ascii' | 'border'>;
  readonly word: string;
  readonly tone: Tone;
}

/** How a state is drawn; its word is the same beside the screen (core/shown-words.ts). */
type Mark = Omit<Word, 'word'>;

const SESSION: Readonly<Record<SessionState, Mark>> = {
  starting: { sign: 'busy', tone: 'accent' },
  ready: { sign: 'off', tone: 'muted' },
  working: { sign: 'on', tone: 'good' },
  asking: { sign: 'asks', tone: 'info' },
  armed: { sign: 'asks', tone: 'info' },
  limited: { sign: 'limited', tone: 'bad' },
  stalled: { sign: 'alert', tone: 'warn' },
  parked: { sign: 'alert', tone: 'bad' },
  gone: { sign: 'gone', tone: 'faint' },
};

/** A detail that says more than the state: it takes the state's place. */
const DETAIL: readonly (readonly [string, Mark])[] = [
  ['suspected', { sign: 'doubt', tone: 'warn' }],
  ['continued', { sign: 'done', tone: 'good' }],
  ['restarted', { sign: 'done', tone: 'good' }],
  ['typing', { sign: 'busy', tone: 'accent' }],
  ['restarting', { sign: 'busy', tone: 'accent' }],
  ['unconfirmed', { sign: 'alert', tone: 'warn' }],
];

const HIT: Readonly<Record<HitState, Word>> = {
  suspected: { sign: 'doubt', word: 'suspected', tone: 'warn' },
  confirmed: { sign: 'limited', word: 'confirmed', tone: 'bad' },
  acted: { sign: 'done', word: 'acted', tone: 'good' },
  deferred: { sign: 'asks', word: 'deferred', tone: 'warn' },
  absorbed: { sign: 'off', word: 'absorbed', tone: 'muted' },
  dismissed: { sign: 'gone', word: 'dismissed', tone: 'muted' },
  vetoed: { sign: 'never', word: 'vetoed', tone: 'muted' },
};

const ACCOUNT: Readonly<Record<AccountView['state'], Mark>> = {
  active: { sign: 'on', tone: 'good' },
  free: { sign: 'off', tone: 'text' },
  limited: { sign: 'limited', tone: 'bad' },
  login: { sign: 'alert', tone: 'warn' },
  excluded: { sign: 'gone', tone: 'muted' },
  'never-auto': { sign: 'never', tone: 'muted' },
  missing: { sign: 'gone', tone: 'warn' },
};

const END: Readonly<Record<SessionEnd, Word>> = {
  pending: { sign: 'off', word: 'waits', tone: 'muted' },
  typing: { sign: 'busy', word: 'typing', tone: 'accent' },
  continued: { sign: 'done', word: 'continued', tone: 'good' },
  restarted: { sign: 'done', word: 'restarted', tone: 'good' },
  working: { sign: 'on', word: 'working', tone: 'good' },
  draft: { sign: 'asks', word: 'has a draft', tone: 'info' },
  'person-active': { sign: 'asks', word: 'you are in it', tone: 'info' },
  unconfirmed: { sign: 'alert', word: 'unconfirmed', tone: 'warn' },
  pinned: { sign: 'never', word: 'pinned', tone: 'muted' },
  asking: { sign: 'asks', word: 'asks', tone: 'info' },
  observed: { sign: 'never', word: 'only watched', tone: 'muted' },
  gone: { sign: 'gone', word: 'gone', tone: 'faint' },
};

const FATE: Readonly<Record<Fate, Word>> = {
  continued: { sign: 'done', word: 'continued', tone: 'good' },
  restarted: { sign: 'busy', word: 'restarted', tone: 'accent' },
  later: { sign: 'busy', word: 'restarted later', tone: 'accent' },
  untouched: { sign: 'on', word: 'untouched', tone: 'text' },
  left: { sign: 'never', word: 'left alone', tone: 'muted' },
};

const TASK: Readonly<Record<TaskState, Word>> = {
  waiting: { sign: 'off', word: 'waiting', tone: 'text' },
  starting: { sign: 'busy', word: 'starting', tone: 'accent' },
  running: { sign: 'on', word: 'running', tone: 'good' },
  limited: { sign: 'limited', word: 'limited', tone: 'bad' },
  retrying: { sign: 'busy', word: 'retrying', tone: 'warn' },
  asking: { sign: 'asks', word: 'asks', tone: 'info' },
  stalled: { sign: 'alert', word: 'stalled', tone: 'warn' },
  done: { sign: 'done', word: 'done', tone: 'muted' },
  failed: { sign: 'gone', word: 'failed', tone: 'bad' },
};

const MODE: Readonly<Record<Mode, Word>> = {
  auto: { sign: 'on', word: 'auto', tone: 'good' },
  confirm: { sign: 'asks', word: 'confirm', tone: 'info' },
  observe: { sign: 'off', word: 'observe', tone: 'warn' },
};

/** What each mode does, for the picker. */
export const MODE_HELP: Readonly<Record<Mode, string>> = {
  auto: 'swaps by itself; also re-arms the breaker',
  confirm: 'asks you before each swap',
  observe: 'only says what it would do',
};

function said(word: Word, glyphs: Glyphs, more = ''): Span {
  return span(`${glyphs[word.sign]} ${word.word}${more}`, word.tone);
}

export function sessionWord(session: SessionView, glyphs: Glyphs): Span {
  const { detail } = session;
  const special = DETAIL.find(([start]) => detail.startsWith(start))?.[1];
  if (special !== undefined) return span(`${glyphs[special.sign]} ${detail}`, special.tone);
  const { state } = session;
  return said({ ...SESSION[state], word: SESSION_WORD[state] }, glyphs, detail === '' ? '' : ` ${detail}`);
}

export function hitWord(state: HitState, glyphs: Glyphs): Span {
  return said(HIT[state], glyphs);
}

/** How an account stands, in one word; a limited one also with the kinds of its limits where `kinds` asks for them. */
export function accountWord(account: AccountView, glyphs: Glyphs, kinds = true): Span {
  const known = limitsOf(account).filter((limit) => limit.kind !== 'unknown');
  const words = kinds && account.state === 'limited' ? known.map((limit) => kindWord(limit.kind)) : [];
  const { state } = account;
  return said(
    { ...ACCOUNT[state], word: ACCOUNT_WORD[state] },
    glyphs,
    words.map((word) => ` ${word}`).join(''),
  );
}

export function endWord(end: SessionEnd, glyphs: Glyphs): Span {
  return said(END[end], glyphs);
}

/** What a swap would do to a session. */
export function fateWord(fate: Fate, glyphs: Glyphs): Span {
  return said(FATE[fate], glyphs);
}

/** How a past swap ended; whatever is no end is told as it stands. */
export function swapWord(phase: string, glyphs: Glyphs): Span {
  if (phase === 'done') return span(`${glyphs.done} done`, 'good');
  if (phase === 'rolled-back') return span(`${glyphs.alert} rolled back`, 'warn');
  if (phase === 'needs-person') return span(`${glyphs.alert} needs you`, 'warn');
  return span(`${glyphs.busy} ${phase}`, 'accent');
}

export function taskWord(state: TaskState, glyphs: Glyphs): Span {
  return said(TASK[state], glyphs);
}

export function modeWord(mode: Mode, glyphs: Glyphs): Span {
  return said(MODE[mode], glyphs);
}

/** The steps of a swap in their order; the ends that are not `done` take its place. */
export const STEPS = ['preflight', 'flip', 'verify', 'canary', 'resume', 'done'] as const;

/** How a step stands when the swap is in `phase`. */
export function stepState(step: (typeof STEPS)[number], phase: SwapPhase): 'done' | 'now' | 'open' {
  const at = STEPS.indexOf(phase as (typeof STEPS)[number]);
  const index = STEPS.indexOf(step);
  if (phase === 'done' || index < at) return 'done';
  return index === at ? 'now' : 'open';
}
