import process from 'node:process';
import type { Environment } from '../adapters/paths.js';
import type { Host, HostSignals } from '../ui/index.js';
import { outsideEditor } from './outside-editor.js';

/** How long a stop may take to happen: without job control SIGTSTP does nothing at all. */
const STOP_WITHIN_MS = 300;

/**
 * While it was stopped the process was not in the terminal's foreground group, so a resize told it nothing: Node
 * reads the size again when it hears SIGWINCH.
 */
function readSizeAgain(): void {
  process.emit('SIGWINCH', 'SIGWINCH');
}

function stopProcess(): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      process.off('SIGCONT', go);
      readSizeAgain();
      resolve();
    };
    const timer = setTimeout(go, STOP_WITHIN_MS);
    process.once('SIGCONT', go);
    // The whole group, as the terminal would: a wrapper (npm, a shell script) must stop too, else the shell waits on.
    process.kill(0, 'SIGTSTP');
  });
}

/**
 * The terminal has gone (its window was closed): writing fails with EIO, before SIGHUP comes or after it. The
 * listeners stay: what is written on the way out must not end the process before the supervisor has stopped.
 */
function onLostTerminal(end: () => void): void {
  for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on('error', end);
}

/** Timers, signals and the person's editor for the dashboard. `hidden`: variables the editor does not get. */
export function processHost(
  env: Environment = process.env,
  hidden: () => readonly string[] = () => [],
): Host {
  const editor = outsideEditor(env, hidden);
  const watchers = new Set<HostSignals>();
  let stopping = false;
  const each = (tell: (one: HostSignals) => void): void => {
    for (const one of watchers) tell(one);
  };
  const end = (): void => {
    editor.end();
    each((one) => one.end());
  };
  const goOn = (): void => {
    if (stopping) return;
    readSizeAgain();
    each((one) => one.continued());
  };
  const listeners: readonly (readonly [NodeJS.Signals, () => void])[] = [
    ['SIGWINCH', () => each((one) => one.resized?.())],
    ['SIGTSTP', () => each((one) => one.stopAsked())],
    ['SIGCONT', goOn],
    ['SIGTERM', end],
    ['SIGINT', end],
    ['SIGHUP', end],
  ];
  onLostTerminal(end);
  const listen = (on: boolean, only?: NodeJS.Signals): void => {
    for (const [signal, listener] of listeners) {
      if (only !== undefined && only !== signal) continue;
      if (on) process.on(signal, listener);
      else process.off(signal, listener);
    }
  };

  return {
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    stop: async () => {
      stopping = true;
      // With a listener SIGTSTP would not stop the process.
      listen(false, 'SIGTSTP');
      try {
        await stopProcess();
      } finally {
        if (watchers.size > 0) listen(true, 'SIGTSTP');
        stopping = false;
      }
    },
    editText: editor.edit,
    watch: (signals) => {
      if (watchers.size === 0) listen(true);
      watchers.add(signals);
      return () => {
        if (!watchers.delete(signals) || watchers.size > 0) return;
        listen(false);
      };
    },
  };
}
