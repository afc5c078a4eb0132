import type { Running } from '../wire.js';
import { EXIT } from './exit.js';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** After a fault nothing is waited for longer than this. */
const FAULT_WITHIN_MS = 3_000;

export interface Signals {
  /** Resolves at the first signal that ends us; for ever pending without one. */
  readonly asked: Promise<void>;
  readonly wasAsked: () => boolean;
  readonly release: () => void;
}

/**
 * Takes the signals that end us until `release`. The listeners stay while we end: execa kills the process itself as
 * soon as it finds nobody else listening. A second Ctrl-C ends it at once.
 */
export function takeSignals(): Signals {
  let resolve = (): void => undefined;
  const asked = new Promise<void>((done) => {
    resolve = done;
  });
  let count = 0;
  let interrupts = 0;
  const listener = (signal: NodeJS.Signals): void => {
    count += 1;
    if (signal === 'SIGINT') interrupts += 1;
    if (interrupts > 1) process.exit(EXIT.failed);
    resolve();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    asked,
    wasAsked: () => count > 0,
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
