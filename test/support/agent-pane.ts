import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Step, type WorldLine, writeWhole } from './agent-world.js';
import type { PrivateTmux } from './tmux.js';
import { until } from './until.js';

/** A command of the remote control. */
export type ControlCommand =
  | { readonly do: 'submit' | 'draft'; readonly text: string }
  | { readonly do: 'step'; readonly steps: readonly Step[]; readonly text?: string }
  | { readonly do: 'exit'; readonly code?: number };

/** One row of a transcript, as far as tests look at it. */
export interface RawRow {
  readonly type: string;
  readonly uuid: string;
  readonly sessionId: string;
  readonly version: string;
  readonly [key: string]: unknown;
}

/** A scripted agent that runs in a pane. */
export interface RunningAgent {
  readonly pane: string;
  readonly name: string;
  /** Pid of the agent's newest process in this pane. */
  pid(): Promise<number>;
  conversation(): Promise<string>;
  /** The visible screen, trailing blanks of each line gone. */
  screen(): Promise<string>;
  styled(): Promise<string>;
  /** Waits until the screen matches; gives it back. The error shows the last screen. */
  shows(pattern: RegExp, withinMs?: number): Promise<string>;
  /** Waits until the screen no longer matches. */
  hides(pattern: RegExp, withinMs?: number): Promise<string>;
  keys(...names: readonly string[]): Promise<void>;
  /** Types without submitting and waits until the composer shows it. */
  type(text: string): Promise<void>;
  /** Types, waits until it stands in the composer, then sends Enter alone. */
  submit(text: string): Promise<void>;
  /** Bracketed paste through a tmux buffer. */
  paste(text: string): Promise<void>;
  control(command: ControlCommand): Promise<void>;
  transcript(): Promise<readonly RawRow[]>;
}

interface Where {
  readonly tmux: PrivateTmux;
  readonly pane: string;
  readonly name: string;
  readonly world: string;
  readonly projects: string;
  readonly log: () => Promise<readonly WorldLine[]>;
}

async function readTranscript(projects: string, conversation: string): Promise<readonly RawRow[]> {
  for (const folder of await readdir(projects)) {
    const text = await readFile(join(projects, folder, `${conversation}.jsonl`), 'utf8').catch(() => null);
    if (text === null) continue;
    return text
      .trimEnd()
      .split('\n')
      .map((line): RawRow => JSON.parse(line));
  }
  return [];
}

async function started(where: Where): Promise<WorldLine> {
  return until(`${where.name} started`, async () =>
    (await where.log()).findLast((line) => line.event === 'start' && line.name === where.name),
  );
}

function screens({ tmux, pane }: Where) {
  const screen = async (): Promise<string> =>
    (await tmux.tmux('capture-pane', '-p', '-J', '-t', pane)).replace(/[ \t]+$/gm, '');
  const wait = async (pattern: RegExp, wanted: boolean, withinMs?: number): Promise<string> => {
    let last = '';
    const look = async (): Promise<string | null> => {
      last = await screen();
      return pattern.test(last) === wanted ? last : null;
    };
    return until(`${pattern} ${wanted ? 'on' : 'off'} the screen`, look, withinMs).catch((error: Error) => {
      throw new Error(`${error.message}\n${last.trimEnd()}`);
    });
  };
  return { screen, wait };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Hands for an agent's pane. */
export function runningAgent(where: Where): RunningAgent {
  const { tmux, pane, name, world, projects } = where;
  const { screen, wait } = screens(where);
  const shows = (pattern: RegExp, withinMs?: number) => wait(pattern, true, withinMs);
  const keys = async (...names: readonly string[]): Promise<void> => {
    await tmux.tmux('send-keys', '-t', pane, ...names);
  };
  // A no-break space stands after the prompt sign of the composer only, never after that of a submitted prompt.
  const type = async (text: string): Promise<void> => {
    await shows(/[❯>]\u00a0/);
    await tmux.tmux('send-keys', '-t', pane, '-l', '--', text);
    await shows(new RegExp(`[❯>]\\u00a0${escaped(text.slice(0, 20))}`));
  };
  let seq = 0;
  return {
    pane,
    name,
    screen,
    shows,
    keys,
    type,
    hides: (pattern, withinMs) => wait(pattern, false, withinMs),
    pid: async () => (await started(where)).pid,
    conversation: async () => (await started(where)).conversation,
    styled: () => tmux.tmux('capture-pane', '-p', '-e', '-t', pane),
    async submit(text) {
      await type(text);
      await keys('Enter');
    },
    async paste(text) {
      await tmux.tmux('set-buffer', '-b', `paste-${name}`, '--', text);
      await tmux.tmux('paste-buffer', '-p', '-d', '-b', `paste-${name}`, '-t', pane);
    },
    async control(command) {
      await started(where);
      seq += 1;
      await writeWhole(join(world, 'control', `${name}.json`), { seq, ...command });
    },
    async transcript() {
      return readTranscript(projects, (await started(where)).conversation);
    },
  };
}
