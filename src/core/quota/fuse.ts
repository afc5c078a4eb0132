import type { Session } from '../engine/state.js';
import { tells } from '../hooks/failure.js';
import type { HeardFailure } from '../hooks/heard.js';
import type { TranscriptRow } from '../transcript.js';
import { HORIZON_MS } from './horizon.js';
import { CUT_SECONDS_MS } from './limits.js';
import type { Banner, LimitKind, Veto } from './reading.js';
import { resembles, saysTheSame } from './same-words.js';

/** How long a banner waits for its transcript row when a transcript is at hand, in milliseconds. */
export const ROW_WAIT_MS = 2_000;

/** What all evidence of one session says together. */
export type Judgement =
  | { readonly type: 'none' }
  /** A banner is there and its transcript row may still come. */
  | { readonly type: 'wait' }
  | VetoJudgement
  | LimitJudgement;

export interface VetoJudgement {
  readonly type: 'vetoed';
  readonly veto: string;
  readonly banner: Banner;
  readonly why: string;
  /** The transcript itself says so: it also takes back what the screen had confirmed. */
  readonly denied: boolean;
}

export interface LimitJudgement {
  readonly type: 'limit';
  readonly sure: boolean;
  readonly key: string;
  readonly kind: LimitKind;
  /** With the added minute when it comes from the screen. */
  readonly resetsAtMs: number | null;
  /** When the limit was printed or first seen, wall clock. */
  readonly atMs: number;
  readonly source: 'transcript' | 'screen';
  readonly text: string;
  readonly pattern: string;
  readonly rule: string;
  readonly snippet: string;
  readonly why: string;
  readonly evidence: readonly string[];
  /** A sub-agent's limit: marks the account; the session counts once its own turn is idle. */
  readonly marksOnly: boolean;
}

const VETO_WORDS: Readonly<Record<Veto, string>> = {
  'server-error': 'server error, not a limit',
  'not-your-usage-limit': 'the server says: not your usage limit',
  'request-rejected': 'a plain 429, not a usage limit',
  retrying: 'it is retrying',
  working: 'it is working',
  'context-limit': 'the context is full, not the account',
  credit: 'credit or billing, not a usage limit',
  login: 'a login problem, not a limit',
  'tool-output': 'output of a tool',
  diff: 'text in a diff',
  draft: 'text in the input box',
  reply: 'the agent talks about limits',
  superseded: 'something newer stands below it',
  'warning-only': 'only a warning',
  'cut-off': 'what the line belongs to is not in sight',
  unrecognised: 'limit-like words no rule knows',
};

export function vetoWords(veto: string): string {
  return VETO_WORDS[veto as Veto] ?? veto;
}

/**
 * Fuses transcript, hook and screen, strongest first. `waitedMs`: how long the banner has been in sight. `told`: the line
 * of a limit as a hook said it, which counts only where the row or, without a transcript, the banner says the same.
 */
export function judge(session: Session, waitedMs: number, told: HeardFailure | null = null): Judgement {
  const reading = session.reading;
  const row = session.turn.limit ?? session.turn.sideLimit;
  if (row) return fromRow(row, session, told);
  if (!reading?.banner || session.blind) return { type: 'none' };
  const { banner } = reading;
  if (reading.hit === null) {
    const veto = reading.vetoes[0];
    return veto === undefined || veto === 'warning-only' || !isWorthShowing(veto)
      ? { type: 'none' }
      : { type: 'vetoed', veto, banner, why: vetoWords(veto), denied: false };
  }
  const denial = deniedByTranscript(session, banner);
  if (denial) return { type: 'vetoed', ...denial, banner, denied: true };
  if (session.seen.transcript && session.bannerFresh && waitedMs < ROW_WAIT_MS) return { type: 'wait' };
  return fromScreen(session, banner, told);
}

/** A superseded or drafted text is no news; the others are what a person may wonder about. */
function isWorthShowing(veto: Veto): boolean {
  return veto !== 'superseded' && veto !== 'draft';
}

function fromRow(row: TranscriptRow, session: Session, told: HeardFailure | null): Judgement {
  if (!row.limit) return { type: 'none' };
  const banner = session.reading?.banner ?? null;
  const kind = row.limit.kind === 'unknown' ? (banner?.kind ?? 'unknown') : row.limit.kind;
  const said = row.limit.resetsAtMs ?? screenReset(banner);
  const resetsAtMs = said !== null && said - row.atMs > HORIZON_MS[kind] + CUT_SECONDS_MS ? null : said;
  const hook = tells(told, row.text, row.atMs);
  const evidence = [
    `transcript row ${row.uuid.slice(0, 8)}${row.sidechain ? ' of a sub-agent' : ''}: ${row.text}`,
    ...(banner ? [`screen: ${banner.text}`] : ['screen: no limit line in sight']),
    ...(session.reading?.banner?.armed
      ? ['footer or notice of the CLI itself, which a reply cannot draw']
      : []),
    ...(hook ? [HOOK_AGREES] : []),
  ];
  return {
    type: 'limit',
    sure: row.limit.sure || hook,
    key: `row:${row.uuid}`,
    kind,
    resetsAtMs,
    atMs: row.atMs,
    source: 'transcript',
    text: row.text,
    pattern: banner?.pattern ?? row.text.slice(0, 40),
    rule: 'transcript-row',
    snippet: (banner?.snippet ?? row.text).slice(0, 120),
    why: row.limit.sure
      ? 'transcript row'
      : hook
        ? 'transcript row and hook'
        : 'transcript row without a reset time',
    evidence,
    marksOnly: row.sidechain && (session.reading?.busy ?? true),
  };
}

function screenReset(banner: Banner | null): number | null {
  return banner?.resetsAtMs == null ? null : banner.resetsAtMs + CUT_SECONDS_MS;
}

/** Identity of a banner without a row. */
export function screenKey(session: string, banner: string): string {
  return `screen:${session}:${banner}`;
}

const HOOK_AGREES = 'hook: StopFailure with these words';

/** Two witnesses of one refusal. With a transcript at hand its row would have to be there too. */
function isTold(session: Session, banner: Banner, told: HeardFailure | null): boolean {
  const { bannerAt, seen } = session;
  return !seen.transcript && bannerAt !== null && tells(told, banner.text, bannerAt.wallMs);
}

function fromScreen(session: Session, banner: Banner, told: HeardFailure | null): LimitJudgement {
  const fresh = session.bannerFresh;
  const hasReset = banner.resetsAtMs !== null;
  const hook = isTold(session, banner, told);
  const alone = session.reading?.hit === 'sure' && fresh && hasReset;
  const sure = hook || alone;
  const why = alone
    ? 'reset time, idle, in a limit’s place'
    : hook
      ? 'screen and hook agree'
      : hasReset
        ? 'not seen to appear'
        : 'no reset time';
  return {
    type: 'limit',
    sure,
    key: screenKey(session.seen.id, session.banner ?? ''),
    kind: banner.kind,
    resetsAtMs: screenReset(banner),
    atMs: session.bannerAt?.wallMs ?? 0,
    source: 'screen',
    text: banner.text,
    pattern: banner.pattern,
    rule: banner.rule,
    snippet: banner.snippet,
    why,
    evidence: [
      `screen: ${banner.text}`,
      ...(banner.armed ? ['footer or notice of the CLI itself, which a reply cannot draw'] : []),
      session.seen.transcript ? 'transcript: no row for it' : 'transcript: none at hand',
      fresh ? 'it appeared while we watched' : 'it stood there when we first looked',
      ...(hook ? [HOOK_AGREES] : []),
    ],
    marksOnly: false,
  };
}

/** The transcript unmasks a model that talks, an old line drawn again, and an error of another sort drawn like a limit. */
function deniedByTranscript(session: Session, banner: Banner): { veto: string; why: string } | null {
  const { last } = session.turn;
  if (!session.seen.transcript || last === null) return null;
  // A limit row that does not stand is an earlier process's; a new refusal would have a row of its own below it.
  if (last.type === 'limit' && saysTheSame(last.text, banner.text)) {
    return { veto: 'redrawn', why: 'transcript: an old limit line, only drawn again' };
  }
  // Every refusal has a prompt or a tool's result before it: as long as this row is the newest, the banner is its own.
  if (last.type === 'reply' && resembles(last.text, banner.text)) {
    return { veto: 'reply', why: 'transcript: a reply' };
  }
  if (last.type === 'api-error' && saysTheSame(last.text, banner.text)) {
    return {
      veto: 'request-rejected',
      why: `transcript: ${last.error || 'an API error'}, not a usage limit`,
    };
  }
  return null;
}
