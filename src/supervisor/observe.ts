import type { LinkObservation, Observation, SessionObservation } from '../core/engine/events.js';
import type { SessionId } from '../core/ids.js';
import type {
  AgentProcess,
  Listing,
  PaneFacts,
  ProcessPort,
  TmuxPort,
  TranscriptPort,
  TranscriptView,
} from '../core/ports.js';
import type { Reading, ScreenContext } from '../core/quota/reading.js';
import type { Instant } from '../core/time.js';
import { displayNames, personActiveAtMs, targetOf, vacantPanes } from './panes.js';
import type { Clock } from './ports.js';
import { sameOrNew } from './same-seen.js';

export interface Eyes {
  readonly tmux: TmuxPort;
  readonly processes: ProcessPort;
  readonly transcripts: TranscriptPort;
  readonly clock: Clock;
  readonly classify: (screen: string, context: ScreenContext) => Reading;
  readonly readLink: () => Promise<LinkObservation>;
  /** Where a process keeps its logins, by its `CLAUDE_CONFIG_DIR`. */
  readonly configOf: (configDir: string | null) => Promise<SessionObservation['config']>;
  readonly zone: string;
  readonly patterns: () => readonly string[];
}

/** What is remembered of a pane between polls. */
interface Memory {
  text: string | null;
  reading: Reading | null;
  /** Unix second of the last capture: output later in the same second must not be lost. */
  capturedAt: number;
  view: TranscriptView | null;
  /** Steady times, ms. */
  changedAtMs: number;
  viewedAtMs: number;
  /** What the last poll answered of it. */
  seen: SessionObservation | null;
}

/** What a poll brought of one pane. */
interface Capture {
  /** `undefined`: not captured because nothing changed; null: it could not be captured. */
  readonly screen: string | null | undefined;
  /** Unix second in which the captures began. */
  readonly second: number;
  readonly now: Instant;
  readonly places: ReadonlyMap<string | null, SessionObservation['config']>;
}

/** A transcript is read with every change of its pane and for this long after it, and at the least this often. */
const TRANSCRIPT_AFTER_MS = 4_000;
const TRANSCRIPT_EVERY_MS = 5_000;

/** One poll: a listing, captures of the panes that changed, their readings, their transcripts. */
export class Observer {
  readonly #eyes: Eyes;
  #memories = new Map<string, Memory>();

  constructor(eyes: Eyes) {
    this.#eyes = eyes;
  }

  /** null when tmux could not be asked. */
  async observe(): Promise<Observation | null> {
    const { tmux, processes } = this.#eyes;
    const listing = await tmux.list();
    if (!listing) return null;
    const panes = listing.panes.filter((pane) => pane.pane !== tmux.ownPane);
    // The pid of a dead pane may be another process by now.
    const alive = panes.filter((pane) => !pane.dead);
    const agents = await processes.agents(alive.map((pane) => pane.panePid));
    const seats = alive.flatMap((pane) => {
      const agent = agents.get(pane.panePid);
      return agent ? [{ pane, agent, id: identity(listing, pane, agent) }] : [];
    });
    this.#forgetOthers(new Set(seats.map((seat) => seat.id)));
    const changed = seats.filter((seat) => this.#hasChanged(seat.id, seat.pane));
    const second = Math.floor(this.#eyes.clock.now().wallMs / 1000);
    const screens = await tmux.capture(changed.map((seat) => seat.pane.pane));
    // Once a poll: steady time is read from /proc, which for every session would be a tenth of the poll's cost.
    const now = this.#eyes.clock.now();
    const places = await this.#placesOf(seats.map((seat) => seat.agent));
    const names = displayNames(seats.map((seat) => seat.pane));
    const sessions = await Promise.all(
      seats.map((seat) =>
        this.#look(listing, seat, names.get(seat.pane.pane) ?? '', {
          screen: screens.get(seat.pane.pane),
          second,
          now,
          places,
        }),
      ),
    );
    const taken = new Set(seats.map((seat) => seat.pane));
    const vacant = vacantPanes(
      listing,
      panes.filter((pane) => !taken.has(pane)),
    );
    return { sessions, vacant, link: await this.#eyes.readLink(), tmux: tmux.health() };
  }

  /** Each configuration directory once a poll: sessions most often share theirs. */
  async #placesOf(agents: readonly AgentProcess[]): Promise<Capture['places']> {
    const dirs = new Set(agents.map((agent) => agent.configDir));
    const places = new Map<string | null, SessionObservation['config']>();
    for (const dir of dirs) places.set(dir, await this.#eyes.configOf(dir));
    return places;
  }

  #hasChanged(id: SessionId, pane: PaneFacts): boolean {
    const memory = this.#memories.get(id);
    return !memory || memory.reading === null || pane.activity >= memory.capturedAt;
  }

  #forgetOthers(ids: ReadonlySet<string>): void {
    for (const id of this.#memories.keys()) if (!ids.has(id)) this.#memories.delete(id);
  }

  #look(
    listing: Listing,
    seat: { pane: PaneFacts; agent: AgentProcess; id: SessionId },
    name: string,
    capture: Capture,
  ): SessionObservation | Promise<SessionObservation> {
    const { pane, agent, id } = seat;
    const memory = this.#memories.get(id) ?? fresh();
    this.#memories.set(id, memory);
    const reading = this.#read(memory, capture, pane);
    const take = (view: TranscriptView): SessionObservation => {
      const seen = {
        id,
        name,
        target: targetOf(listing, pane),
        agent,
        config: capture.places.get(agent.configDir) ?? 'elsewhere',
        version: view.version ?? memory.reading?.version ?? null,
        conversation: view.conversation,
        status: view.status,
        transcript: view.present,
        rows: view.rows,
        reading,
        personActiveAtMs: personActiveAtMs(pane),
      };
      memory.seen = sameOrNew(memory.seen, seen);
      return memory.seen;
    };
    const view = this.#transcript(memory, agent, { changed: reading !== 'unchanged', now: capture.now });
    return view instanceof Promise ? view.then(take) : take(view);
  }

  #read(memory: Memory, { screen, second, now }: Capture, pane: PaneFacts): SessionObservation['reading'] {
    if (screen === undefined) return memory.reading ? 'unchanged' : 'unknown';
    if (screen === null) return 'unknown';
    memory.capturedAt = second;
    if (screen === memory.text && memory.reading) return 'unchanged';
    const { classify, zone, patterns } = this.#eyes;
    const fresh = classify(screen, {
      capturedAtMs: now.wallMs,
      zone,
      cols: pane.cols,
      patterns: patterns(),
    });
    memory.text = screen;
    memory.reading = keepReset(memory.reading, fresh);
    return memory.reading;
  }

  /** The last view, without its rows, while none is due. */
  #transcript(
    memory: Memory,
    agent: AgentProcess,
    { changed, now: { steadyMs } }: { readonly changed: boolean; readonly now: Instant },
  ): TranscriptView | Promise<TranscriptView> {
    if (changed) memory.changedAtMs = steadyMs;
    const due =
      steadyMs - memory.changedAtMs < TRANSCRIPT_AFTER_MS ||
      steadyMs - memory.viewedAtMs >= TRANSCRIPT_EVERY_MS;
    if (!due && memory.view) return memory.view;
    memory.viewedAtMs = steadyMs;
    return this.#eyes.transcripts.read(agent).then((view) => {
      memory.view = view.rows.length === 0 ? view : { ...view, rows: [] };
      return view;
    });
  }
}

function fresh(): Memory {
  return {
    text: null,
    reading: null,
    capturedAt: 0,
    view: null,
    changedAtMs: 0,
    viewedAtMs: 0,
    seen: null,
  };
}

/** Server life, pane, process and its start: never a name. */
function identity(listing: Listing, pane: PaneFacts, agent: AgentProcess): SessionId {
  const { server } = listing;
  return `${server.pid}.${server.startedAt}.${pane.pane}.${agent.pid}.${agent.startTicks}` as SessionId;
}

/** The same banner seen again keeps the reset that was resolved when it was printed: later it would be tomorrow's. */
function keepReset(before: Reading | null, now: Reading): Reading {
  const old = before?.banner;
  if (!old || !now.banner || now.banner.text !== old.text || old.resetsAtMs === null) return now;
  if (now.banner.occurrences > old.occurrences) return now;
  const { resetsAtMs } = old;
  return {
    ...now,
    banner: { ...now.banner, resetsAtMs },
    limit: now.limit ? { ...now.limit, resetsAtMs } : null,
  };
}
