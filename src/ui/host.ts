/** What the dashboard needs of the process it runs in; this room sees neither timers nor signals. */
export interface Host {
  /** Calls back once after `ms`; returns what cancels it. */
  after(ms: number, callback: () => void): () => void;
  /** Stops the process as Ctrl-Z does (the terminal is already given back); resolves when it goes on. */
  stop(): Promise<void>;
  /** Tells of signals from outside until the returned function is called. */
  watch(signals: HostSignals): () => void;
}

export interface HostSignals {
  /** SIGTSTP came: give the terminal back, then `stop()`. */
  stopAsked(): void;
  /** The process was stopped without a chance to react (SIGSTOP) and goes on: everything on the screen is in doubt. */
  continued(): void;
  /** SIGTERM or SIGHUP. */
  end(): void;
}
