import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Step, WorldLine } from './agent-world.js';
import { writeWhole } from './agent-world.js';
import { openStage, type Stage, type Supervised } from './stage.js';
import { AGENT_COMMAND, type Wish } from './stage-config.js';
import { until } from './until.js';

export type Place = 'inbox' | 'running' | 'done' | 'failed' | 'signals';

export interface QueueWish extends Wish {
  /** What every prompt meets; by default an answer at once. */
  readonly turn?: Step | readonly Step[];
  readonly startup?: 'auto-mode';
}

/** A stage whose pool the supervisor itself makes, with a queue folder. */
export interface QueueStage {
  readonly stage: Stage;
  readonly dir: string;
  /** A supervisor with a pool of so many sessions; the same state directory each time. */
  supervise(size: number, wish?: QueueWish): Promise<Supervised>;
  /** Writes elsewhere and renames in. */
  drop(name: string, text: string): Promise<void>;
  ids(place: Place): Promise<readonly string[]>;
  reason(id: string): Promise<string>;
  /** Waits until the task is in this place. */
  isIn(id: string, place: Place, withinMs?: number): Promise<void>;
  /** Prompts the agents took, in order. */
  prompts(): Promise<readonly WorldLine[]>;
  end(): Promise<void>;
}

export async function openQueueStage(accounts?: readonly string[]): Promise<QueueStage> {
  const stage = await openStage(accounts);
  const { tmux } = stage.sandbox;
  const dir = join(tmux.dir, 'queue');
  const stateDir = stage.freshStateDir();
  const outside = join(tmux.dir, 'outside');
  await mkdir(outside);
  await tmux.start({ name: 'keep' });
  const ids = async (place: Place): Promise<readonly string[]> => {
    const names = await readdir(join(dir, place)).catch(() => []);
    return names.filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -3));
  };
  return {
    stage,
    dir,
    ids,
    async supervise(size, { turn = { do: 'reply' }, startup, ...wish } = {}) {
      const script = join(tmux.dir, 'queue-script.json');
      await writeWhole(script, { agents: { '*': { otherwise: turn, startup } } });
      const env = { ...stage.sandbox.env, FAKE_CLAUDE_SCRIPT: script };
      const pool = { first: 1, size, command: AGENT_COMMAND, env };
      const parts = { dispatcher: { queue_dir: dir }, ...wish.parts };
      return stage.supervise({ stateDir, wish: { ...wish, pool, parts } });
    },
    async drop(name, text) {
      await mkdir(join(dir, 'inbox'), { recursive: true });
      await writeFile(join(outside, name), text);
      await rename(join(outside, name), join(dir, 'inbox', name));
    },
    reason: (id) => readFile(join(dir, 'failed', `${id}.reason`), 'utf8'),
    async isIn(id, place, withinMs = 30_000) {
      await until(`${id} in ${place}`, async () => (await ids(place)).includes(id), withinMs);
    },
    async prompts() {
      return (await stage.record()).filter((line) => line.event === 'prompt');
    },
    end: () => stage.end(),
  };
}
