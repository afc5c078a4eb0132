import { cleanText } from '../clean-text.js';
import type { CommandResult } from '../commands.js';
import type { EventView } from '../snapshot.js';
import { type Instant, iso } from '../time.js';
import type { Effect, NoticeKind } from './effects.js';
import type { AccountMemory, Durable, Hit, Live, Resume, Session, State, SwapIntent } from './state.js';

const EVENTS_MAX = 200;
const ANSWERS_MAX = 50;

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/**
 * One transition under way: the state so far and the effects ordered so far. Everything in `State` is replaced, never
 * changed in place; `durable` keeps its identity as long as nothing that must survive was touched, which is how the
 * supervisor knows whether to write.
 */
export class Step {
  state: State;
  readonly effects: Effect[] = [];
  readonly at: Instant;
  #names: { readonly hits: readonly Hit[]; readonly byName: ReadonlyMap<string, Hit> } | null = null;

  constructor(state: State, at: Instant) {
    this.state = { ...state, live: { ...state.live, now: at } };
    this.at = at;
  }

  get durable(): Durable {
    return this.state.durable;
  }

  get live(): Live {
    return this.state.live;
  }

  get settings(): Live['settings'] {
    return this.state.live.settings;
  }

  /** Hits by their identity and by their other names. */
  get hitsByName(): ReadonlyMap<string, Hit> {
    const { hits } = this.durable;
    if (this.#names?.hits !== hits) {
      const names = hits.flatMap((hit) => [hit.id, ...hit.aliases].map((name) => [name, hit] as const));
      this.#names = { hits, byName: new Map(names.reverse()) };
    }
    return this.#names.byName;
  }

  patch(part: Partial<Durable>): void {
    this.state = { ...this.state, durable: { ...this.state.durable, ...part } };
  }

  patchLive(part: Partial<Live>): void {
    this.state = { ...this.state, live: { ...this.state.live, ...part } };
  }

  patchSession(id: string, part: Partial<Session>): void {
    const old = this.live.sessions[id];
    if (old) this.patchLive({ sessions: { ...this.live.sessions, [id]: { ...old, ...part } } });
  }

  patchHit(id: string, part: Partial<Hit>): void {
    this.patch({ hits: this.durable.hits.map((hit) => (hit.id === id ? { ...hit, ...part } : hit)) });
  }

  patchSwap(part: Partial<SwapIntent>): void {
    if (this.durable.swap) this.patch({ swap: { ...this.durable.swap, ...part } });
  }

  patchResume(session: string, part: Partial<Resume>): void {
    this.patch({
      resumes: this.durable.resumes.map((resume) =>
        resume.session === session ? { ...resume, ...part } : resume,
      ),
    });
  }

  account(name: string): AccountMemory {
    return this.durable.accounts[name] ?? { limits: [], loginDead: null, lastUsed: null };
  }

  patchAccount(name: string, part: Partial<AccountMemory>): void {
    this.patch({ accounts: { ...this.durable.accounts, [name]: { ...this.account(name), ...part } } });
  }

  /** The next id, unique over restarts. */
  nextId(prefix: string): string {
    const seq = this.durable.seq + 1;
    this.patch({ seq });
    return `${prefix}${seq}`;
  }

  /** Orders an effect and returns its id. */
  effect(effect: WithoutId<Effect>): string {
    const id = effect.type === 'log' || effect.type === 'notify' ? effect.type : this.nextId('e');
    this.effects.push({ ...effect, id } as Effect);
    return id;
  }

  log(line: string): void {
    this.effect({ type: 'log', line: cleanText(line) });
  }

  /** An entry of the events panel; also a line of the log. */
  tell(level: EventView['level'], text: string): void {
    const events = [...this.live.events, { at: iso(this.at.wallMs), level, text: cleanText(text) }];
    this.patchLive({ events: events.slice(-EVENTS_MAX) });
    this.log(text);
  }

  /** `about`: the account, session or target, where one kind can stand several times. */
  notify(kind: NoticeKind, text: string, about: string | null = null): void {
    this.effect({ type: 'notify', kind, text: cleanText(text), about, atMs: this.at.wallMs });
  }

  answer(id: string, result: CommandResult): void {
    this.patchLive({ answers: [...this.live.answers, { id, result }].slice(-ANSWERS_MAX) });
  }
}
