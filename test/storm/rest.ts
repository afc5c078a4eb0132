import { until } from '../support/until.ts';
import type { Model } from './model.ts';
import { type Seat, sizeOfTty } from './seat.ts';
import type { Subject } from './subject.ts';

/** A machine with more to do than it can lets everything wait. */
const WITHIN_MS = 120_000;
/** At rest: for so long it had work for less than this part of the time. Longer than any of Ink's and React's delays. */
const IDLE_MS = 150;
const IDLE_PART = 0.5;
const QUIET_MS = 60;

/** Waits until the program has heard of its last size and has nothing more to do. */
export async function atRest(seat: Seat, subject: Subject, model: Model): Promise<void> {
  let [busyMs, sinceMs] = [subject.busyMs(), performance.now()];
  await until(
    'a settled screen',
    async () => {
      await model.drawn();
      const told = await sizeOfTty(seat.tty);
      const { cols, rows } = model.size();
      const isTold = told.cols === cols && told.rows === rows;
      if (!isTold) await seat.attend();
      const spanMs = performance.now() - sinceMs;
      if (isTold && spanMs < IDLE_MS) return false;
      // What it waits for a core just now is not counted yet.
      const isReady = /^[RD]$/.test(subject.state() ?? '');
      const worked = (subject.busyMs() - busyMs) / spanMs;
      if (isTold && isReady) return false;
      if (isTold && worked < IDLE_PART && seat.tape.quietMs() > QUIET_MS) return true;
      [busyMs, sinceMs] = [subject.busyMs(), performance.now()];
      return false;
    },
    WITHIN_MS,
  );
}
