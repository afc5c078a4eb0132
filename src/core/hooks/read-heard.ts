import { z } from 'zod';
import { cleanText } from '../clean-text.js';
import { wrongShape } from '../http/wrong-shape.js';
import { CONVERSATION_ID } from '../ids.js';
import type { WindowKind } from '../quota/window.js';
import type { Heard } from './heard.js';

/** The longest message that is kept, in UTF-16 units. */
const MESSAGE_MAX = 300;

const word = z.string().max(100).default('');
const from = {
  session_id: z.string().regex(CONVERSATION_ID, 'must be the id of a conversation'),
  transcript_path: z.string().max(4_096),
  pids: z.array(z.number().int().positive()).max(8).default([]),
  sent_at: z.number().positive(),
  prompt_id: word,
};
const window = z.strictObject({
  used_percentage: z.number().min(0).max(100),
  resets_at: z.number().positive().max(1e11).nullable().default(null),
});

const body = z.discriminatedUnion('event', [
  z.strictObject({
    ...from,
    event: z.literal('StopFailure'),
    error: word,
    message: z.string().max(2_000).default(''),
  }),
  z.strictObject({
    ...from,
    event: z.literal('Stop'),
    background: z.number().int().min(0).max(10_000).default(0),
  }),
  z.strictObject({ ...from, event: z.literal('SessionStart'), source: word }),
  z.strictObject({
    ...from,
    event: z.literal('statusline'),
    api_ms: z.number().min(0).nullable().default(null),
    five_hour: window.nullable().default(null),
    seven_day: window.nullable().default(null),
  }),
]);

type Body = z.output<typeof body>;
type Window = z.output<typeof window>;

export type ReadHeard =
  | { readonly ok: true; readonly heard: Heard; readonly transcript: string }
  | { readonly ok: false; readonly reason: string };

/** Checks what claims to come from a hook or a status line. Its transcript has to be the one of its conversation. */
export function readHeard(json: unknown): ReadHeard {
  const read = body.safeParse(json);
  if (!read.success) return { ok: false, reason: wrongShape(read.error, json, body) };
  const { session_id: conversation, transcript_path: transcript } = read.data;
  if (!isTranscriptOf(transcript, conversation))
    return { ok: false, reason: 'transcript_path is not the transcript of session_id' };
  return { ok: true, heard: heardOf(read.data), transcript };
}

/** `<config>/projects/<slug>/<id>.jsonl`. */
function isTranscriptOf(path: string, conversation: string): boolean {
  const parts = path.split('/');
  if (!path.startsWith('/') || parts.includes('..')) return false;
  return parts.at(-1) === `${conversation}.jsonl` && parts.at(-3) === 'projects';
}

function heardOf(data: Body): Heard {
  const common = {
    conversation: data.session_id,
    pids: data.pids,
    sentAtMs: data.sent_at,
    turn: cleanText(data.prompt_id, 64),
  };
  switch (data.event) {
    case 'StopFailure':
      return {
        ...common,
        type: 'stop-failure',
        error: cleanText(data.error, 40),
        message: cleanText(data.message, MESSAGE_MAX),
      };
    case 'Stop':
      return { ...common, type: 'stop', background: data.background };
    case 'SessionStart':
      return { ...common, type: 'session-start', source: cleanText(data.source, 20) };
    case 'statusline':
      return {
        ...common,
        type: 'headroom',
        apiMs: data.api_ms,
        windows: [...windowOf('five-hour', data.five_hour), ...windowOf('weekly', data.seven_day)],
      };
  }
}

function windowOf(kind: WindowKind, window: Window | null) {
  if (window === null) return [];
  const resetsAtMs = window.resets_at === null ? null : window.resets_at * 1_000;
  return [{ kind, usedPercent: window.used_percentage, resetsAtMs }];
}
