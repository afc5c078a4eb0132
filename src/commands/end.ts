import type { Running } from '../wire.js';
import { EXIT } from './exit.js';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** No hand presses Ctrl-C twice this quickly. */
const BY_HAND_MS = 150;
/** After a fault nothing is waited for longer than this. */
const FAULT_WITHIN_MS = 3_000;

export interface Signals {
  /** Resolves at the first signal that ends us; for ever pending without one. */
  readonly asked: Promise<void>;
  readonly wasAsked: () => boolean;
  readonly release: () => void;
}

/**
 * Takes the signals that end us until `release`. The listeners stay while we end: two packages kill the process with
 * the signal they heard, signal-exit 4.1 (of execa) when it finds nobody else listening, when-exit 2.1 (of conf) always
 * and at once. A second Ctrl-C by hand ends it on the spot.
 */
export function takeSignals(): Signals {
  let resolve = (): void => undefined;
  const asked = new Promise<void>((done) => {
    resolve = done;
  });
  let firstMs: number | null = null;
  const listener = (signal: NodeJS.Signals): void => {
    firstMs ??= performance.now();
    if (signal === 'SIGINT' && performance.now() - firstMs > BY_HAND_MS) process.exit(EXIT.failed);
    resolve();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    asked,
    wasAsked: () => firstMs !== null,
    release: () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}

/** A fault nobody foresaw is told and ends the process: what it left behind is sorted out by the next start. */
export function endOnFault(running: () => Pick<Running, 'logFault' | 'stop'> | null): void {
  let ending = false;
  const end = (error: unknown): void => {
    if (ending) return;
    ending = true;
    const text = `fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    const now = running();
    if (now) now.logFault(text);
    else process.stderr.write(`${text}\n`);
    setTimeout(() => process.exit(EXIT.failed), FAULT_WITHIN_MS);
    const stopped = now ? now.stop() : Promise.resolve();
    stopped.catch(() => undefined).finally(() => process.exit(EXIT.failed));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
