import { execFile, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type PrivateTmux, privateTmux } from '../support/tmux.ts';
import { until } from '../support/until.ts';
import type { Seat } from './seat.ts';
import { type Size, Tape } from './tape.ts';

export interface TmuxSeatOptions {
  /** The server the seat is in; someone else ends it. */
  readonly tmux: PrivateTmux;
  readonly size: Size;
  readonly argv: readonly string[];
  /** `window`: the window is resized by a command. `client`: a terminal that shows it is. */
  readonly by: 'window' | 'client';
}

const NAME = 'seat';

/** Feeds a tape with what the pane writes. A control client could be switched to another session by the dashboard. */
async function watch(tmux: PrivateTmux, pane: string, tape: Tape): Promise<{ end(): Promise<void> }> {
  const pipe = join(tmux.dir, 'written');
  await promisify(execFile)('mkfifo', [pipe]);
  const child = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'ignore'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdout.on('data', (chunk: Buffer) => tape.output(chunk));
  await tmux.tmux('pipe-pane', '-O', '-t', pane, `exec cat > '${pipe}'`);
  return {
    end: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** A terminal of changing size that shows the session: a pane of another server with a client in it. */
async function viewer(tmux: PrivateTmux, { cols, rows }: Size): Promise<PrivateTmux> {
  const outer = await privateTmux();
  await outer.start({
    cols,
    rows,
    argv: ['env', '-u', 'TMUX', 'tmux', '-u', '-S', tmux.socketPath, '-f', '/dev/null', 'attach', '-t', NAME],
  });
  await outer.tmux('set-option', '-g', 'status', 'off');
  return outer;
}

/** A shell in a pane of this server. */
export async function tmuxSeat({ tmux, size, argv, by }: TmuxSeatOptions): Promise<Seat> {
  const pane = await tmux.start({ name: NAME, ...size, argv });
  await tmux.tmux('set-option', '-t', NAME, 'status', 'off');
  if (by === 'window') await tmux.tmux('set-option', '-t', NAME, 'window-size', 'manual');
  const tape = new Tape(size);
  const watcher = await watch(tmux, pane, tape);
  const outer = by === 'client' ? await viewer(tmux, size) : null;
  const tty = await tmux.tmux('display-message', '-p', '-t', pane, '#{pane_tty}');
  // The supervisor has a client of its own, in control mode.
  const clientOf = async (): Promise<string> => {
    const clients = await tmux.tmux('list-clients', '-F', '#{client_control_mode} #{client_name}');
    return /^0 (.+)$/m.exec(clients)?.[1] ?? '';
  };
  if (outer !== null) await until('the viewer of the seat', async () => (await clientOf()) !== '');
  const attend = async (): Promise<void> => {
    if (outer !== null) await tmux.tmux('switch-client', '-c', await clientOf(), '-t', NAME);
  };
  const hex = (text: string): readonly string[] =>
    Array.from(Buffer.from(text), (byte) => byte.toString(16).padStart(2, '0'));
  const buffered = async (text: string, ...how: readonly string[]): Promise<void> => {
    const file = join(tmux.dir, 'typed');
    await writeFile(file, text);
    await tmux.tmux('load-buffer', '-b', 'typed', file);
    await tmux.tmux('paste-buffer', '-d', '-r', ...how, '-b', 'typed', '-t', pane);
  };
  return {
    tape,
    keys: async (...keys) => {
      for (const key of keys) await tmux.tmux('send-keys', '-t', pane, '-H', ...hex(key));
    },
    chunk: (bytes) => buffered(bytes),
    paste: (text) => buffered(text, '-p'),
    resize: async ({ cols, rows }) => {
      // A terminal has its size before the program hears of it; what tmux tells of layouts comes later than that.
      tape.resized({ cols, rows });
      await attend();
      if (outer === null) await tmux.tmux('resize-window', '-t', pane, '-x', `${cols}`, '-y', `${rows}`);
      else await outer.tmux('resize-window', '-t', 'main', '-x', `${cols}`, '-y', `${rows}`);
    },
    tty,
    attend,
    screen: () => tmux.tmux('capture-pane', '-p', '-t', pane),
    history: () => tmux.tmux('capture-pane', '-p', '-S', '-', '-t', pane),
    flags: async () => {
      const flags = await tmux.tmux('display-message', '-p', '-t', pane, '#{alternate_on} #{cursor_flag}');
      return { alternate: flags.startsWith('1'), cursor: flags.endsWith('1') };
    },
    end: async () => {
      await watcher.end();
      await outer?.end();
    },
  };
}
