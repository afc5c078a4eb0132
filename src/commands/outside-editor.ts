import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setImmediate as turn } from 'node:timers/promises';
import { errorText } from '../adapters/errors.js';
import type { Environment } from '../adapters/paths.js';
import { EDIT_MAX_BYTES } from '../ui/text/edit.js';

/** What a shell ends with when it finds no such program, or may not start it (POSIX, XCU 2.8.2). */
const NOT_STARTED: readonly (number | null)[] = [126, 127];

/** A program with plain arguments: it can take the shell's place, so that ending the child ends it. */
const SIMPLE = /^[\w./+-]+(?: [\w./+=:-]+)*$/;

/** Keys that mean the editor alone while it has the terminal; they come to its whole process group. */
const KEYBOARD = ['SIGINT', 'SIGQUIT'] as const;

const ignore = (): void => undefined;

/** Nobody here hears the keyboard's signals until the returned function is called. */
function deafToKeyboard(): () => void {
  const before = KEYBOARD.map((signal) => [signal, process.rawListeners(signal)] as const);
  for (const signal of KEYBOARD) {
    process.removeAllListeners(signal);
    process.on(signal, ignore);
  }
  return () => {
    for (const [signal, listeners] of before) {
      process.off(signal, ignore);
      for (const listener of listeners) process.on(signal, listener as NodeJS.SignalsListener);
    }
  };
}

function tooLong(file: string, size: number): string {
  const kb = `${Math.ceil(size / 1024)} KB`;
  return `The text was not taken: it has ${kb}, and 64 KB is the most. It is kept: move ${file} into the queue's inbox.`;
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    throw new Error(`The editor's text cannot be read: ${errorText(error)}. Try it again.`);
  }
}

/**
 * Ink 8 has stopped listening, but Node 24 goes on reading the terminal: the editor's first keys would be lost. A pause
 * stops the reading, from the turn on in which the stream has noticed that nobody listens.
 */
async function stopReading(): Promise<void> {
  await turn();
  process.stdin.pause();
  await turn();
}

function without(names: readonly string[]): Environment {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)));
}

export interface OutsideEditor {
  /** See `Host.editText`. */
  readonly edit: (text: string) => Promise<string | null>;
  /** Ends the editor that is open. */
  readonly end: () => void;
}

/** `$VISUAL`, else `$EDITOR`, else vi: over a file of its own that only we may read. `hidden`: variables it does not get. */
export function outsideEditor(env: Environment, hidden: () => readonly string[] = () => []): OutsideEditor {
  const command =
    [env.VISUAL, env.EDITOR].find((value) => value !== undefined && value.trim() !== '') ?? 'vi';
  let end = ignore;

  const open = (file: string): Promise<number | null> =>
    new Promise((resolve, reject) => {
      // As git does: the variable may hold a program with its arguments, or any piece of shell.
      const line = `${SIMPLE.test(command) ? 'exec ' : ''}${command} "$1"`;
      const child = spawn('/bin/sh', ['-c', line, 'sh', file], { stdio: 'inherit', env: without(hidden()) });
      end = () => void child.kill('SIGTERM');
      child.once('error', reject);
      child.once('exit', (code) => resolve(code));
    });

  return {
    edit: async (text) => {
      const dir = mkdtempSync(join(tmpdir(), 'claude-failover-edit-'));
      const file = join(dir, 'task.md');
      const hear = deafToKeyboard();
      let kept = false;
      try {
        writeFileSync(file, text === '' ? '' : `${text}\n`, { mode: 0o600, flag: 'wx' });
        await stopReading();
        const code = await open(file);
        if (NOT_STARTED.includes(code))
          throw new Error(`The editor did not start: ${command}. Set VISUAL or EDITOR to one that is there.`);
        if (code !== 0) return null;
        const size = sizeOf(file);
        kept = size > EDIT_MAX_BYTES;
        if (kept) throw new Error(tooLong(file, size));
        // Editors end every file with a line feed.
        return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      } finally {
        end = ignore;
        hear();
        if (!kept) rmSync(dir, { recursive: true, force: true });
      }
    },
    end: () => end(),
  };
}
