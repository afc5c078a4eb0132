import type { VacantPane } from '../../dist/core/engine/events.js';
import type { PaneId } from '../../dist/core/ids.js';
import type { PaneTarget, ServerId } from '../../dist/core/ports.js';
import type { SimSession } from './session.ts';

/** The one pane of a tmux session. */
export interface Pane {
  readonly name: string;
  readonly server: ServerId;
  readonly pane: PaneId;
  panePid: number;
  /** A shell behind the agent: the pane outlives it as before. */
  readonly shell: boolean;
  /** It stays, dead, when its program ends. */
  keeps: boolean;
  agent: SimSession | null;
  /** Of the program that ended; null while one lives or when a signal ended it. */
  status: number | null;
  dead: boolean;
}

/** The tmux server: sessions of one pane each, by name. */
export class Floor {
  #server: ServerId | null = null;
  #panes: Pane[] = [];
  #opened = 0;
  #pids = 1_000;
  #servers = 0;

  get server(): ServerId | null {
    return this.#server;
  }

  get agents(): readonly SimSession[] {
    return this.#panes.flatMap((pane) => pane.agent ?? []);
  }

  get panes(): readonly Pane[] {
    return this.#panes;
  }

  nextPid(): number {
    this.#pids += 1;
    return this.#pids;
  }

  named(name: string): Pane | undefined {
    return this.#panes.find((pane) => pane.name === name);
  }

  /** The pane that is still the one that was looked at. */
  at({ server, pane, panePid }: PaneTarget): Pane | undefined {
    return this.#panes.find(
      (one) => one.server.pid === server.pid && one.pane === pane && one.panePid === panePid,
    );
  }

  holding(agent: SimSession): Pane | undefined {
    return this.#panes.find((pane) => pane.agent === agent);
  }

  /** A new tmux session; starts a server when none runs, whose panes count from %0 again. */
  open(name: string, shell: boolean): Pane {
    if (this.#server === null) {
      this.#servers += 1;
      this.#opened = 0;
      this.#server = { pid: this.#servers, startedAt: this.#servers };
    }
    const pane = `%${this.#opened}` as PaneId;
    this.#opened += 1;
    const bare = { keeps: false, agent: null, status: null, dead: false };
    const opened: Pane = { name, server: this.#server, pane, panePid: this.nextPid(), shell, ...bare };
    this.#panes.push(opened);
    return opened;
  }

  /** What a program of this pane would be the child of, or the pane's own. */
  targetFor(pane: Pane, pid: number): PaneTarget {
    if (!pane.shell) pane.panePid = pid;
    return { server: pane.server, pane: pane.pane, panePid: pane.panePid };
  }

  fill(pane: Pane, agent: SimSession): void {
    pane.agent = agent;
    pane.dead = false;
    pane.status = null;
  }

  /** Its process has ended: a shell comes back, a dead pane stays, or the tmux session goes with it. */
  ended(agent: SimSession, status: number | null): void {
    const pane = this.holding(agent);
    if (!pane) return;
    pane.agent = null;
    if (pane.shell) return;
    if (!pane.keeps) this.close(pane);
    pane.dead = true;
    pane.status = status;
  }

  close(pane: Pane): void {
    this.#panes = this.#panes.filter((one) => one !== pane);
    if (this.#panes.length === 0) this.#server = null;
  }

  /** The server ends and every session with it. */
  fall(): void {
    this.#panes = [];
    this.#server = null;
  }

  vacant(): readonly VacantPane[] {
    return this.#panes
      .filter((pane) => pane.agent === null)
      .map(({ name, server, pane, panePid, dead, status }) => ({
        name,
        target: { server, pane, panePid },
        siblings: 1,
        dead,
        deadStatus: status,
        personActiveAtMs: null,
      }));
  }
}
