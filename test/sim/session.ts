import type { SessionObservation } from '../../dist/core/engine/events.js';
import type { SessionId } from '../../dist/core/ids.js';
import { SECOND } from '../../dist/core/time.js';
import { agentOf, type Birth, firstScreen, idOf } from './birth.ts';
import { Notes } from './notes.ts';
import { pauseOf } from './pauses.ts';
import { type Refusal, readingOf, refusalOf, type Screen, statusOf } from './screens.ts';
import type { Surroundings, Turn } from './surroundings.ts';

/** The guard types nothing this soon after a person's key. */
const HANDS_OFF_MS = 10 * SECOND;

/** A simulated agent: one process in a pane, from its start to its end. */
export class SimSession {
  readonly birth: Birth;
  readonly #world: Surroundings;
  #screen: Screen;
  #shown: Screen | null = null;
  readonly #notes: Notes;
  readonly #startedMs: number;
  readonly #login: string;
  #nextAt = 0;
  #turn: Turn | null;
  #hangs = false;
  #wasPrompted: boolean;
  /** Wall clock of a person's last key. */
  #keyAtMs: number | null = null;

  constructor(birth: Birth, world: Surroundings) {
    this.birth = birth;
    this.#world = world;
    this.#turn = birth.turn;
    this.#wasPrompted = birth.turn !== null;
    this.#startedMs = world.now();
    this.#login = birth.pinned ?? world.linkAccount();
    this.#notes = new Notes(world, birth.conversation, birth.transcript);
    this.#screen = firstScreen(birth);
    this.#plan();
  }

  get screen(): Screen {
    return this.#screen;
  }

  get name(): string {
    return this.birth.name;
  }

  get pinned(): string | null {
    return this.birth.pinned;
  }

  get id(): SessionId {
    return idOf(this.birth);
  }

  /** True time of its next own doing. */
  get nextAt(): number {
    return this.#nextAt;
  }

  get account(): string {
    if (this.pinned) return this.pinned;
    return this.birth.old ? this.#login : this.#world.linkAccount();
  }

  /** Whose prompt was not answered yet, whatever stopped it. */
  get turn(): Turn | null {
    return this.#turn;
  }

  /** Whose turn runs just now; null when none does. */
  get running(): Turn | null {
    return ['working', 'glitch', 'asking'].includes(this.#screen.type) ? this.#turn : null;
  }

  /** Its own life: coming up, requests while working, pauses, prompts of a person, natural ends. */
  live(): void {
    const screen = this.#screen;
    switch (screen.type) {
      case 'starting':
        this.#comeUp();
        break;
      case 'working':
        this.#work();
        break;
      case 'limit':
        this.#waitNatively(screen);
        break;
      case 'glitch':
      case 'asking':
        this.#show({ type: 'working', prompt: screen.prompt });
        break;
      case 'dialog':
        this.answered();
        break;
      case 'draft':
        this.#finishDraft(screen);
        break;
      default:
        this.#bePrompted();
    }
    this.#plan();
  }

  #comeUp(): void {
    const { comesUp } = this.birth;
    if (comesUp === 'hangs' || comesUp === 'dies') this.#world.ended(this, 1);
    else if (comesUp === 'dialog' || comesUp === 'offer')
      this.#show({ type: 'dialog', prompt: '', offers: comesUp === 'offer' });
    else this.#show({ type: 'idle', prompt: this.#notes.lastPrompt });
  }

  #plan(): void {
    const screen = this.#screen;
    this.#nextAt = this.#world.now() + pauseOf(screen, this.#world.random, this.#world.idleMs(this));
    if (screen.type === 'limit' && screen.armed)
      this.#nextAt = Math.max(this.#world.now() + 1, screen.nativeAtMs);
  }

  /** A person may come and type: into a task that an error stopped seldom, and not while everybody rests. */
  #bePrompted(): void {
    if (this.#world.isResting(this)) return;
    if (this.#turn && this.#turn.owner !== 'person' && !this.#world.random.chance(0.1)) return;
    this.#draft(true);
  }

  #draft(keys: boolean): void {
    const over = this.#screen;
    this.#show({ type: 'draft', prompt: over.prompt, keys, over });
  }

  #finishDraft(screen: Extract<Screen, { type: 'draft' }>): void {
    this.#keyAtMs = this.#world.wall();
    if (!screen.keys) this.#show(screen.over);
    else if (this.#world.random.chance(0.03)) this.#show({ ...screen, keys: false });
    else this.byHand();
  }

  /** A person submits a prompt; into a turn that something stopped: it is that turn they go on with. */
  byHand(): void {
    this.#begin(this.#turn ?? { owner: 'person' }, `prompt ${this.#world.serial()}`);
  }

  #work(): void {
    const { random, rates } = this.#world;
    const { prompt } = this.#screen;
    if (this.#world.outage() || this.#world.flaw(rates.apiError)) this.#fail(prompt);
    else if (random.chance(0.002)) this.#show({ type: 'glitch', prompt, serial: this.#world.serial() });
    else if (this.#world.flaw(rates.asks)) this.#show({ type: 'asking', prompt });
    else if (this.#world.flaw(rates.dies)) this.#world.ended(this, random.pick([1, 137, 139]));
    else if (this.#ask(prompt)) this.#goOn(prompt);
  }

  #goOn(prompt: string): void {
    const { random, rates } = this.#world;
    const owner = this.#turn?.owner;
    if (owner && owner !== 'person' && random.chance(rates.signals)) this.#world.signals(owner);
    if (this.#hangs ? this.#world.flaw(1) : random.chance(0.92)) return;
    this.#reply('Done.');
    this.#show({ type: 'idle', prompt });
  }

  #reply(text: string): void {
    this.#notes.row('reply', text);
    if (this.#turn) this.#world.replied(this.#turn);
    this.#turn = null;
  }

  #fail(prompt: string): void {
    this.#notes.row('api-error', 'API Error: 500 … rate limit …');
    this.#show({ type: 'error', prompt });
  }

  /** One request on the account of this moment. */
  #ask(prompt: string): boolean {
    const answer = this.#world.request(this.account, this);
    if (answer.ok) return true;
    const { random } = this.#world;
    const offset = this.#world.wall() - this.#world.now();
    const resetsAtMs = answer.resetsAtMs + offset;
    this.#notes.limit(resetsAtMs);
    this.#show({
      type: 'limit',
      prompt,
      serial: this.#world.serial(),
      account: this.account,
      resetsAtMs,
      armed: !this.birth.old && random.chance(0.5),
      nativeAtMs: answer.resetsAtMs + 50 * SECOND,
    });
    return false;
  }

  /** An armed CLI asks again by itself some time after its reset; others wait for a key. */
  #waitNatively(screen: Extract<Screen, { type: 'limit' }>): void {
    if (!screen.armed || this.#world.now() < screen.nativeAtMs) return;
    if (!this.#ask(screen.prompt)) return;
    this.#notes.row('tool-result', '');
    this.#show({ type: 'working', prompt: screen.prompt });
  }

  #begin(turn: Turn, prompt: string): void {
    this.#turn = turn;
    this.#wasPrompted = true;
    this.#hangs = this.#world.flaw(this.#world.rates.hangs);
    this.#notes.row('prompt', prompt);
    if (this.#world.random.chance(0.02)) {
      this.#reply("You've hit your limit · resets 8pm (UTC)");
      this.#show(this.birth.transcript ? { type: 'talk', prompt } : { type: 'idle', prompt });
    } else this.#send(prompt);
    this.#plan();
  }

  #send(prompt: string): void {
    if (this.#world.outage()) this.#fail(prompt);
    else if (this.#ask(prompt)) this.#show({ type: 'working', prompt });
  }

  /** Why the guard types nothing; null when it would. */
  #refusal(): Refusal | null {
    const refusal = refusalOf(this.#screen);
    if (refusal !== null) return refusal;
    const keyAtMs = this.#keyAtMs;
    return keyAtMs !== null && Math.abs(this.#world.wall() - keyAtMs) < HANDS_OFF_MS ? 'person-active' : null;
  }

  /** `continue` and Enter. What kept it from being typed; null when it was submitted. */
  typed(): Refusal | null {
    const refusal = this.#refusal();
    if (refusal !== null) return refusal;
    const screen = this.#screen;
    this.#world.continued(this, screen.type === 'limit' ? screen.serial : null);
    this.#notes.row('prompt', 'continue');
    this.#send('continue');
    this.#plan();
    return null;
  }

  /** The prompt of a task and Enter. What kept it from being typed; null when it was submitted. */
  prompted(turn: Turn, text: string): Refusal | null {
    const refusal = this.#refusal();
    if (refusal === null) this.#begin(turn, text);
    return refusal;
  }

  /** The question of its start is over. */
  answered(): void {
    this.#show({ type: 'idle', prompt: this.#notes.lastPrompt });
    this.#plan();
  }

  /** Our text stands in the input and Enter was never sent. */
  halfTyped(): void {
    if (this.#refusal() !== null) return;
    this.#draft(false);
    this.#plan();
  }

  #show(screen: Screen): void {
    this.#world.note(`${this.name} ${this.birth.pid} shows ${screen.type} ${screen.prompt}`);
    this.#screen = screen;
    this.#world.stir();
  }

  /** A supervisor that starts reads everything anew. */
  forget(): void {
    this.#shown = null;
    this.#notes.reread();
  }

  /** Older CLIs name their conversation nowhere before it has a prompt. */
  get #isNamed(): boolean {
    const { old, comesUp } = this.birth;
    return !old || comesUp === 'there' || this.#wasPrompted || this.#notes.isThere;
  }

  /** What one poll sees. */
  observe(unknown: boolean): SessionObservation {
    const screen = this.#screen;
    const { birth } = this;
    const [isUp, same] = [screen.type !== 'starting', this.#shown === screen];
    if (!unknown) this.#shown = screen;
    if (screen.type === 'draft' && screen.keys) this.#keyAtMs = this.#world.wall();
    return {
      id: this.id,
      name: birth.name,
      target: birth.target,
      agent: agentOf(birth, this.#startedMs),
      config: birth.pinned ? { account: birth.pinned } : 'link',
      version: birth.old ? '2.0.60' : '2.1.330',
      conversation: isUp && this.#isNamed ? birth.conversation : null,
      status: birth.old || !isUp ? null : statusOf(screen),
      transcript: isUp && this.#notes.isThere,
      rows: isUp ? this.#notes.take() : [],
      reading: unknown ? 'unknown' : same ? 'unchanged' : readingOf(screen),
      personActiveAtMs: this.#keyAtMs,
    };
  }
}
