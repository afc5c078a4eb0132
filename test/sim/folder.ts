import {
  NO_QUEUE,
  type QueueFacts,
  type TaskSignal,
  type WaitingTask,
} from '../../dist/core/dispatcher/task.js';
import { byTurn } from '../../dist/core/dispatcher/waiting-order.js';
import type { Done, TaskMove } from '../../dist/core/ports.js';
import type { Plant } from './plants.ts';

export type Place = 'inbox' | 'running' | 'done' | 'failed';
const PLACES: readonly Place[] = ['inbox', 'running', 'done', 'failed'];
const SHOWN = 30;

/** The queue folder in memory: each place holds files by their task's id, so that a file could be in two of them. */
export class Folder {
  readonly #places: Readonly<Record<Place, Map<string, number>>> = {
    inbox: new Map(),
    running: new Map(),
    done: new Map(),
    failed: new Map(),
  };
  readonly #headers = new Map<string, WaitingTask>();
  readonly #reasons = new Map<string, string>();
  readonly #plant: Plant;
  /** In `inbox/` and not read yet. */
  readonly #unread = new Set<string>();
  #signals: readonly TaskSignal[] = [];

  constructor(plant: Plant) {
    this.#plant = plant;
  }

  drop(task: WaitingTask): void {
    this.#headers.set(task.id, task);
    this.#places.inbox.set(task.id, task.arrivedMs);
    this.#unread.add(task.id);
  }

  get isRead(): boolean {
    return this.#unread.size === 0;
  }

  /** It could not be read back just now. */
  missed(id: string): void {
    this.#unread.add(id);
  }

  /** The supervisor's eyes read what is new in `inbox/`. */
  read(): void {
    this.#unread.clear();
  }

  /** Ids with the wall time at which they came there, oldest first. */
  in(place: Place): ReadonlyMap<string, number> {
    return this.#places[place];
  }

  /** Everywhere this task's file is. */
  placesOf(id: string): readonly Place[] {
    return PLACES.filter((place) => this.#places[place].has(id));
  }

  get files(): number {
    return PLACES.reduce((sum, place) => sum + this.#places[place].size, 0);
  }

  header(id: string): WaitingTask | undefined {
    return this.#headers.get(id);
  }

  /** A signal of this task, in place of an earlier one. */
  signal(signal: TaskSignal): void {
    this.#signals = [...this.#signals.filter((one) => one.id !== signal.id), signal];
  }

  unsignal(id: string): void {
    this.#signals = this.#signals.filter((one) => one.id !== id);
  }

  move(
    { task, from, to, reason }: Omit<TaskMove, 'from' | 'to'> & { from: Place; to: Place },
    wallMs: number,
  ): Done {
    if (!this.#places[from].has(task)) return { ok: false, reason: `${task} is not in ${from}` };
    if (!(this.#plant.copies && from === 'running')) this.#places[from].delete(task);
    if (!(this.#plant.loses && to === 'done')) this.#places[to].set(task, wallMs);
    if (from === 'running') this.unsignal(task);
    if (to === 'failed') this.#reasons.set(task, reason);
    return { ok: true };
  }

  remove(place: Place, id: string): void {
    this.#places[place].delete(id);
    if (this.placesOf(id).length > 0) return;
    this.#headers.delete(id);
    this.#reasons.delete(id);
  }

  reason(id: string): string {
    return this.#reasons.get(id) ?? '';
  }

  facts(): QueueFacts {
    const { inbox, running, done, failed } = this.#places;
    const seen = [...inbox.keys()].filter((id) => !this.#unread.has(id));
    const waiting = seen.flatMap((id) => this.#headers.get(id) ?? []);
    return {
      ...NO_QUEUE,
      waiting: waiting.sort(byTurn),
      running: [...running.keys()],
      done: done.size,
      failed: failed.size,
      finished: [...this.#newest('failed'), ...this.#newest('done')],
      signals: this.#signals.filter((signal) => running.has(signal.id)),
    };
  }

  #newest(outcome: 'done' | 'failed'): QueueFacts['finished'] {
    return [...this.#places[outcome]]
      .slice(-SHOWN)
      .reverse()
      .map(([id, atMs]) => ({ id, outcome, atMs, reason: this.reason(id).split('\n')[0] ?? '' }));
  }
}
