import { z } from 'zod';

const step = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('make'), dir: z.string() }),
  z.strictObject({ do: z.literal('move'), from: z.string(), to: z.string(), ino: z.string() }),
  z.strictObject({ do: z.literal('link'), path: z.string(), text: z.string() }),
]);

const record = z.strictObject({
  schema: z.literal(1),
  /** Part of the names of what an undo keeps. */
  id: z.string().regex(/^[0-9a-f]{8}$/),
  /** `doing` and `undoing`: begun, not known to have ended. */
  phase: z.enum(['doing', 'done', 'undoing']),
  link: z.string(),
  /** In the order in which they are done. */
  steps: z.array(step),
  /** The first of them that belongs to the latest adoption; those before it were done by earlier ones. */
  from: z.number().int().min(0),
  /** Directories whose entries change: mtime in ns since 1970, and the names in them, both from before. */
  times: z.array(
    z.strictObject({ dir: z.string(), mtimeNs: z.string().regex(/^-?\d+$/), names: z.array(z.string()) }),
  ),
});

/** What was planned, written down before the first step and kept until an undo. */
export type AdoptRecord = z.output<typeof record>;

/** null when it is no record of this version. */
export function parseRecord(raw: unknown): AdoptRecord | null {
  const parsed = record.safeParse(raw);
  return parsed.success ? parsed.data : null;
}
