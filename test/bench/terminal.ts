import { spawn } from 'node:child_process';
import { type PrivateTmux, privateTmux } from '../support/tmux.ts';

/** A program in a real terminal: a pane of a tmux server of its own, watched and typed into over one control client. */
export interface Terminal {
  /** Starts a program in the pane, in place of the one before; answers its start, `performance.now()`. */
  run(argv: readonly string[], env: Readonly<Record<string, string>>): number;
  pid(): Promise<number>;
  /** Keys as tmux names them; answers when they were given, `performance.now()`. */
  press(...keys: readonly string[]): number;
  /** Bytes that the program has written to its terminal so far. */
  written(): number;
  /** When the text was written, counted from this call on; what was written before does not count. */
  awaits(text: string | RegExp, withinMs?: number): Promise<number>;
  screen(): Promise<string>;
  end(): Promise<void>;
}

const ESCAPED = /\\([0-7]{3})/g;

interface Waiting {
  readonly holds: (seen: string) => boolean;
  readonly found: (atMs: number) => void;
  seen: string;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** What the control client tells, in lines; `%output` holds what the pane wrote, with control characters as octals. */
function listener(): {
  feed(chunk: string): void;
  written(): number;
  readonly waiting: Set<Waiting>;
} {
  const waiting = new Set<Waiting>();
  let bytes = 0;
  let rest = '';
  const take = (line: string): void => {
    const output = /^%output %\d+ (.*)$/s.exec(line)?.[1];
    if (output === undefined) return;
    const atMs = performance.now();
    // The chunks are read as latin1, so a character is a byte.
    const text = output.replace(ESCAPED, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    bytes += text.length;
    for (const one of waiting) {
      one.seen += text;
      if (!one.holds(one.seen)) continue;
      waiting.delete(one);
      one.found(atMs);
    }
  };
  return {
    waiting,
    written: () => bytes,
    feed: (chunk) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    },
  };
}

function control(tmux: PrivateTmux) {
  const argv = ['-u', '-S', tmux.socketPath, '-f', '/dev/null', '-C', 'attach-session', '-t', 'terminal'];
  const child = spawn('tmux', argv, { env: tmux.env, stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const heard = listener();
  child.stdout.setEncoding('latin1').on('data', heard.feed);
  const order = (words: readonly string[]): number => {
    const atMs = performance.now();
    child.stdin.write(`${words.map(quoted).join(' ')}\n`);
    return atMs;
  };
  const end = async (): Promise<void> => {
    child.stdin.end();
    await gone;
  };
  return { heard, order, end };
}

export async function openTerminal(cols: number, rows: number): Promise<Terminal> {
  const tmux = await privateTmux();
  await tmux.start({ name: 'terminal', cols, rows });
  await tmux.tmux('set-option', '-g', 'remain-on-exit', 'on');
  // Our own client has no size; the window keeps the one it was made with.
  await tmux.tmux('set-option', '-g', 'window-size', 'manual');
  const { heard, order, end } = control(tmux);
  return {
    run: (argv, env) => {
      const vars = Object.entries(env).map(([key, value]) => `${key}=${value}`);
      return order(['respawn-pane', '-k', '-t', 'terminal', 'env', '-i', ...vars, ...argv]);
    },
    pid: async () => Number(await tmux.tmux('display-message', '-p', '-t', 'terminal', '#{pane_pid}')),
    press: (...keys) => order(['send-keys', '-t', 'terminal', ...keys]),
    written: heard.written,
    awaits: (text, withinMs = 30_000) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          heard.waiting.delete(one);
          reject(
            new Error(`the terminal did not show ${text} within ${withinMs} ms: ${one.seen.slice(-400)}`),
          );
        }, withinMs);
        const one: Waiting = {
          seen: '',
          holds: (seen) => (typeof text === 'string' ? seen.includes(text) : text.test(seen)),
          found: (atMs) => {
            clearTimeout(late);
            resolve(atMs);
          },
        };
        heard.waiting.add(one);
      }),
    screen: () => tmux.tmux('capture-pane', '-p', '-t', 'terminal'),
    end: async () => {
      await end();
      await tmux.end();
    },
  };
}
