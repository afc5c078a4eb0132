import type { Banner, Reading } from '../../dist/core/quota/reading.js';

/** What stands on a simulated session's screen. `serial` tells one banner from the next. */
export type Screen =
  | { readonly type: 'idle'; readonly prompt: string }
  | { readonly type: 'working'; readonly prompt: string }
  | { readonly type: 'draft'; readonly prompt: string }
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

const RESET_WORDS = (ms: number) =>
  `You've hit your 5-hour limit · resets ${new Date(ms).toISOString().slice(11, 16)} (UTC)`;

const BARE: Reading = {
  verdict: 'idle',
  hit: null,
  limit: null,
  vetoes: [],
  evidence: [],
  banner: null,
  composer: { state: 'empty', text: '' },
  dialog: null,
  busy: false,
  lastPrompt: '',
  lastLine: '',
  version: null,
};

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
      return { ...base, composer: { state: 'draft', text: 'half a thought' } };
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
