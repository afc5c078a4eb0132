import { useApp, useStdout } from 'ink';
import { useLayoutEffect, useRef } from 'react';
import type { Host } from './host.js';
import type { MouseMode } from './use-mouse.js';

/** Cursor to the first cell, then erase to the end. */
const CLEAR = '\u001b[H\u001b[J';

/**
 * Ink 8 leaves the alternate screen with its last frame on it. When tmux 3.3a leaves one, it first resizes it to the
 * size it had when it was entered, wrapping its rows anew: rows of a window that has grown since become more than the
 * screen holds and end in the person's history. Of an empty screen nothing can.
 */
export function useCleanLeave(onLeave: () => void): void {
  const { stdout } = useStdout();
  const latest = useRef(onLeave);
  latest.current = onLeave;
  // The clean-up of a layout effect runs after Ink's last frame and before it leaves the screen.
  useLayoutEffect(
    () => () => {
      stdout.write(CLEAR);
      latest.current();
    },
    [stdout],
  );
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
