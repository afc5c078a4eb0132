import { mkdirSync } from 'node:fs';
import { errorText } from '../adapters/errors.js';
import { foundAt } from '../adapters/setup/look.js';
import { performSteps } from '../adapters/setup/perform.js';
import { removeRecord, writeRecord } from '../adapters/setup/record-file.js';
import { timesOf } from '../adapters/setup/tree.js';
import type { AdoptRecord } from '../core/setup/adopt-record.js';
import { type Step, stepsLeft } from '../core/setup/steps.js';
import { type AdoptPlace, dirsOf, type Flags, sessionsRefusal, withConsent } from './adopt-place.js';
import { EXIT } from './exit.js';
import { complain, out } from './print.js';

interface Start {
  readonly before: AdoptRecord | null;
  readonly dirs: readonly string[];
}

/** What is to be done, and the record it goes by. */
export interface Job {
  readonly record: AdoptRecord;
  readonly due: readonly Step[];
  /** Null when an interrupted adoption goes on. */
  readonly start: Start | null;
}

/** Asks, and does what is due. */
export async function carryOut(place: AdoptPlace, job: Job, flags: Flags): Promise<number> {
  const { due } = job;
  const moves = due.some((step) => step.do === 'move');
  const alive = () => (moves ? sessionsRefusal(dirsOf(due, place.link), place) : null);
  return withConsent(place, { question: 'Do that?', alive, work: () => work(place, job) }, flags);
}

async function work(place: AdoptPlace, { record: planned, due, start }: Job): Promise<number> {
  const known = new Set(planned.times.map(({ dir }) => dir));
  const times = timesOf(start?.dirs ?? []).filter(({ dir }) => !known.has(dir));
  const record: AdoptRecord = { ...planned, times: [...planned.times, ...times] };
  try {
    mkdirSync(place.stateDir, { recursive: true, mode: 0o700 });
    await writeRecord(place.stateDir, record);
  } catch (error) {
    complain(
      `Nothing was changed: the way back cannot be written down: ${errorText(error)}. Mend that, then try again.`,
    );
    return EXIT.failed;
  }
  const performed = await performSteps(due);
  if (!performed.ok) return stopped(place, due, performed.reason, start);
  await markDone(place, record);
  out(
    `Done: ${due.length} ${due.length === 1 ? 'step' : 'steps'}. The way back: claude-failover adopt --undo\n`,
  );
  return EXIT.good;
}

/** Without room for that note the next adopt finds every step done, and writes it then. */
export async function markDone({ stateDir }: AdoptPlace, record: AdoptRecord): Promise<void> {
  await writeRecord(stateDir, { ...record, phase: 'done' }).catch(() => undefined);
}

/** Says how far it came. When not one step was done, there is nothing to take back either. */
async function stopped(
  place: AdoptPlace,
  due: readonly Step[],
  reason: string,
  start: Start | null,
): Promise<number> {
  const done = due.length - stepsLeft(due, foundAt).length;
  if (start !== null && done === 0) {
    const tidy =
      start.before === null ? removeRecord(place.stateDir) : writeRecord(place.stateDir, start.before);
    await tidy.catch(() => undefined);
    complain(`Nothing was changed. ${reason}, then try again.`);
    return EXIT.failed;
  }
  complain(
    `${reason}. ${done} of ${due.length} steps are done: claude-failover adopt goes on from here, claude-failover adopt --undo takes them back.`,
  );
  return EXIT.failed;
}
