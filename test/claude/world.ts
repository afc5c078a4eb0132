import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type AccountsSpec, accountDir, LINK, linkedAccount, seedAccounts, tokenFor } from './accounts.js';
import { CWD, HOME } from './lab.js';
import type { LoggedRequest, MockApi } from './mock-api.js';
import { text } from './mock-replies.js';
import { Pane } from './pane.js';
import { Product } from './product.js';
import { cliEnvironment, installedCli } from './real-cli.js';

const TZ = 'Europe/Paris';
const LOOK_MS = 10;
const POLL_MS = 100;

/** Times of the product under check: short, but in the same proportions as the defaults. */
export const COOLDOWN_MS = 8_000;
export const CONFIRM_MS = 4_000;

export interface Tools {
  readonly api: MockApi;
  readonly folder: string;
  readonly cache: string;
  readonly certFile: string;
}

export interface SeenFlip {
  readonly at: number;
  readonly from: string;
  readonly to: string;
}

/** Something that was looked at, in words, and whether it was as expected. */
export interface Fact {
  readonly what: string;
  readonly ok: boolean;
}

export interface OpenOptions {
  readonly cols?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** In the configuration (default), so that the product may type into it. */
  readonly ours?: boolean;
}

/** One real CLI in a tmux session. */
export interface Seat {
  readonly name: string;
  readonly pane: Pane;
  readonly openedAt: number;
  readonly ours: boolean;
}

/** Accounts, link, tmux server, real sessions and the product, for one story. */
export class World {
  readonly api: MockApi;
  readonly product: Product;
  readonly facts: Fact[] = [];
  readonly flips: SeenFlip[] = [];
  private readonly tools: Tools;
  private readonly options: AccountsSpec;
  private readonly folder: string;
  readonly seats: Seat[] = [];
  private readonly watch: NodeJS.Timeout;
  private active: string;

  constructor(tools: Tools, options: AccountsSpec) {
    this.tools = tools;
    this.options = options;
    this.api = tools.api;
    this.folder = join(tools.folder, `story-${process.hrtime.bigint()}`);
    mkdirSync(this.folder, { mode: 0o700 });
    seedAccounts(options);
    for (const account of options.accounts)
      this.api.setMode(tokenFor(account), text(`Answered by ${account}.`));
    this.product = new Product({ folder: this.folder, home: HOME, tz: TZ });
    this.active = linkedAccount();
    this.watch = setInterval(() => this.look(), LOOK_MS);
  }

  private look(): void {
    const account = linkedAccount();
    if (account === this.active) return;
    // The new link was made right before it was renamed over the old one.
    this.flips.push({ at: lstatSync(LINK).mtimeMs, from: this.active, to: account });
    this.active = account;
  }

  private environment(extra: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    return {
      ...cliEnvironment(HOME, this.api.url, TZ),
      NODE_EXTRA_CA_CERTS: this.tools.certFile,
      ...extra,
    };
  }

  private argv(): readonly string[] {
    const argv = installedCli(this.tools.cache, this.options.version);
    if (argv === null) throw new Error(`Claude Code ${this.options.version} is not in the cache.`);
    return argv;
  }

  private get socket(): string {
    return join(this.folder, 'tmux.sock');
  }

  /** Starts a CLI in a tmux session of this name and waits for its prompt. */
  async open(name: string, options: OpenOptions = {}): Promise<Seat> {
    const pane = new Pane(this.folder, {
      argv: [...this.argv(), ...(options.args ?? [])],
      env: this.environment(options.env),
      cwd: CWD,
      cols: options.cols ?? 100,
      rows: 40,
      seat: { socket: this.socket, name },
    });
    const seat: Seat = { name, pane, openedAt: Date.now(), ours: options.ours ?? true };
    this.seats.push(seat);
    await pane.until('a prompt', /^\s*(│\s)?[>❯]/m, 30_000);
    await pane.settle();
    return seat;
  }

  private command(): string {
    return this.argv()
      .map((word) => `'${word}'`)
      .join(' ');
  }

  /** Puts the product's hooks and status line into every account; sessions have them from their start on. */
  installHooks(): string {
    this.configure({ sessions: { command: this.command() } });
    const { code, said } = this.product.command('hooks', 'install', '--statusline', '--yes');
    this.fact(`hooks install: exit ${code}`, code === 0);
    return said;
  }

  startProduct(more: Readonly<Record<string, unknown>> = {}): void {
    this.configure(more);
    this.product.start();
  }

  private configure(more: Readonly<Record<string, unknown>>): void {
    const command = this.command();
    const mine = this.seats.filter((seat) => seat.ours);
    this.product.configure({
      mode: 'auto',
      accounts: {
        link: LINK,
        list: this.options.accounts.map((name, index) => ({
          name,
          dir: accountDir(name),
          priority: index + 1,
        })),
      },
      sessions: { dedicated: mine.map(({ name }) => ({ name, command, env: this.environment() })) },
      tmux: { socket: this.socket },
      quota: {
        poll_interval: '500ms',
        confirm_after: `${CONFIRM_MS}ms`,
        reactivate_cooldown: `${COOLDOWN_MS}ms`,
      },
      http: { enabled: false },
      ...more,
    });
  }

  get queueDir(): string {
    return join(this.folder, 'queue');
  }

  /** Starts the product with a pool that it makes itself, and a queue. */
  startPool(size: number): void {
    const command = this.command();
    this.startProduct({
      sessions: {
        pool: { prefix: 'pool-', first: 1, size, cwd: CWD, command, env: this.environment() },
        reconcile: '2s',
      },
      dispatcher: { queue_dir: this.queueDir },
    });
  }

  /** A task is written elsewhere and renamed in. Within one tick of the file system it would look as if written in place. */
  async drop(id: string, text: string): Promise<void> {
    const [outside, inbox] = [join(this.folder, `${id}.new`), join(this.queueDir, 'inbox')];
    mkdirSync(inbox, { recursive: true });
    writeFileSync(outside, text);
    await wait(POLL_MS);
    renameSync(outside, join(inbox, `${id}.md`));
  }

  /** Ids of the tasks in a folder of the queue. */
  tasks(place: 'inbox' | 'running' | 'done' | 'failed'): readonly string[] {
    const dir = join(this.queueDir, place);
    const names = existsSync(dir) ? readdirSync(dir) : [];
    return names.filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -'.md'.length));
  }

  /** What stands in the sessions that the product made. */
  screensOfPool(): readonly string[] {
    const names = this.tmux('list-sessions', '-F', '#S').split('\n');
    return names
      .filter((name) => name.startsWith('pool-'))
      .map((name) => `${name}\n${this.tmux('capture-pane', '-p', '-t', `=${name}:`)}`);
  }

  private tmux(...args: readonly string[]): string {
    const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', TERM: 'xterm-256color' };
    return spawnSync('tmux', ['-u', '-S', this.socket, ...args], { encoding: 'utf8', env }).stdout ?? '';
  }

  /** A flip is refused while a session process is younger than 15 s: waits until none is. */
  async grown(): Promise<void> {
    const newest = Math.max(0, ...this.seats.map((seat) => seat.openedAt));
    while (Date.now() - newest < 16_000) await wait(POLL_MS);
  }

  /** Main requests of the conversation that began with such words. */
  requests(begins: RegExp): readonly LoggedRequest[] {
    return this.api.log.filter((request) => request.main && begins.test(request.firstText));
  }

  /** Waits until `test` holds; when it does not in time, that is a fact too. */
  async sees(what: string, test: () => boolean, timeoutMs = 30_000): Promise<boolean> {
    let ok = test();
    for (const end = Date.now() + timeoutMs; !ok && Date.now() < end; ok = test()) await wait(POLL_MS);
    this.facts.push({ what, ok });
    return ok;
  }

  /** Watches that `test` goes on to hold for this long. */
  async stays(what: string, test: () => boolean, ms: number): Promise<boolean> {
    let ok = test();
    for (const end = Date.now() + ms; ok && Date.now() < end; ok = test()) await wait(POLL_MS);
    this.facts.push({ what, ok });
    return ok;
  }

  fact(what: string, ok: boolean): void {
    this.facts.push({ what, ok });
  }

  async close(): Promise<void> {
    clearInterval(this.watch);
    await this.product.stop();
    for (const seat of this.seats) await seat.pane.close();
    this.tmux('kill-server');
  }
}
