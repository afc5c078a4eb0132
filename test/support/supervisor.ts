import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Durable } from '../../src/core/engine/state.js';
import { until } from './until.js';

export const BIN = fileURLToPath(new URL('../../bin/claude-failover.js', import.meta.url));
const SHOWN_LINES = 30;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One line of `journal.jsonl`, as far as tests look at it. */
export interface JournalLine {
  readonly at: string;
  readonly type: string;
  readonly swap?: { readonly id: string; readonly phase: string; readonly to: string };
  readonly [key: string]: unknown;
}

/** `claude-failover run --headless` as a process of its own. */
export interface Headless {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** The lines it wrote to stderr so far: its log, or why it did not start. */
  lines(): readonly string[];
  count(pattern: RegExp): number;
  /** Waits for a line that matches, and gives it back; the error shows the last lines. */
  says(pattern: RegExp, withinMs?: number): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM; how it ended. */
  stop(): Promise<Ended>;
  kill(): Promise<Ended>;
}

export interface RunOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly config?: string | undefined;
  readonly stateDir?: string | undefined;
}

/** Starts the command and collects its lines; resolves at once. Whoever starts it ends it. */
export function runHeadless(options: RunOptions): Headless {
  const { config, stateDir } = options;
  const args = [
    ...['run', '--headless'],
    ...(config === undefined ? [] : ['--config', config]),
    ...(stateDir === undefined ? [] : ['--state-dir', stateDir]),
  ];
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return watched(child);
}

function watched(child: ChildProcess): Headless {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const lines = (): readonly string[] => text.split('\n').filter((line) => line !== '');
  const end = (name: NodeJS.Signals): Promise<Ended> => {
    child.kill(name);
    return ended;
  };
  return {
    pid: child.pid ?? -1,
    ended,
    lines,
    count: (pattern) => lines().filter((line) => pattern.test(line)).length,
    says: (pattern, withinMs) =>
      until(
        `the supervisor says ${pattern}`,
        () => lines().find((line) => pattern.test(line)),
        withinMs,
      ).catch((error: Error) => {
        throw new Error(`${error.message}\n${lines().slice(-SHOWN_LINES).join('\n')}`);
      }),
    signal: (name) => void child.kill(name),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** The durable state on disk; null while there is none. */
export async function readState(stateDir: string): Promise<Durable | null> {
  const text = await readFile(join(stateDir, 'state.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as { state: Durable }).state;
}

/** The journal so far; a line that is being written is left out. */
export async function readJournalLines(stateDir: string): Promise<readonly JournalLine[]> {
  const text = await readFile(join(stateDir, 'journal.jsonl'), 'utf8').catch(() => '');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line): JournalLine => JSON.parse(line));
}
