import { closeSync, constants, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { cleanText } from '../core/clean-text.js';
import { redactor } from './redact.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Log {
  /** One line. Never throws: a log that cannot be written must not stop the work. */
  write(level: LogLevel, text: string): void;
  /** Further values that must never be written, from now on. */
  hide(secrets: readonly string[]): void;
  /** Writes out the count of folded repeats and closes the file. */
  close(): void;
}

export interface LogOptions {
  /** null: no file. */
  readonly file: string | null;
  /** Headless: the lines go to stderr as well. Never with the dashboard, which owns the terminal. */
  readonly stderr?: ((line: string) => void) | null;
  readonly wallMs?: () => number;
  readonly maxBytes?: number;
  /** Files kept, the current one included. */
  readonly keep?: number;
}

const MAX_LINE = 4_000;
/** The same line again within this time is counted, not written. */
const FOLD_MS = 60_000;

interface Sink {
  write(line: string): void;
  close(): void;
}

/** `file`, `file.1` … `file.<keep - 1>`, each of at most `maxBytes`. Errors are swallowed; the next line tries again. */
function rotatingFile(file: string, maxBytes: number, keep: number): Sink {
  let fd: number | null = null;
  let size = 0;
  const close = () => {
    if (fd !== null) closeSync(fd);
    fd = null;
  };
  const open = (): number => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
    const opened = openSync(file, flags, 0o600);
    size = fstatSync(opened).size;
    return opened;
  };
  const rotate = () => {
    close();
    for (let i = keep - 1; i >= 1; i--) {
      try {
        renameSync(i === 1 ? file : `${file}.${i - 1}`, `${file}.${i}`);
      } catch {
        // That number is not there yet.
      }
    }
  };
  return {
    write: (line) => {
      try {
        if (fd !== null && fstatSync(fd).nlink === 0) close();
        fd ??= open();
        const bytes = Buffer.from(line);
        if (size > 0 && size + bytes.length > maxBytes) {
          rotate();
          fd = open();
        }
        size += writeSync(fd, bytes);
      } catch {
        close();
      }
    },
    close,
  };
}

/** `2026-11-22T08:00:00.000Z warn  [quota] swap cooldown active`: one line each, clean of control characters and secrets. */
export function openLog(options: LogOptions): Log {
  const wallMs = options.wallMs ?? Date.now;
  const sink =
    options.file === null
      ? null
      : rotatingFile(options.file, options.maxBytes ?? 5 * 1024 * 1024, options.keep ?? 10);
  const hidden = new Set<string>();
  let redact = redactor([]);
  let last = { line: '', at: 0, repeats: 0 };

  const put = (line: string) => {
    const stamped = `${new Date(wallMs()).toISOString()} ${line}\n`;
    sink?.write(stamped);
    try {
      options.stderr?.(stamped);
    } catch {
      // A closed stderr is no reason to stop.
    }
  };
  const tellRepeats = () => {
    if (last.repeats > 0)
      put(`info  the line before came ${last.repeats} more time${last.repeats > 1 ? 's' : ''}`);
    last.repeats = 0;
  };
  return {
    write: (level, text) => {
      const line = `${level.padEnd(5)} ${cleanText(redact(text), MAX_LINE)}`;
      const now = wallMs();
      if (line === last.line && Math.abs(now - last.at) < FOLD_MS) {
        last.repeats += 1;
        return;
      }
      tellRepeats();
      last = { line, at: now, repeats: 0 };
      put(line);
    },
    hide: (secrets) => {
      for (const secret of secrets) hidden.add(secret);
      redact = redactor([...hidden]);
    },
    close: () => {
      tellRepeats();
      sink?.close();
    },
  };
}
