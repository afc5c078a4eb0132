import { z } from 'zod';
import { duration } from '../config/duration.js';
import { NAME } from '../config/schema.js';

/** What the front matter of a task file may say; unknown keys are errors. Durations come out in milliseconds. */
export const TaskHeader = z.strictObject({
  /** 9 runs first. */
  priority: z.number().int().min(0).max(9).default(5),
  /** Where its process starts; absolute or `~/…`. Default: the pool's. */
  cwd: z
    .string()
    .regex(/^(?:\/|~(?:\/|$))[^\0\n]*$/, 'must be an absolute path or begin with ~/')
    .optional(),
  /** The pool session that alone may run it. */
  session: z.string().regex(NAME, 'must be the name of a pool session').optional(),
  timeout: duration('1s', '30d').optional(),
  /** How often it is tried in all, when its session dies, the API keeps failing or it reports failure itself. */
  attempts: z.number().int().min(1).max(20).optional(),
  /** A conversation to go on with (`--resume`), instead of a new one. */
  conversation: z
    .string()
    .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be the id of a conversation (a UUID)')
    .optional(),
});

export type TaskHeader = z.output<typeof TaskHeader>;

/** One task in `inbox/`, as far as the order of work needs it: its text stays in its file. */
export interface WaitingTask extends TaskHeader {
  /** The file's name without `.md`, made safe; no other task of the queue has it. */
  readonly id: string;
  /** Last change of the file, wall ms: among equals the oldest runs first. */
  readonly arrivedMs: number;
}

/** What a task said of itself in `signals/<id>`: empty = done, `failed <why>` = failed. */
export interface TaskSignal {
  readonly id: string;
  /** Last change of the file, wall ms: one from before the task began says nothing. */
  readonly atMs: number;
  readonly outcome: 'done' | 'failed';
  readonly text: string;
}

export interface FinishedTask {
  readonly id: string;
  readonly outcome: 'done' | 'failed';
  /** Wall ms. */
  readonly atMs: number;
  /** First line of its `.reason`; '' for done ones. */
  readonly reason: string;
}

/** The whole truth of the queue folder at one look. */
export interface QueueFacts {
  /** Why the folder cannot be used, a sentence; null when it can. */
  readonly trouble: string | null;
  /** First to run first: priority, then age, then id. */
  readonly waiting: readonly WaitingTask[];
  /** Ids of the files in `running/`. */
  readonly running: readonly string[];
  readonly done: number;
  readonly failed: number;
  /** Newest first, at most 30 of each outcome. */
  readonly finished: readonly FinishedTask[];
  readonly signals: readonly TaskSignal[];
}

/** The reason of a task that its person called off. */
export const CANCELLED = 'cancelled by you';

export const NO_QUEUE: QueueFacts = {
  trouble: null,
  waiting: [],
  running: [],
  done: 0,
  failed: 0,
  finished: [],
  signals: [],
};
