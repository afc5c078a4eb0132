import type { Banner, LimitKind, Reading } from '../../../../src/core/quota/reading.js';
import type { TranscriptRow } from '../../../../src/core/transcript.js';

/** A screen at rest: empty input, nothing limit-like. */
export function idle(part: Partial<Reading> = {}): Reading {
  return {
    verdict: 'idle',
    hit: null,
    limit: null,
    vetoes: [],
    evidence: [],
    banner: null,
    composer: { state: 'empty', text: '' },
    dialog: null,
    busy: false,
    lastPrompt: 'write tests',
    lastLine: 'Done.',
    version: null,
    ...part,
  };
}

export function busy(lastPrompt = 'write tests', part: Partial<Reading> = {}): Reading {
  return idle({ verdict: 'working', busy: true, lastPrompt, lastLine: 'Thinking…', ...part });
}

export interface LimitLook {
  readonly kind?: LimitKind;
  readonly resetsAtMs?: number | null;
  readonly prompt?: string;
  readonly text?: string;
  readonly armed?: boolean;
  readonly occurrences?: number;
}

export function banner(look: LimitLook = {}): Banner {
  const resetsAtMs = look.resetsAtMs ?? null;
  const text = look.text ?? `You've hit your 5-hour limit${resetsAtMs === null ? '' : ' · resets 6pm'}`;
  return {
    kind: look.kind ?? 'five-hour',
    resetsAtMs,
    text,
    prompt: look.prompt ?? 'write tests',
    occurrences: look.occurrences ?? 1,
    rule: 'hit-your-limit',
    pattern: "You've hit your",
    snippet: text.slice(0, 120),
    armed: look.armed ?? false,
  };
}

/** A limit line in a real limit's place: `sure` with a reset time, `suspected` without. */
export function limited(look: LimitLook = {}, part: Partial<Reading> = {}): Reading {
  const line = banner(look);
  return idle({
    verdict: 'usage-limit',
    hit: line.resetsAtMs === null ? 'suspected' : 'sure',
    limit: { kind: line.kind, resetsAtMs: line.resetsAtMs },
    banner: line,
    lastPrompt: line.prompt,
    lastLine: line.text,
    ...part,
  });
}

const API_ERROR =
  'API Error: 500 {"type":"error","error":{"type":"api_error","message":"rate limit exceeded"}}';

/** An HTTP 500 with "rate limit" in its body, as the screen shows it. */
export function serverError(prompt = 'write tests'): Reading {
  const line = { ...banner({ text: API_ERROR, prompt }), pattern: 'rate limit', rule: 'unrecognised' };
  return idle({ verdict: 'transient-error', vetoes: ['server-error'], banner: line, lastPrompt: prompt });
}

let rows = 0;

export function row(
  type: TranscriptRow['type'],
  atMs: number,
  part: Partial<TranscriptRow> = {},
): TranscriptRow {
  rows += 1;
  return {
    uuid: `row-${rows}`,
    atMs,
    type,
    sidechain: false,
    text: type,
    limit: null,
    error: '',
    status: null,
    endsTurn: type === 'reply',
    ...part,
  };
}

export function limitRow(
  atMs: number,
  resetsAtMs: number | null,
  part: Partial<TranscriptRow> & { kind?: LimitKind } = {},
): TranscriptRow {
  const { kind = 'five-hour', ...rest } = part;
  return row('limit', atMs, {
    text: `You've hit your 5-hour limit${resetsAtMs === null ? '' : ' · resets 6pm'}`,
    limit: { kind, resetsAtMs, sure: resetsAtMs !== null },
    error: 'rate_limit',
    status: 429,
    endsTurn: true,
    ...rest,
  });
}
