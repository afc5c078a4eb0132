import { callAt, steadyMs } from '../clock.js';

/** Waits `ms` (any number, over a suspend as well), or until the signal. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const pause: Pause = (ms, signal) =>
  new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = callAt(steadyMs() + ms, end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
