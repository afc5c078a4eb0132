import { z } from 'zod';
import { MODES } from '../words.js';
import { initialDurable } from './initial.js';
import type { Durable } from './state.js';

/** Raised with every change of `Durable` that an older program could misread. */
export const STATE_SCHEMA = 1;

const instant = z.looseObject({ wallMs: z.number(), steadyMs: z.number() });
const list = z.array(z.looseObject({}));
const nameOrNull = z.string().nullable();

/** The shape that later code relies on without looking; the checksum answers for the rest. */
const shape = z.looseObject({
  bootId: z.string(),
  seq: z.number().int(),
  mode: z.enum(MODES),
  configMode: z.enum(MODES),
  paused: z.boolean(),
  activeAccount: nameOrNull,
  accounts: z.record(z.string(), z.looseObject({ limits: list })),
  flips: z.array(z.looseObject({ at: instant, from: nameOrNull, to: z.string() })),
  swapCount: z.number().int(),
  swap: z
    .looseObject({ id: z.string(), to: z.string(), phase: z.string(), startedAt: instant, phaseAt: instant })
    .nullable(),
  resumes: z.array(z.looseObject({ session: z.string(), step: z.string(), since: instant })),
  hits: z.array(z.looseObject({ id: z.string(), session: z.string(), state: z.string(), firstAt: instant })),
  settled: z.array(z.string()),
  autoSwaps: z.array(instant),
});

/** The durable half of a stored state of this schema; null when it is none. */
export function parseDurable(state: unknown, schema: number): Durable | null {
  if (schema !== STATE_SCHEMA) return null;
  const parsed = shape.safeParse(state);
  return parsed.success ? { ...initialDurable(), ...(parsed.data as unknown as Durable) } : null;
}
