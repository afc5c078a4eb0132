import { MAX_TEXT_BYTES, sanitise } from '../core/dispatcher/prompt.js';
import type { PaneId } from '../core/ids.js';
import type {
  CreateRequest,
  Done,
  Listing,
  PaneTarget,
  RespawnRequest,
  TmuxHealth,
  TmuxPort,
  TypeOutcome,
} from '../core/ports.js';
import { Connection } from './link/connection.js';
import { type OwnUnit, ownUnit } from './link/own-unit.js';
import { chooseTarget, type Environment, type SocketChoice, type Target } from './link/target.js';
import { capturePanes, pictureRequest, type Size, screenOf } from './panes/capture.js';
import { createServer, createSession, LOST, uncreatable } from './panes/create.js';
import { Endings } from './panes/endings.js';
import { focusPane } from './panes/focus.js';
import { listPanes } from './panes/listing.js';
import { respawnPane } from './panes/respawn.js';
import { RowMemory } from './panes/row-memory.js';
import type { Door } from './protocol/exchange.js';
import { runGuarded } from './typing/guard.js';
import { look, paneRefusal, type Recognise, refused, screenRefusal } from './typing/look.js';
import { declineOffer } from './typing/offer.js';
import { TYPING_TIMES, type TypingTimes, typeUnderGuard } from './typing/typist.js';

export interface TmuxOptions extends SocketChoice {
  /** Recognises a screen captured with colours; decides what may be typed into. */
  readonly recognise: Recognise;
  /** Of this only an allow-list reaches tmux, and `TMUX`, `TMUX_PANE` tell where we are. Default: process.env. */
  readonly env?: Environment;
  /** Wall clock in ms, compared with tmux's times of activity. Default: Date.now. */
  readonly now?: () => number;
  /** Every question to tmux is answered, or answered null, within this time. Default: 5 s. */
  readonly deadlineMs?: number;
  readonly typingTimes?: Partial<TypingTimes>;
  /** We are a systemd service of this kind: a tmux server is then started outside of it. Default: looked up. */
  readonly unit?: OwnUnit;
}

const DEADLINE_MS = 5_000;
const NO_ANSWER: Done = { ok: false, reason: 'tmux did not answer' };

/** The tmux client (tmux 3.2 or newer). Connects at the first question; nothing but `create` starts a tmux server. */
export function createTmux(options: TmuxOptions): TmuxPort {
  return new Tmux(options);
}

class Tmux implements TmuxPort {
  readonly #options: TmuxOptions;
  readonly #target: Target;
  readonly #connection: Connection;
  readonly #deadlineMs: number;
  readonly #now: () => number;
  readonly #typingInto = new Set<PaneId>();
  readonly #memory = { rows: new RowMemory(), endings: new Endings() };
  #sizes: ReadonlyMap<PaneId, Size> = new Map();
  #serverPid: number | null = null;

  constructor(options: TmuxOptions) {
    this.#options = options;
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
    this.#now = options.now ?? Date.now;
    this.#target = chooseTarget(options, options.env ?? process.env);
    this.#connection = new Connection(this.#target, this.#deadlineMs);
  }

  /** A pane id left over from an earlier life of the server is not ours. */
  get ownPane(): PaneId | null {
    const { own } = this.#target;
    if (own === null) return null;
    return this.#serverPid === null || this.#serverPid === own.serverPid ? own.pane : null;
  }

  async list(): Promise<Listing | null> {
    const listing = await this.#ask((door) => listPanes(door, this.#sizes.size, this.#memory), null);
    if (listing === null) return null;
    this.#serverPid = listing.server.pid;
    this.#sizes = new Map(listing.panes.map((facts) => [facts.pane, facts]));
    return listing;
  }

  capture(panes: readonly PaneId[]): Promise<ReadonlyMap<PaneId, string | null>> {
    const none = new Map(panes.map((pane) => [pane, null]));
    return this.#ask<ReadonlyMap<PaneId, string | null>>(
      (door) => capturePanes(door, panes, this.#sizes),
      none,
    );
  }

  captureStyled(pane: PaneId): Promise<string | null> {
    return this.#ask(async (door) => {
      const [reply] = await door.ask([pictureRequest(pane, this.#sizes.get(pane))]);
      return screenOf(reply);
    }, null);
  }

  async type(
    target: PaneTarget,
    text: string,
    options: { readonly closeDialog: boolean },
  ): Promise<TypeOutcome> {
    const clean = sanitise(text);
    if (clean === '') return refused('text', 'there is no text to type');
    if (Buffer.byteLength(clean) > MAX_TEXT_BYTES) {
      return refused('text', `the text is longer than ${MAX_TEXT_BYTES / 1024} KB`);
    }
    if (target.pane === this.ownPane) return refused('unrecognised', 'the pane is our own');
    if (this.#typingInto.has(target.pane))
      return refused('busy', 'another text is being typed into the pane');
    this.#typingInto.add(target.pane);
    try {
      const door = await this.#connection.door();
      if (door === null) return refused('gone', this.health().detail);
      return await typeUnderGuard({
        door,
        target,
        text: clean,
        closeDialog: options.closeDialog,
        size: this.#sizes.get(target.pane),
        recognise: this.#options.recognise,
        now: this.#now,
        times: { ...TYPING_TIMES, ...this.#options.typingTimes },
      });
    } finally {
      this.#typingInto.delete(target.pane);
    }
  }

  declineOffer(target: PaneTarget, words: string): Promise<Done> {
    const { recognise } = this.#options;
    const size = this.#sizes.get(target.pane);
    return this.#ask(
      (door) => declineOffer(door, { target, words, size, recognise, now: this.#now() }),
      NO_ANSWER,
    );
  }

  isAtPrompt(target: PaneTarget): Promise<Done> {
    return this.#ask(async (door) => {
      const seen = await look(door, target, this.#sizes.get(target.pane), this.#options.recognise);
      const why =
        'outcome' in seen ? seen : (paneRefusal(seen, target, this.#now()) ?? screenRefusal(seen.reading));
      return why === null ? { ok: true } : { ok: false, reason: why.reason };
    }, NO_ANSWER);
  }

  async respawn(request: RespawnRequest): Promise<Done> {
    if (request.target.pane === this.ownPane) return { ok: false, reason: 'the pane is our own' };
    const door = await this.#connection.door();
    return door === null ? { ok: false, reason: this.health().detail } : respawnPane(door, request);
  }

  async create(request: CreateRequest): Promise<Done> {
    const unfit = uncreatable(request);
    if (unfit !== null) return { ok: false, reason: unfit };
    const door = await this.#connection.doorNow();
    if (door === null) return { ok: false, reason: this.health().detail };
    if (door === 'absent') return this.#createServer(request);
    const made = await createSession(door, request);
    if (made !== null) return made;
    // Where no server is left, none has made anything.
    if ((await this.#connection.doorNow()) === 'absent') return this.#createServer(request);
    return { ok: false, reason: LOST };
  }

  keepWhenDead(target: PaneTarget, keep: boolean): Promise<boolean> {
    const option = ['remain-on-exit', ...(keep ? ['on'] : [])];
    const action = ['set-option', '-p', ...(keep ? [] : ['-u']), '-t', target.pane, ...option];
    return this.#ask(
      async (door) => (await runGuarded(door, { target, conditions: [], action: [action] })) === 'done',
      false,
    );
  }

  focus(pane: PaneId): Promise<boolean> {
    return this.#ask((door) => focusPane(door, pane), false);
  }

  health(): TmuxHealth {
    return this.#connection.health();
  }

  release(): Promise<void> {
    return this.#connection.release();
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Where several are asked for at once, tmux itself sees to it that they share one server. */
  async #createServer(request: CreateRequest): Promise<Done> {
    const env = this.#options.env ?? process.env;
    const unit = this.#options.unit === undefined ? ownUnit(env) : this.#options.unit;
    const made = await createServer(this.#target, request, { deadlineMs: this.#deadlineMs, unit, env });
    this.#connection.retryNow();
    return made;
  }

  /** Connecting and asking together end within the deadline; `otherwise` when they did not. */
  async #ask<T>(question: (door: Door) => Promise<T>, otherwise: T): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<T>((resolve) => {
      timer = setTimeout(() => resolve(otherwise), this.#deadlineMs);
    });
    const asked = this.#connection.door().then((door) => (door === null ? otherwise : question(door)));
    const answer = await Promise.race([asked, late]);
    clearTimeout(timer);
    return answer;
  }
}
