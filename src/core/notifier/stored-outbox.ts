import { z } from 'zod';
import { KINDS } from './kinds.js';
import { ENTRIES_MAX, LINES_MAX, type Outbox } from './outbox.js';

/** Raised with every change that an older program could misread. */
const OUTBOX_SCHEMA = 1;

const kinds = Object.keys(KINDS) as [keyof typeof KINDS, ...(keyof typeof KINDS)[]];
const ms = z.number().min(-8.64e15).max(8.64e15);
const text = z.string().max(20_000);

const line = z.strictObject({ kind: z.enum(kinds), text, about: text.nullable(), atMs: ms });

const entry = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  bucket: z.enum(['now', 'digest', 'held']),
  open: z.boolean(),
  openedAt: z.strictObject({ wallMs: ms, steadyMs: ms }),
  lines: z.array(line).min(1).max(LINES_MAX),
  more: z.number().int().min(0),
  seen: z.boolean(),
  ended: z.array(text).max(200),
  done: z.record(z.string(), z.enum(['sent', 'rejected'])),
});

const file = z.strictObject({
  schema: z.literal(OUTBOX_SCHEMA),
  entries: z.array(entry).max(ENTRIES_MAX),
  dropped: z.number().int().min(0),
  told: z.array(text).max(500),
  running: z.boolean(),
  unclean: z.array(ms).max(100),
});

/** The outbox in the text of its file; null when it holds none. */
export function parseOutbox(stored: string): Outbox | null {
  let raw: unknown;
  try {
    raw = JSON.parse(stored);
  } catch {
    return null;
  }
  const parsed = file.safeParse(raw);
  if (!parsed.success) return null;
  const { schema: _schema, ...outbox } = parsed.data;
  return outbox;
}

export function writeOutbox(outbox: Outbox): string {
  return `${JSON.stringify({ schema: OUTBOX_SCHEMA, ...outbox })}\n`;
}
