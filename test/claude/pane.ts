import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface PaneSpec {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly cols: number;
  readonly rows: number;
  /** Its place on a tmux server shared with others; left out: a server of its own. */
  readonly seat?: { readonly socket: string; readonly name: string };
}

const POLL_MS = 120;
const SETTLED_POLLS = 6;

const CLOSE_MS = 10_000;

/** Nobody reaps orphans inside the sandbox: a zombie counts as ended. */
function running(pid: string): boolean {
  try {
    return pid !== '' && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** A program in the one pane of a session on a private tmux server. */
export class Pane {
  private readonly socket: string;
  private readonly name: string;
  private readonly end: readonly string[];

  constructor(folder: string, spec: PaneSpec) {
    this.socket = spec.seat?.socket ?? join(folder, `tmux-${process.hrtime.bigint()}`);
    this.name = spec.seat?.name ?? 'check';
    this.end = spec.seat === undefined ? ['kill-server'] : ['kill-session', '-t', `=${this.name}`];
    const env = Object.entries(spec.env).map(([key, value]) => `${key}=${value}`);
    const size = ['-x', String(spec.cols), '-y', String(spec.rows)];
    this.tmux(
      'new-session',
      '-d',
      '-s',
      this.name,
      ...size,
      '-c',
      spec.cwd,
      '--',
      '/usr/bin/env',
      '-i',
      ...env,
      ...spec.argv,
    );
    // Of this window only: with the global option tmux 3.3a crashes at the next `new-session`.
    this.tmux('set-option', '-w', '-t', this.target, 'window-size', 'manual');
    this.tmux('set-option', '-w', '-t', this.target, 'remain-on-exit', 'on');
  }

  private get target(): string {
    return `=${this.name}:`;
  }

  /** Process id of the pane's program, '' when there is none. */
  pid(): string {
    return this.tmux('list-panes', '-t', this.target, '-F', '#{pane_pid}').trim();
  }

  private tmux(...args: readonly string[]): string {
    const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', TERM: 'xterm-256color' };
    return spawnSync('tmux', ['-u', '-S', this.socket, '-f', '/dev/null', ...args], { encoding: 'utf8', env })
      .stdout;
  }

  /** The screen with tmux's own wraps joined, or with colours. Trailing blank rows kept. */
  screen(as: 'text' | 'ansi' = 'text'): string {
    return this.tmux('capture-pane', '-p', as === 'text' ? '-J' : '-e', '-t', this.target);
  }

  keys(...names: readonly string[]): void {
    this.tmux('send-keys', '-t', this.target, ...names);
  }

  /** Types text as one bracketed paste, without Enter. */
  type(words: string): void {
    const file = `${this.socket}.paste`;
    writeFileSync(file, words, { mode: 0o600 });
    this.tmux('load-buffer', '-b', 'words', file);
    this.tmux('paste-buffer', '-p', '-d', '-b', 'words', '-t', this.target);
  }

  /** Waits for a screen that `test` accepts. Throws with the screen it saw last. */
  async until(
    what: string,
    test: RegExp | ((screen: string) => boolean),
    timeoutMs = 30_000,
  ): Promise<string> {
    const accepts = typeof test === 'function' ? test : (screen: string): boolean => test.test(screen);
    for (const end = Date.now() + timeoutMs; Date.now() < end; await wait(POLL_MS)) {
      const screen = this.screen();
      if (accepts(screen)) return screen;
    }
    throw new Error(`never saw ${what}: the screen shows\n${this.screen().trimEnd()}`);
  }

  /** Waits until the screen has stopped changing. */
  async settle(timeoutMs = 15_000): Promise<string> {
    let same = 0;
    let last = '';
    return this.until(
      'a quiet screen',
      (screen) => {
        same = screen === last ? same + 1 : 0;
        last = screen;
        return same >= SETTLED_POLLS;
      },
      timeoutMs,
    );
  }

  /** Pastes a prompt, waits until it is drawn, and submits it. */
  async say(words: string): Promise<void> {
    const sight = (words.split('\n')[0] ?? '').slice(0, 12);
    this.type(words);
    await this.until(`the draft "${sight}"`, (screen) => screen.includes(sight));
    await this.settle();
    this.keys('Enter');
    await wait(POLL_MS);
  }

  /** Ends the program and waits until it is gone: it still writes its files while it ends. */
  async close(): Promise<void> {
    const pid = this.pid();
    this.tmux(...this.end);
    for (const end = Date.now() + CLOSE_MS; running(pid) && Date.now() < end; ) await wait(POLL_MS);
  }
}
