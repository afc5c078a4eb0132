import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, errorText } from './errors.js';

/** Where the supervisor with this state directory keeps its journal. */
export function journalFile(stateDir: string): string {
  return join(stateDir, 'journal.jsonl');
}

const MAX_ENTRY_BYTES = 1024 * 1024;

export type JournalResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface Journal {
  /** Appends one entry as one line, in order, not yet on the disk. Never throws. */
  append(entry: unknown): JournalResult;
  /** Puts everything appended so far on the disk: before an effect that must survive a crash. Never throws. */
  sync(): Promise<JournalResult>;
  close(): void;
}

export interface JournalOptions {
  readonly file: string;
  /** Size of one file; one older file (`.1`) is kept beside the current one. */
  readonly maxBytes?: number;
  /** Bytes taken of those offered; for tests of a full disk. */
  readonly write?: (fd: number, bytes: Uint8Array) => number;
}

interface Opened {
  readonly fd: number;
  size: number;
  /** The last write was cut: the next entry begins on a line of its own. */
  cut: boolean;
}

function openFile(file: string): Opened {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const fd = openSync(file, flags, 0o600);
  const { size } = fstatSync(fd);
  const last = Buffer.alloc(1);
  if (size > 0) readSync(fd, last, 0, 1, size - 1);
  return { fd, size, cut: size > 0 && last[0] !== 0x0a };
}

/** Removes what a failed write left, so that no reader takes a refused entry for a kept one. */
function takeBack(target: Opened, done: number): void {
  if (done === 0) return;
  try {
    ftruncateSync(target.fd, target.size);
  } catch {
    target.size += done;
    target.cut = true;
  }
}

function writeLine(target: Opened, line: string, write: (fd: number, bytes: Uint8Array) => number): void {
  const bytes = Buffer.from(target.cut ? `\n${line}` : line);
  let done = 0;
  try {
    while (done < bytes.length) {
      const taken = write(target.fd, bytes.subarray(done));
      if (taken <= 0) throw new Error(`the disk took ${done} of ${bytes.length} bytes`);
      done += taken;
    }
  } catch (error) {
    takeBack(target, done);
    throw error;
  }
  target.size += done;
  target.cut = false;
}

/** An append-only file of JSON lines (0600), two of `maxBytes` (8 MB) at most. A removed file is begun anew. */
export function openJournal(options: JournalOptions): Journal {
  const { file } = options;
  const maxBytes = options.maxBytes ?? 8 * 1024 * 1024;
  const write = options.write ?? ((fd, bytes) => writeSync(fd, bytes));
  let opened: Opened | null = null;

  const close = () => {
    if (opened !== null) closeSync(opened.fd);
    opened = null;
  };
  const ready = (bytes: number): Opened => {
    if (opened !== null && fstatSync(opened.fd).nlink === 0) close();
    opened ??= openFile(file);
    if (opened.size > 0 && opened.size + bytes > maxBytes) {
      close();
      renameSync(file, `${file}.1`);
      opened = openFile(file);
    }
    return opened;
  };
  return {
    append: (entry) => {
      try {
        const line = `${JSON.stringify(entry)}\n`;
        if (line.length > MAX_ENTRY_BYTES)
          return { ok: false, reason: `an entry of ${line.length} bytes is too long` };
        writeLine(ready(Buffer.byteLength(line) + 1), line, write);
        return { ok: true };
      } catch (error) {
        return { ok: false, reason: `${file} cannot be written: ${errorText(error)}` };
      }
    },
    sync: () =>
      new Promise((settle) => {
        if (opened === null) return settle({ ok: true });
        fdatasync(opened.fd, (error) =>
          settle(
            error ? { ok: false, reason: `${file} is not on the disk: ${errorText(error)}` } : { ok: true },
          ),
        );
      }),
    close,
  };
}

export interface JournalContent {
  readonly entries: readonly unknown[];
  /** Lines that were cut or are no JSON. */
  readonly skipped: number;
}

/** Everything kept, oldest first: the older file, then the current one. A missing file counts as empty; throws when one cannot be read. */
export function readJournal(
  file: string,
  options: { readonly older: boolean } = { older: true },
): JournalContent {
  const entries: unknown[] = [];
  let skipped = 0;
  for (const path of options.older ? [`${file}.1`, file] : [file]) {
    let text = '';
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      continue;
    }
    for (const line of text.split('\n')) {
      if (line === '') continue;
      try {
        entries.push(JSON.parse(line));
      } catch {
        skipped += 1;
      }
    }
  }
  return { entries, skipped };
}
