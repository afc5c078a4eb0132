import type { Event } from '../../dist/core/engine/events.js';
import type { State } from '../../dist/core/engine/state.js';
import type { HeardHeadroom } from '../../dist/core/hooks/heard.js';
import type { SimSession } from './session.ts';
import type { World } from './world.ts';

/** The status lines of all sessions: told after answered requests, and drawn again at any time with the old numbers. */
export class StatusLines {
  readonly #world: World;
  readonly #shown = new Map<string, HeardHeadroom>();
  /** Ends of windows that were told of each account. */
  readonly #windows = new Map<string, Set<number>>();
  #untold: HeardHeadroom[] = [];

  constructor(world: World) {
    this.#world = world;
    world.onAnswered = (session, account) => this.#answered(session, account);
  }

  #answered(session: SimSession, account: string): void {
    const world = this.#world;
    const use = world.accounts.find(({ name }) => name === account)?.use(world.nowMs);
    if (!use || world.rates.tells === 0) return;
    const resetsAtMs = use.endsAtMs + world.wallOffsetMs;
    const known = this.#windows.get(account) ?? new Set();
    this.#windows.set(account, known.add(resetsAtMs));
    const heard: HeardHeadroom = {
      type: 'headroom',
      conversation: session.birth.conversation,
      pids: [1, session.birth.pid],
      sentAtMs: world.wall(),
      turn: '',
      apiMs: world.serial(),
      windows: [{ kind: 'five-hour', usedPercent: use.percent, resetsAtMs }],
    };
    // Between a flip and the engine's knowing of it nobody could tell whose it is; nor when, without a transcript, of what
    // was lost on the way.
    const isSeen = world.link === world.linkKnown.to && world.random.chance(world.rates.tells);
    if (isSeen || session.birth.transcript) this.#shown.set(session.id, heard);
    else this.#shown.delete(session.id);
    if (isSeen) this.#untold.push(heard);
  }

  /** A pane is resized, a mode is changed: any line is drawn once more. */
  redraw(): void {
    const shown = [...this.#shown.values()];
    if (shown.length > 0 && this.#world.link === this.#world.linkKnown.to)
      this.#untold.push(this.#world.random.pick(shown));
  }

  /** Hands over what was drawn since, and checks what was made of it. */
  tell(give: (event: Event) => void, state: () => State): void {
    const untold = this.#untold;
    this.#untold = [];
    for (const heard of untold) {
      const sentAtMs = this.#world.wall();
      give({ type: 'heard', at: this.#world.at(), heard: { ...heard, sentAtMs } });
      this.#world.ledger.count('heard');
    }
    if (untold.length > 0) this.#check(state());
  }

  #check({ durable }: State): void {
    for (const [account, windows] of Object.entries(durable.headroom))
      for (const { resetsAtMs } of windows) {
        if (resetsAtMs === null || this.#windows.get(account)?.has(resetsAtMs)) continue;
        this.#world.violate(`a window of another account is taken for one of ${account}`);
      }
  }
}
