import { useApp } from 'ink';
import { useLayoutEffect, useRef } from 'react';
import type { Host } from './host.js';
import type { MouseMode } from './use-mouse.js';

/** Tells that the dashboard leaves the screen for good: behind Ink's last frame, before Ink gives the screen back. */
export function useLeaving(onLeave: () => void): void {
  const latest = useRef(onLeave);
  latest.current = onLeave;
  useLayoutEffect(() => () => latest.current(), []);
}

interface Stops {
  readonly host: Host;
  /** Before the process is stopped: whoever needs the terminal or other programs lets go of them. */
  readonly beforeStop: () => Promise<void>;
  /** After it, and after a stop that came without warning. */
  readonly afterStop: () => void;
}

export interface Terminal {
  /** Gives the terminal back and stops the process, as Ctrl-Z does. */
  stop(): void;
  /** Gives the terminal to another program meanwhile; rejects with what `use` rejects with. */
  lend(use: () => Promise<void>): Promise<void>;
}

/** Gives the terminal away and takes it again; repaints after a stop that came without warning. */
export function useTerminal({ host, beforeStop, afterStop }: Stops, mouse: MouseMode): Terminal {
  const { suspendTerminal } = useApp();
  const away = useRef<'stopped' | 'lent' | null>(null);
  const leave = async (how: 'stopped' | 'lent', meanwhile: () => Promise<void>): Promise<void> => {
    if (away.current !== null) return;
    away.current = how;
    mouse.leave();
    try {
      await suspendTerminal(meanwhile);
    } finally {
      away.current = null;
      mouse.takeAgain();
    }
  };
  const rest = async (): Promise<void> => {
    await beforeStop();
    await host.stop();
    afterStop();
  };
  const stop = (): void => {
    // The program that has the terminal was stopped by its own Ctrl-Z, and we stop with it.
    void (away.current === 'lent' ? rest() : leave('stopped', rest));
  };
  const goOn = (): void => {
    if (away.current === 'lent') afterStop();
    else void leave('stopped', async () => afterStop());
  };
  const latest = useRef({ stop, goOn });
  latest.current = { stop, goOn };
  // Not after the first paint: a stop that comes with it would leave the terminal as it is.
  useLayoutEffect(
    () =>
      host.watch({
        stopAsked: () => latest.current.stop(),
        continued: () => latest.current.goOn(),
        end: () => undefined,
      }),
    [host],
  );
  return { stop, lend: (use) => leave('lent', use) };
}
