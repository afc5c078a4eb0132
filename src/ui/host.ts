import type { SessionView } from '../core/snapshot.js';
import type { Past } from './past.js';

/** What the dashboard needs of the process it runs in; this room sees neither timers nor signals. */
export interface Host {
  /** Calls back once after `ms`; returns what cancels it. */
  after(ms: number, callback: () => void): () => void;
  /** Stops the process as Ctrl-Z does (the terminal is already given back); resolves when it goes on. */
  stop(): Promise<void>;
  /**
   * Opens the person's own editor over `text` (the terminal is already given back); resolves with what was saved, null
   * when the editor ended without success. Rejects with an error whose message says what failed and what to do.
   */
  editText?(text: string): Promise<string | null>;
  /**
   * The screen of a session's pane as it is now, its rows with SGR sequences. Asked for again and again while the preview
   * is open, never twice at a time; it may hold anything a program can print.
   */
  captureScreen?(session: SessionView): Promise<Captured>;
  /** Past swaps and limits, newest first. Rejects with an error that says what failed. */
  readPast?(): Promise<readonly Past[]>;
  /** Tells of signals from outside until the returned function is called. */
  watch(signals: HostSignals): () => void;
}

/** `reason`: one sentence on why there is none. */
export type Captured =
  | { readonly ok: true; readonly screen: string }
  | { readonly ok: false; readonly reason: string };

export interface HostSignals {
  /** SIGTSTP came: give the terminal back, then `stop()`. */
  stopAsked(): void;
  /** The process was stopped without a chance to react (SIGSTOP) and goes on: everything on the screen is in doubt. */
  continued(): void;
  /** SIGTERM or SIGHUP. */
  end(): void;
  /** SIGWINCH: the terminal has, or for a moment had, another size. Node's own event tells of a new one only. */
  resized?(): void;
}
