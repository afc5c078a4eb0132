import type { TypeOutcome } from '../../dist/core/ports.js';
import type { Banner, Dialog, Reading } from '../../dist/core/quota/reading.js';
import { idle } from '../core/engine/support/readings.ts';

/** What stands on a simulated session's screen. `serial` tells one banner from the next. */
export type Screen =
  | { readonly type: 'idle'; readonly prompt: string }
  | { readonly type: 'working'; readonly prompt: string }
  /** Text nobody submitted yet, below what stands there; `keys`: a person types it just now. */
  | { readonly type: 'draft'; readonly prompt: string; readonly keys: boolean; readonly over: Screen }
  /** A process that draws nothing yet; `hangs`: it never will. */
  | { readonly type: 'starting'; readonly prompt: string; readonly hangs: boolean }
  /** A question of its start; `offers`: one that Esc declines for good. */
  | { readonly type: 'dialog'; readonly prompt: string; readonly offers: boolean }
  /** A question in the middle of a turn. */
  | { readonly type: 'asking'; readonly prompt: string }
  | { readonly type: 'error'; readonly prompt: string }
  | { readonly type: 'talk'; readonly prompt: string }
  | { readonly type: 'glitch'; readonly prompt: string; readonly serial: number }
  | {
      readonly type: 'limit';
      readonly prompt: string;
      readonly serial: number;
      readonly account: string;
      readonly resetsAtMs: number;
      readonly armed: boolean;
      readonly nativeAtMs: number;
    };

/** What the CLI says of itself. */
export function statusOf({ type }: Screen): 'idle' | 'busy' | 'waiting' {
  if (type === 'working' || type === 'glitch') return 'busy';
  return type === 'dialog' || type === 'asking' ? 'waiting' : 'idle';
}

/** Why the guard types nothing. */
export type Refusal = Extract<TypeOutcome, { outcome: 'refused' }>['cause'];

/** What the guard says of such a screen; null when it may type. */
export function refusalOf({ type }: Screen): Refusal | null {
  switch (type) {
    case 'draft':
      return 'draft';
    case 'working':
    case 'glitch':
      return 'busy';
    case 'starting':
      return 'unrecognised';
    case 'dialog':
    case 'asking':
      return 'dialog';
    default:
      return null;
  }
}

const RESET_WORDS = (ms: number) =>
  `You've hit your 5-hour limit · resets ${new Date(ms).toISOString().slice(11, 16)} (UTC)`;

const BARE = idle({ lastPrompt: '', lastLine: '' });

/** As in src/core/lifecycle/offers.ts. */
const OFFER = { type: 'startup', title: 'Try the new fullscreen renderer?' } as const;
const TRUST = { type: 'trust', title: 'Do you trust the files in this folder?' } as const;
const ABSENT = { state: 'absent', text: '' } as const;

function asks(dialog: Dialog): Pick<Reading, 'verdict' | 'composer' | 'dialog'> {
  return { verdict: 'waiting-permission', composer: ABSENT, dialog };
}

function banner(text: string, prompt: string, resetsAtMs: number | null, armed: boolean): Banner {
  return {
    kind: 'five-hour',
    resetsAtMs,
    text,
    prompt,
    occurrences: 1,
    rule: 'hit-your-limit',
    pattern: "You've hit your … limit",
    snippet: text.slice(0, 120),
    armed,
  };
}

/** The reading that the real detector gives of such a screen. */
export function readingOf(screen: Screen): Reading {
  const base = { ...BARE, lastPrompt: screen.prompt };
  switch (screen.type) {
    case 'idle':
      return base;
    case 'working':
      return { ...base, verdict: 'working', busy: true };
    case 'draft':
      return { ...readingOf(screen.over), composer: { state: 'draft', text: 'half a thought' } };
    case 'starting':
      return { ...base, verdict: 'unknown', composer: ABSENT };
    case 'dialog':
      return { ...base, ...asks(screen.offers ? OFFER : TRUST) };
    case 'asking':
      return { ...base, ...asks({ type: 'permission', title: 'Do you want to proceed?' }) };
    case 'error': {
      const text = 'API Error: 500 {"type":"error","error":{"type":"api_error","message":"… rate limit …"}}';
      return {
        ...base,
        verdict: 'transient-error',
        vetoes: ['server-error'],
        banner: banner(text, screen.prompt, null, false),
      };
    }
    case 'talk':
      return limitReading(
        base,
        banner("You've hit your limit · resets 8pm (UTC)", screen.prompt, 4_000_000_000_000, false),
      );
    case 'glitch': {
      const found = banner("You've hit your 5-hour limit", `${screen.prompt} ${screen.serial}`, null, false);
      return {
        ...base,
        verdict: 'usage-limit',
        hit: 'suspected',
        limit: { kind: 'five-hour', resetsAtMs: null },
        banner: found,
      };
    }
    case 'limit': {
      const cutMs = Math.floor(screen.resetsAtMs / 60_000) * 60_000;
      return limitReading(base, banner(RESET_WORDS(screen.resetsAtMs), screen.prompt, cutMs, screen.armed));
    }
  }
}

function limitReading(base: Reading, found: Banner): Reading {
  return {
    ...base,
    verdict: 'usage-limit',
    hit: 'sure',
    limit: { kind: found.kind, resetsAtMs: found.resetsAtMs },
    banner: found,
  };
}
