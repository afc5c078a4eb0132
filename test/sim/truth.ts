import type { TaskAction } from '../../dist/core/commands.js';
import type { WaitingTask } from '../../dist/core/dispatcher/task.js';
import type { Place } from './folder.ts';
import type { Stay } from './surroundings.ts';

/** What the world knows of one task. */
interface Known {
  /** Submits it may have had by now in all. */
  allowed: number;
  readonly attempts: number;
  submits: number;
  /** The stay in `running/` it is in, or was in last; counted from 1. */
  stay: number;
  submitsOfStay: number;
  /** Its turn ended with a reply in this stay. */
  replied: boolean;
  signalled: readonly ('done' | 'failed')[];
  /** Whether its prompt arrived is not known for sure to anybody. */
  blurred: boolean;
  asked: TaskAction | null;
  hasLeft: boolean;
}

/** What truly became of every task, seen from the agents and the files; sentences on what is broken. */
export class TaskTruth {
  readonly #tasks = new Map<string, Known>();
  readonly #defaultAttempts: number;

  constructor(defaultAttempts: number) {
    this.#defaultAttempts = defaultAttempts;
  }

  get ids(): readonly string[] {
    return [...this.#tasks.keys()];
  }

  get count(): number {
    return this.#tasks.size;
  }

  dropped({ id, attempts }: WaitingTask): void {
    const most = attempts ?? this.#defaultAttempts;
    this.#tasks.set(id, {
      allowed: most,
      attempts: most,
      submits: 0,
      stay: 0,
      submitsOfStay: 0,
      replied: false,
      signalled: [],
      blurred: false,
      asked: null,
      hasLeft: true,
    });
  }

  tidied(id: string): void {
    this.#tasks.delete(id);
  }

  claimed(id: string): void {
    const task = this.#tasks.get(id);
    if (!task) return;
    const fresh = {
      submitsOfStay: 0,
      replied: false,
      signalled: [],
      blurred: false,
      asked: null,
      hasLeft: false,
    };
    Object.assign(task, fresh, { stay: task.stay + 1 });
  }

  stayOf(id: string): Stay {
    return { task: id, number: this.#tasks.get(id)?.stay ?? 0 };
  }

  /** This stay goes on. */
  isIn({ task, number }: Stay): boolean {
    const known = this.#tasks.get(task);
    return known?.stay === number && !known.hasLeft;
  }

  /** Its prompt was submitted at an agent. */
  submitted(id: string): readonly string[] {
    const task = this.#tasks.get(id);
    if (!task) return [`${id} was submitted, and nobody dropped it`];
    task.submits += 1;
    task.submitsOfStay += 1;
    const broken: string[] = [];
    if (task.submitsOfStay > 1) broken.push(`${id} was submitted ${task.submitsOfStay} times in one attempt`);
    if (task.submits > task.allowed)
      broken.push(`${id} was submitted ${task.submits} times, it may be tried ${task.allowed} times`);
    return broken;
  }

  /** Nobody can tell whether its prompt arrived: it may end as failed whatever its session does. */
  blur(id: string): void {
    const task = this.#tasks.get(id);
    if (task) task.blurred = true;
  }

  replied({ task: id, number }: Stay): void {
    const task = this.#tasks.get(id);
    if (task?.stay === number) task.replied = true;
  }

  signalled(id: string, outcome: 'done' | 'failed'): void {
    const task = this.#tasks.get(id);
    if (task) task.signalled = [...task.signalled, outcome];
  }

  /** A person's wish; what is returned takes it back when it is refused. */
  ask(id: string, action: TaskAction, place: Place): () => void {
    const task = this.#tasks.get(id);
    if (!task) return () => undefined;
    const { asked, allowed } = task;
    if (place === 'running') task.asked = action;
    if (action === 'retry') task.allowed = place === 'running' ? allowed + 1 : task.submits + task.attempts;
    return () => Object.assign(task, { asked, allowed });
  }

  /** Whether a person had a hand in how it ends. */
  wasAsked(id: string): boolean {
    return (this.#tasks.get(id)?.asked ?? null) !== null;
  }

  /** It left `running/`: was there a reason? `atWork`: its own turn runs on. */
  left(id: string, to: Place, atWork: boolean): string | null {
    const task = this.#tasks.get(id);
    if (!task) return null;
    task.hasLeft = true;
    if (to === 'done')
      return task.replied || task.signalled.includes('done')
        ? null
        : `${id} is done, and its turn has not ended`;
    const known = task.asked !== null || task.signalled.includes('failed') || task.blurred;
    return atWork && !known ? `${id} went to ${to} while its turn ran, and nobody asked for it` : null;
  }
}
