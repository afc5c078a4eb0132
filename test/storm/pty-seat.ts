import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until.ts';
import { type Seat, stty } from './seat.ts';
import { quoted } from './shell.ts';
import { type Size, Tape } from './tape.ts';

/**
 * A shell on a pseudo-terminal without tmux, made by `script` (util-linux) and resized by `stty`, which raises SIGWINCH
 * like any terminal. The model is all there is to see.
 */
export async function ptySeat(options: {
  readonly size: Size;
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
}): Promise<Seat> {
  const dir = mkdtempSync(join(tmpdir(), 'cf-pty-'));
  const ttyFile = join(dir, 'tty');
  const { cols, rows } = options.size;
  const line = [
    `stty cols ${cols} rows ${rows}`,
    `tty > ${quoted(ttyFile)}`,
    `exec ${options.argv.map(quoted).join(' ')}`,
  ].join('; ');
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    env: { ...options.env, SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const tape = new Tape(options.size);
  child.stdout.on('data', (chunk: Buffer) => tape.output(chunk));
  const tty = await until('a terminal', () => {
    try {
      return /^\/dev\/\S+/.exec(readFileSync(ttyFile, 'utf8'))?.[0];
    } catch {
      return null;
    }
  });
  let bracketed = false;
  tape.listen((moment) => {
    if (moment.type !== 'o') return;
    const last = Math.max(moment.text.lastIndexOf('\u001b[?2004h'), moment.text.lastIndexOf('\u001b[?2004l'));
    if (last >= 0) bracketed = moment.text.startsWith('\u001b[?2004h', last);
  });
  const write = async (bytes: string): Promise<void> => {
    child.stdin.write(bytes);
  };
  return {
    tape,
    keys: async (...keys) => {
      for (const key of keys) {
        await write(key);
        // What is written at once would be one piece.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    chunk: write,
    paste: (text) => write(bracketed ? `\u001b[200~${text}\u001b[201~` : text),
    resize: async (size) => {
      // As a terminal: it has its size before the program hears of it.
      tape.resized(size);
      await stty(tty, 'cols', `${size.cols}`, 'rows', `${size.rows}`);
    },
    tty,
    attend: async () => undefined,
    screen: async () => null,
    history: async () => null,
    flags: async () => null,
    end: async () => {
      // The shell hears of it by its terminal, which goes with this.
      child.kill('SIGKILL');
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
