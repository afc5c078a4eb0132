import { until } from '../support/until.ts';
import { faultsOf, ghosts } from './checks.ts';
import { noCounts } from './counts.ts';
import { type Gesture, gestureOf, sizeOf } from './gestures.ts';
import { leftOf } from './left.ts';
import { Model } from './model.ts';
import { atRest } from './rest.ts';
import type { Seat } from './seat.ts';
import { EDITOR_SHOWN, type Subject } from './subject.ts';
import type { Size } from './tape.ts';

export interface StormOptions {
  readonly seat: Seat;
  readonly subject: Subject;
  /** Numbers in [0, 1): the same numbers, the same storm. */
  readonly chance: () => number;
  /** How often (0 to 1) a gesture ends, stops or lends. */
  readonly ends: number;
  /** What it shows changes by itself. */
  readonly isLive: boolean;
  readonly tell?: (line: string) => void;
}

const ESC = '\u001b';
/** Takes away what was typed at a shell that had its terminal back sooner than the storm knew. */
const KILL = '\u0015';
const SEEN = { cols: 80, rows: 24 } as const;
const WITHIN_MS = 30_000;
const LEAVES_WITHIN_MS = 5_000;
/** Longer than the dashboard waits for more of a paste. */
const OVER_AFTER_MS = 3_000;
/** So many times Esc leads out of everything: an editor that asks, a filter, the zoom, the preview. */
const HOME_WITHIN = 6;

/** Keys and sizes at random over a program in a terminal, and what must hold between them. */
export class Storm {
  readonly counts = noCounts();
  readonly faults: string[] = [];
  readonly model: Model;
  readonly #o: StormOptions;
  #shown = '';
  #looks = 0;

  constructor(options: StormOptions) {
    this.#o = options;
    this.model = new Model(options.seat.tape.first);
    options.seat.tape.listen((moment) => {
      this.model.feed(moment);
      if (moment.type === 'o') this.#shown = `${this.#shown}${moment.text}`.slice(-20_000);
    });
  }

  /** Starts the program at the shell's prompt and waits for its first frame. */
  async start(): Promise<void> {
    const { seat, subject } = this.#o;
    const before = this.model.entered();
    this.counts.starts += 1;
    seat.tape.mark('start');
    await seat.chunk(`${KILL}${subject.line}\r`);
    await this.#until('the first frame', () => this.model.entered() > before && this.#isDrawn());
    await subject.listens();
  }

  /** One gesture or one burst of sizes, or both at once. */
  async step(): Promise<void> {
    const { chance, ends } = this.#o;
    const how = chance();
    const sizes =
      how < 0.35 ? Array.from({ length: 1 + Math.floor(chance() * 6) }, () => sizeOf(chance)) : [];
    const gesture = how < 0.15 ? null : gestureOf(chance, ends);
    await Promise.all([this.#burst(sizes), gesture === null ? null : this.#make(gesture)]);
    await this.#mind();
  }

  /** Lets everything come to rest and compares the screen with a fresh drawing of it. */
  async check(): Promise<void> {
    const { seat, subject } = this.#o;
    await this.#mind();
    this.counts.checks += 1;
    await this.#settled();
    await this.#mind();
    await this.#settled();
    const size = this.model.size();
    this.counts.sizes.add(`${size.cols}x${size.rows}`);
    await this.#sameAsTerminal(size);
    this.model.watchRedraw();
    seat.tape.mark('redraw');
    process.kill(subject.pid(), 'SIGCONT');
    await this.#until('a fresh drawing', () => this.model.redraw() !== null);
    await this.#settled();
    const where = `${size.cols}x${size.rows}`;
    const drawn = this.model.frame();
    const redraw = this.model.redraw();
    if (redraw !== null)
      for (const row of ghosts(redraw.before, redraw.after, this.#o.isLive))
        this.#fault(`${where}: a ghost: ${row}`);
    for (const fault of faultsOf(drawn, size)) this.#fault(`${where}: ${fault}`);
    await this.#sameAsTerminal(size);
    this.#heardNoError();
  }

  /** Esc leads back to the panels, where the cursor is hidden. */
  async home(): Promise<void> {
    const { seat } = this.#o;
    const { cols, rows } = this.model.size();
    // What is left by Esc must be seen.
    if (cols < SEEN.cols || rows < SEEN.rows) await this.#burst([SEEN]);
    for (let count = 0; count < HOME_WITHIN; count += 1) {
      // Behind an Esc that is not yet alone the next key would be one with Alt.
      await seat.keys(ESC);
      await this.#settled();
      const text = this.model.frame().rows.join('\n');
      // An editor with text asks; nothing is lost that a storm has typed.
      if (/throw it away/.test(text)) await seat.keys('y');
      await this.#mind();
    }
    if (!this.model.modes().cursorHidden) this.#fault('the cursor is shown on the panels');
  }

  /** Quits by keys and looks at what is left of the terminal. */
  async quit(): Promise<void> {
    await this.home();
    await this.#o.seat.keys('q', 'y');
    await this.#until('the end', () => this.#o.subject.state() === null);
    await this.#ended();
  }

  #heardNoError(): void {
    // restore-cursor 5 (of Ink) shows the cursor on stderr when a process ends.
    const text = this.#o.subject.stderr().replaceAll('\u001b[?25h', '');
    if (text !== '') this.#fault(`stderr: ${text.slice(0, 2_000)}`);
  }

  #fault(text: string): void {
    this.faults.push(text);
    this.#o.seat.tape.mark(`fault: ${text}`);
    this.#o.tell?.(`FAULT ${text}`);
  }

  async #until(what: string, check: () => boolean): Promise<void> {
    const look = async (): Promise<boolean> => {
      await this.model.drawn();
      return check();
    };
    await until(what, look, WITHIN_MS).catch((error: Error) => {
      const { rows } = this.model.frame();
      throw new Error(`${error.message}\n${rows.join('\n')}\n${this.#o.subject.stderr()}`);
    });
  }

  #isDrawn(): boolean {
    return /active \S+/.test(this.model.frame().rows.join('\n'));
  }

  async #burst(sizes: readonly Size[]): Promise<void> {
    for (const size of sizes) {
      this.counts.resizes += 1;
      await this.#o.seat.resize(size);
    }
  }

  async #make(gesture: Gesture): Promise<void> {
    const { seat } = this.#o;
    this.counts.gestures += 1;
    seat.tape.typed(JSON.stringify(gesture).slice(0, 300));
    switch (gesture.type) {
      case 'keys':
        this.counts.keys += gesture.keys.length;
        return seat.keys(...gesture.keys);
      case 'chunk':
        this.counts.keys += gesture.bytes.length;
        return seat.chunk(gesture.bytes);
      case 'paste':
        return seat.paste(gesture.text);
      case 'open-paste':
        return this.#pasteOpen(gesture.text);
      case 'ask-quit':
        return seat.keys(gesture.key, 'n');
      case 'quit':
        return this.#leave(['q', 'y'], null);
      case 'suspend':
        return this.#leave(['\u001a'], 'T');
      case 'lend':
        return this.#lend();
      default:
        return gesture satisfies never;
    }
  }

  /** Keys act again once nothing more has come of the paste for a while. */
  async #pasteOpen(text: string): Promise<void> {
    await this.#o.seat.chunk(`${ESC}[200~${text}`);
    const sinceMs = performance.now();
    await until('a silence', () => performance.now() - sinceMs > OVER_AFTER_MS);
  }

  /** Stops or quits; a stop is refused while a swap runs. */
  async #leave(keys: readonly string[], state: 'T' | null): Promise<void> {
    await this.home();
    await this.#o.seat.keys(...keys);
    await until('it left', () => this.#o.subject.state() === state, LEAVES_WITHIN_MS).catch(() => undefined);
  }

  /** Opens the outside editor, resizes below it, and ends it. */
  async #lend(): Promise<void> {
    const { seat, chance, subject } = this.#o;
    await this.home();
    await seat.keys('a');
    this.#shown = '';
    await seat.keys('\u0005');
    const isOpen = (): boolean => this.#shown.includes(EDITOR_SHOWN);
    const opened = await until('the editor', isOpen, 3_000).catch(() => false);
    if (!opened) return;
    this.counts.lendings += 1;
    await this.#burst([sizeOf(chance), sizeOf(chance)]);
    const before = this.model.entered();
    await seat.keys('\r');
    await this.#until(
      'the dashboard behind the editor',
      () => subject.state() === null || this.model.entered() > before,
    );
  }

  /** Looks after a program that has stopped or ended. */
  async #mind(): Promise<void> {
    const { subject, seat, chance } = this.#o;
    await this.model.drawn();
    if (this.#shown.includes(EDITOR_SHOWN) && !this.model.modes().alternate) await seat.keys('\r');
    // A stop or an end may just be on its way.
    await this.#until('running, stopped or gone', () => {
      const state = subject.state();
      return state === null || state === 'T' || this.model.modes().alternate;
    });
    const state = subject.state();
    if (state === null) {
      await this.#ended();
      await this.start();
    } else if (state === 'T') {
      this.counts.stops += 1;
      await this.#asBefore();
      if (chance() < 0.5) await this.#burst([sizeOf(chance), sizeOf(chance)]);
      const before = this.model.entered();
      await seat.chunk(`${KILL}fg; echo "ended $?"\r`);
      await this.#until('the dashboard again', () => this.model.entered() > before);
    }
  }

  async #ended(): Promise<void> {
    this.counts.quits += 1;
    await this.#until('its exit code', () => /ended \d+/.test(this.model.frame().rows.join('\n')));
    const code = /ended (\d+)(?![\s\S]*ended \d)/.exec(this.model.frame().rows.join('\n'))?.[1];
    if (code !== '0') this.#fault(`it ended with ${code}: ${this.model.frame().rows.join('\n').trim()}`);
    await this.#asBefore();
  }

  /** The shell has its terminal as it was: its screen, its modes, its history. */
  async #asBefore(): Promise<void> {
    const { seat } = this.#o;
    this.#looks += 1;
    // Its history stays: `clear` would take it away. A number that it did not show before.
    await seat.chunk(`${KILL}printf '\\033[H\\033[J'; echo all-$((100+${this.#looks}))\r`);
    const all = `all-${100 + this.#looks}`;
    await this.#until('the shell', () => this.model.frame().rows.includes(all));
    for (const left of await leftOf(seat, this.model)) this.#fault(left);
  }

  #settled(): Promise<void> {
    return atRest(this.#o.seat, this.#o.subject, this.model);
  }

  /** tmux shows what the model shows: two terminals cannot be wrong in the same way. */
  async #sameAsTerminal(size: Size): Promise<void> {
    let [theirs, ours]: [readonly string[], readonly string[]] = [[], []];
    const same = async (): Promise<boolean> => {
      const screen = await this.#o.seat.screen();
      if (screen === null) return true;
      await this.model.drawn();
      theirs = screen.split('\n').map((row) => row.trimEnd());
      ours = this.model.frame().rows;
      return ours.every((row, index) => row === (theirs[index] ?? ''));
    };
    await until('two terminals agree', same, 4_000).catch(() => {
      const at = ours.findIndex((row, index) => row !== (theirs[index] ?? ''));
      this.#fault(
        `${size.cols}x${size.rows}: row ${at}: tmux shows ${JSON.stringify(theirs[at])}, another terminal ${JSON.stringify(ours[at])}`,
      );
    });
  }
}
