import type { Environment } from '../paths.js';
import { runProgram } from '../run-program.js';

/** What the service manager is told. Nothing of it fails or waits: a message that cannot be sent is dropped. */
export interface ServiceNotifier {
  /** The start is done. */
  ready(status: string): void;
  /** One line for `systemctl status`; told when it changed, and not asked for within ten seconds after it was told. */
  status(line: () => string): void;
  /** A look at the sessions was completed: the watchdog is pinged when it is time. */
  looked(): void;
  /** The configuration was read again. */
  reloaded(): void;
  /** Resolves when it is told, or cannot be. */
  stopping(): Promise<void>;
}

export interface NotifyOptions {
  /** The variables are taken out of it: no child of ours may speak for the service. */
  readonly env: Record<string, string | undefined>;
  readonly steadyMs: () => number;
  /** Told once when messages cannot be sent. */
  readonly onTrouble: (sentence: string) => void;
}

const SEND_WITHIN_MS = 5_000;
const STATUS_MAX = 200;
/** A status may hold a count of seconds; nobody reads it that often. */
const STATUS_EVERY_MS = 10_000;
const VARIABLES = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID'] as const;

const SILENT: ServiceNotifier = {
  ready: () => undefined,
  status: () => undefined,
  looked: () => undefined,
  reloaded: () => undefined,
  stopping: () => Promise.resolve(),
};

/** A quarter of the watchdog's time; null without a watchdog. */
function pingEveryMs(env: Environment): number | null {
  const usec = Number(env.WATCHDOG_USEC ?? '');
  return Number.isFinite(usec) && usec > 0 ? usec / 4_000 : null;
}

/**
 * Speaks sd_notify(3). Node has no unix datagram sockets (24), so messages go by the program systemd-notify, which knows
 * abstract sockets (`@…`) too; it is another process, so the unit needs NotifyAccess=all. No timer pings the watchdog:
 * only completed looks do.
 */
export function openServiceNotifier(options: NotifyOptions): ServiceNotifier {
  const { env } = options;
  const socket = env.NOTIFY_SOCKET ?? '';
  const everyMs = pingEveryMs(env);
  const path = env.PATH;
  for (const name of VARIABLES) delete env[name];
  return /^[@/]/.test(socket)
    ? new Notifier(options, { NOTIFY_SOCKET: socket, PATH: path }, everyMs)
    : SILENT;
}

class Notifier implements ServiceNotifier {
  readonly #options: NotifyOptions;
  readonly #lent: Environment;
  readonly #everyMs: number | null;
  #pingedMs = Number.NEGATIVE_INFINITY;
  #status = '';
  #statusMs = Number.NEGATIVE_INFINITY;
  #pinging = false;
  #queue: Promise<void> = Promise.resolve();
  #troubled = false;
  #isStopping = false;

  constructor(options: NotifyOptions, lent: Environment, everyMs: number | null) {
    this.#options = options;
    this.#lent = lent;
    this.#everyMs = everyMs;
  }

  ready(status: string): void {
    this.#status = status.slice(0, STATUS_MAX);
    void this.#send('READY=1', `STATUS=${this.#status}`);
  }

  status(line: () => string): void {
    const now = this.#options.steadyMs();
    if (this.#isStopping || now - this.#statusMs < STATUS_EVERY_MS) return;
    const next = line().slice(0, STATUS_MAX);
    if (next === this.#status) return;
    this.#status = next;
    this.#statusMs = now;
    void this.#send(`STATUS=${next}`);
  }

  looked(): void {
    const now = this.#options.steadyMs();
    if (this.#isStopping || this.#everyMs === null || this.#pinging || now - this.#pingedMs < this.#everyMs)
      return;
    this.#pingedMs = now;
    this.#pinging = true;
    void this.#send('WATCHDOG=1').then(() => {
      this.#pinging = false;
    });
  }

  reloaded(): void {
    // READY would take the end back.
    if (this.#isStopping) return;
    const usec = Math.round(Number(process.hrtime.bigint() / 1_000n));
    void this.#send('RELOADING=1', `MONOTONIC_USEC=${usec}`);
    void this.#send('READY=1', `STATUS=${this.#status}`);
  }

  stopping(): Promise<void> {
    this.#isStopping = true;
    return this.#send('STOPPING=1', 'STATUS=Stopping');
  }

  /** One message after the other, so that none overtakes another. */
  #send(...words: readonly string[]): Promise<void> {
    this.#queue = this.#queue.then(() => this.#run(words));
    return this.#queue;
  }

  async #run(words: readonly string[]): Promise<void> {
    const { missing, late, code, stderr } = await runProgram('systemd-notify', words, {
      env: this.#lent,
      withinMs: SEND_WITHIN_MS,
    });
    if (code === 0 || this.#troubled) return;
    this.#troubled = true;
    const said = late ? 'it did not end in time' : (stderr.trim().split('\n')[0] ?? '');
    const why = missing ? 'the program systemd-notify is not on PATH' : said || `exit code ${code}`;
    this.#options.onTrouble(
      `systemd cannot be told that the service runs: ${why}. Install systemd's programs.`,
    );
  }
}
