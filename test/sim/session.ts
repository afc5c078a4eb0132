import type { SessionObservation } from '../../dist/core/engine/events.js';
import type { PaneId, SessionId } from '../../dist/core/ids.js';
import { MINUTE, SECOND } from '../../dist/core/time.js';
import type { TranscriptRow } from '../../dist/core/transcript.js';
import type { Random } from './random.ts';
import { readingOf, type Screen } from './screens.ts';

/** What a session may ask of the world it lives in. */
export interface Surroundings {
  readonly random: Random;
  /** True time, ms. */
  now(): number;
  /** Wall clock, ms: true time and whatever jumps came. */
  wall(): number;
  linkAccount(): string;
  request(account: string): { readonly ok: true } | { readonly ok: false; readonly resetsAtMs: number };
  outage(): boolean;
  serial(): number;
  /** A prompt of ours was submitted against this banner. */
  continued(session: SimSession, serial: number | null): void;
}

export interface Traits {
  /** A CLI that keeps its login. */
  readonly old: boolean;
  readonly transcript: boolean;
  /** Account of its own directory; null: through the link. */
  readonly pinned: string | null;
}

/** A simulated agent in its pane. */
export class SimSession {
  readonly name: string;
  readonly pane: PaneId;
  readonly conversation: string;
  readonly old: boolean;
  readonly transcript: boolean;
  /** Account of its own directory; null: through the link. */
  readonly pinned: string | null;
  readonly #world: Surroundings;
  #screen: Screen = { type: 'idle', prompt: '' };
  #shown: Screen | null = null;
  #rows: TranscriptRow[] = [];
  /** The tail of its transcript: a supervisor that starts reads it anew. */
  #told: TranscriptRow[] = [];
  #pid: number;
  #startedMs: number;
  #login: string;
  #nextAt: number;

  constructor(name: string, index: number, world: Surroundings, traits: Traits) {
    this.name = name;
    this.pane = `%${index}` as PaneId;
    this.conversation = `conversation-${index}`;
    this.old = traits.old;
    this.transcript = traits.transcript;
    this.pinned = traits.pinned;
    this.#world = world;
    this.#pid = 1_000 + index;
    this.#startedMs = world.now();
    this.#login = traits.pinned ?? world.linkAccount();
    this.#nextAt = world.now() + world.random.wait(2 * MINUTE);
  }

  get screen(): Screen {
    return this.#screen;
  }

  get id(): SessionId {
    return `1.1.${this.pane}.${this.#pid}.${this.#pid}` as SessionId;
  }

  /** True time of its next own doing. */
  get nextAt(): number {
    return this.#nextAt;
  }

  get account(): string {
    if (this.pinned) return this.pinned;
    return this.old ? this.#login : this.#world.linkAccount();
  }

  /** Its own life: requests while working, pauses, prompts of a person, natural ends. */
  live(): void {
    const { random } = this.#world;
    const screen = this.#screen;
    if (screen.type === 'working') this.#work();
    else if (screen.type === 'limit') this.#waitNatively(screen);
    else if (screen.type === 'glitch') this.#show({ type: 'working', prompt: screen.prompt });
    else if (screen.type === 'draft') this.#show({ type: 'idle', prompt: screen.prompt });
    else if (random.chance(0.03)) this.#show({ type: 'draft', prompt: screen.prompt });
    else this.#submit(`task ${this.#world.serial()}`);
    this.#plan();
  }

  #plan(): void {
    const { random } = this.#world;
    const mean: Readonly<Record<Screen['type'], number>> = {
      idle: 6 * MINUTE,
      working: 30 * SECOND,
      draft: 3 * MINUTE,
      error: 2 * MINUTE,
      talk: 5 * MINUTE,
      glitch: 8 * SECOND,
      limit: 10 * MINUTE,
    };
    const screen = this.#screen;
    this.#nextAt = this.#world.now() + Math.max(200, random.wait(mean[screen.type]));
    // Longer than the confirmation wait it would rightly count.
    if (screen.type === 'glitch') this.#nextAt = Math.min(this.#nextAt, this.#world.now() + 20 * SECOND);
    if (screen.type === 'limit' && screen.armed)
      this.#nextAt = Math.max(this.#world.now() + 1, screen.nativeAtMs);
  }

  #work(): void {
    const { random } = this.#world;
    const { prompt } = this.#screen;
    if (this.#world.outage()) {
      this.#fail(prompt);
      return;
    }
    if (random.chance(0.002)) {
      this.#show({ type: 'glitch', prompt, serial: this.#world.serial() });
      return;
    }
    if (!this.#ask(prompt) || random.chance(0.92)) return;
    this.#row('reply', 'Done.');
    this.#show({ type: 'idle', prompt });
  }

  #fail(prompt: string): void {
    this.#row('api-error', 'API Error: 500 … rate limit …');
    this.#show({ type: 'error', prompt });
  }

  /** One request on the account of this moment. */
  #ask(prompt: string): boolean {
    const answer = this.#world.request(this.account);
    if (answer.ok) return true;
    const { random } = this.#world;
    const offset = this.#world.wall() - this.#world.now();
    const resetsAtMs = answer.resetsAtMs + offset;
    if (this.transcript) {
      this.#rows.push({
        ...this.#base('limit', "You've hit your 5-hour limit"),
        limit: { kind: 'five-hour', resetsAtMs, sure: true },
        endsTurn: true,
      });
    }
    const serial = this.#world.serial();
    this.#show({
      type: 'limit',
      prompt,
      serial,
      account: this.account,
      resetsAtMs,
      armed: !this.old && random.chance(0.5),
      nativeAtMs: answer.resetsAtMs + 50 * SECOND,
    });
    return false;
  }

  /** An armed CLI asks again by itself some time after its reset; others wait for a key. */
  #waitNatively(screen: Extract<Screen, { type: 'limit' }>): void {
    if (!screen.armed || this.#world.now() < screen.nativeAtMs) return;
    if (this.#ask(screen.prompt)) this.#show({ type: 'working', prompt: screen.prompt });
  }

  #submit(prompt: string): void {
    const { random } = this.#world;
    this.#row('prompt', prompt);
    if (random.chance(0.02)) {
      this.#row('reply', "You've hit your limit · resets 8pm (UTC)");
      this.#show(this.transcript ? { type: 'talk', prompt } : { type: 'idle', prompt });
      return;
    }
    if (this.#world.outage()) this.#fail(prompt);
    else if (this.#ask(prompt)) this.#show({ type: 'working', prompt });
  }

  /** Somebody types `continue` and Enter. False when it is not at a prompt. */
  typed(): 'submitted' | 'draft' | 'busy' {
    const screen = this.#screen;
    if (screen.type === 'draft') return 'draft';
    if (screen.type === 'working' || screen.type === 'glitch') return 'busy';
    this.#world.continued(this, screen.type === 'limit' ? screen.serial : null);
    this.#row('prompt', 'continue');
    if (this.#world.outage()) this.#fail('continue');
    else if (this.#ask('continue')) this.#show({ type: 'working', prompt: 'continue' });
    this.#plan();
    return 'submitted';
  }

  /** A new process with the same conversation; the old limit line is drawn again. */
  restarted(): void {
    this.#pid += 1_000;
    this.#startedMs = this.#world.now();
    this.#login = this.#world.linkAccount();
    this.#shown = null;
    this.#show({ type: 'idle', prompt: '' });
    this.#plan();
  }

  #show(screen: Screen): void {
    this.#screen = screen;
  }

  #base(type: TranscriptRow['type'], text: string): TranscriptRow {
    const uuid = `${this.pane}-${this.#world.serial()}`;
    return {
      uuid,
      atMs: this.#world.wall(),
      type,
      sidechain: false,
      text,
      limit: null,
      error: '',
      status: null,
      endsTurn: false,
    };
  }

  #row(type: 'prompt' | 'reply' | 'api-error', text: string): void {
    if (this.transcript)
      this.#rows.push({
        ...this.#base(type, text),
        error: type === 'api-error' ? 'server_error' : '',
        endsTurn: type !== 'prompt',
      });
  }

  /** What one poll sees; `fresh`: the first one of a supervisor. */
  observe(unknown: boolean, fresh: boolean): SessionObservation {
    const screen = this.#screen;
    const rows = fresh ? [...this.#told, ...this.#rows] : this.#rows;
    this.#told = [...this.#told, ...this.#rows].slice(-20);
    this.#rows = [];
    if (fresh) this.#shown = null;
    const same = this.#shown === screen;
    if (!unknown) this.#shown = screen;
    return {
      id: this.id,
      name: this.name,
      target: { server: { pid: 1, startedAt: 1 }, pane: this.pane, panePid: this.#pid },
      agent: {
        pid: this.#pid,
        startTicks: this.#pid,
        startedSteadyMs: this.#startedMs,
        cwd: '/',
        configDir: null,
        loginByEnvironment: false,
      },
      config: this.pinned ? { account: this.pinned } : 'link',
      version: this.old ? '2.0.60' : '2.1.330',
      conversation: this.conversation,
      transcript: this.transcript,
      rows,
      reading: unknown ? 'unknown' : same ? 'unchanged' : readingOf(screen),
      personActiveAtMs: null,
    };
  }
}
