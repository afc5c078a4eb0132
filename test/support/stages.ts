import type { AgentOptions } from './agents.js';
import { openStage, type Stage } from './stage.js';

export const HOUR = 3_600_000;

/** An account that is limited from now on, for `setAccounts`. */
export const limited = (resetsInMs = 2 * HOUR) => ({ limitedUntil: Date.now() + resetsInMs });

/** Several stages with the same agents, for stories that mostly wait: each takes one that is free. */
export class Stages {
  readonly #all: readonly Stage[];
  readonly #free: Stage[];
  readonly #waiting: ((stage: Stage) => void)[] = [];

  constructor(all: readonly Stage[]) {
    this.#all = all;
    this.#free = [...all];
  }

  /** Plays a story on a stage that is as at the beginning. When it fails, logs and screens go to stderr. */
  async play(story: (stage: Stage) => Promise<void>): Promise<void> {
    const stage = this.#free.shift() ?? (await new Promise<Stage>((take) => this.#waiting.push(take)));
    try {
      await stage.reset();
      await stage.grownUp();
      await story(stage);
    } catch (error) {
      await stage.tell();
      throw error;
    } finally {
      const next = this.#waiting.shift();
      if (next) next(stage);
      else this.#free.push(stage);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map((stage) => stage.end()));
  }
}

/** Opens `count` stages, each with these agents at their prompts. */
export async function openStages(
  count: number,
  agents: (stage: Stage) => Readonly<Record<string, AgentOptions>>,
  accounts?: readonly string[],
): Promise<Stages> {
  const open = async (): Promise<Stage> => {
    const stage = await openStage(accounts);
    await stage.enter(agents(stage));
    return stage;
  };
  return new Stages(await Promise.all(Array.from({ length: count }, open)));
}
