import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/until.ts';
import { quoted } from './shell.ts';

/** Shown by the editor that the dashboard lends its terminal to, until Enter. */
export const EDITOR_SHOWN = 'THE EDITOR OF A PERSON';

/** The program that goes through the storm, as a line for a shell. */
export interface Subject {
  readonly line: string;
  /** Its pid: of the newest start. */
  pid(): number;
  /** `R`, `S`, `T` (stopped) …; null when it has gone. */
  state(): string | null;
  /** Time in which it had something to do, in ms: on a core, or waiting for one. */
  busyMs(): number;
  /** All it wrote to stderr. */
  stderr(): string;
  /** Waits until it hears SIGCONT: only then is it told that it was stopped. */
  listens(): Promise<void>;
}

const SIGCONT = 18n;

/** Writes what starts a program below `dir`: its pid and stderr go to files, its editor is a script. */
export function subjectIn(
  dir: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Subject {
  mkdirSync(dir, { recursive: true });
  const [start, pidFile, errors, editor] = ['start', 'pid', 'errors', 'editor'].map((name) =>
    join(dir, name),
  );
  const all = { ...env, EDITOR: editor, VISUAL: '' };
  const vars = Object.entries(all).map(([name, value]) => quoted(`${name}=${value}`));
  writeFileSync(
    editor ?? '',
    `#!/bin/sh\necho '${EDITOR_SHOWN}'\nread line\nprintf 'written outside\\n' >> "$1"\n`,
  );
  chmodSync(editor ?? '', 0o755);
  // What a shell in tmux knows of it, where it is in one.
  const tmux = ['TMUX', 'TMUX_PANE'].map((name) => `$\{${name}:+"${name}=$${name}"}`).join(' ');
  const command = `exec env -i ${vars.join(' ')} ${tmux} ${argv.map(quoted).join(' ')} 2>>${quoted(errors ?? '')}`;
  writeFileSync(start ?? '', `echo $$ > ${quoted(pidFile ?? '')}\n${command}\n`);
  writeFileSync(errors ?? '', '');
  const read = (path: string): string | null => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  };
  const pid = (): number => Number(read(pidFile ?? '') ?? 0);
  return {
    line: `sh ${quoted(start ?? '')}; echo "ended $?"`,
    pid,
    state: () => {
      const state = /\) (\w) /.exec(read(`/proc/${pid()}/stat`) ?? '')?.[1] ?? null;
      return state === 'Z' ? null : state;
    },
    busyMs: () => {
      // schedstat (Linux): nanoseconds run, and nanoseconds runnable without a core. A starved program only looks idle.
      const [ranNs = 0, waitedNs = 0] = (read(`/proc/${pid()}/schedstat`) ?? '').split(' ').map(Number);
      return (ranNs + waitedNs) / 1_000_000;
    },
    stderr: () => read(errors ?? '') ?? '',
    listens: async () => {
      await until('it hears SIGCONT', () => {
        const caught = /^SigCgt:\s+([0-9a-f]+)/m.exec(read(`/proc/${pid()}/status`) ?? '')?.[1] ?? '0';
        return (BigInt(`0x${caught}`) & (1n << (SIGCONT - 1n))) !== 0n;
      });
    },
  };
}
