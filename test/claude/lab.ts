import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MockApi, startMockApi } from './mock-api.js';
import { Pane } from './pane.js';
import { becomePlatform } from './platform.js';
import {
  cliEnvironment,
  installedCli,
  type Login,
  type StartQuestion,
  seedAccount,
  seedHome,
} from './real-cli.js';

export const HOME = '/home/u';
export const CWD = '/home/u/work/demo';
const CLAUDE_DIR = join(HOME, '.claude');

export interface Start {
  readonly version: string;
  readonly cols?: number;
  readonly rows?: number;
  readonly tz?: string;
  readonly args?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** null: nobody has logged in. */
  readonly login?: Login | null;
  /** What this CLI has yet to ask. */
  readonly unanswered?: readonly StartQuestion[];
  /** Started once this is in sight, instead of a prompt. */
  readonly until?: RegExp;
  readonly env?: Readonly<Record<string, string>>;
  /** Keep the home of the run before (to resume one of its conversations). */
  readonly keepHome?: boolean;
}

/** What the mock did, said in the words of the fixtures' sidecars. */
export interface Shot {
  readonly label: string;
  readonly resetAt?: number | null;
  readonly notes?: string;
  readonly undecidable?: boolean;
  /** Keep the conversation's own rows too, in the folder of transcripts beside the screens. */
  readonly rows?: boolean;
}

const TOLD = new Set(['user', 'assistant', 'system']);

function typeOf(row: string): string {
  if (row === '') return '';
  const parsed: unknown = JSON.parse(row);
  return typeof parsed === 'object' && parsed !== null && 'type' in parsed ? String(parsed.type) : '';
}

function transcripts(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.jsonl'));
}

/** One running CLI with its mock, and the camera. */
export class Lab {
  readonly api: MockApi;
  private readonly folder: string;
  private readonly cache: string;
  private readonly out: string;
  private readonly certFile: string;
  private pane: Pane | null = null;
  private started: Start = { version: '' };

  private constructor(api: MockApi, folder: string, cache: string, out: string, certFile: string) {
    this.api = api;
    this.folder = folder;
    this.cache = cache;
    this.out = out;
    this.certFile = certFile;
    mkdirSync(out, { recursive: true });
  }

  static async open(folder: string, cache: string, out: string): Promise<Lab> {
    const { certFile, ...tls } = becomePlatform(folder);
    return new Lab(await startMockApi(tls), folder, cache, out, certFile);
  }

  get cli(): Pane {
    if (this.pane === null) throw new Error('no CLI is running: nothing was started. call start() first');
    return this.pane;
  }

  /** Starts a fresh CLI (ending the one before) and waits for its prompt. */
  async start(options: Start): Promise<Pane> {
    await this.pane?.close();
    this.started = options;
    const argv = installedCli(this.cache, options.version);
    if (argv === null)
      throw new Error(`Claude Code ${options.version} is not in the cache. install it first`);
    if (options.keepHome !== true) {
      seedHome(HOME, CWD, options.version, options.settings, options.unanswered);
      if (options.login !== null) seedAccount(CLAUDE_DIR, options.login ?? { name: 'A' });
    }
    this.pane = new Pane(this.folder, {
      argv: [...argv, ...(options.args ?? [])],
      env: {
        ...cliEnvironment(HOME, this.api.url, options.tz ?? 'Europe/Paris'),
        NODE_EXTRA_CA_CERTS: this.certFile,
        ...options.env,
      },
      cwd: CWD,
      cols: options.cols ?? 100,
      rows: options.rows ?? 40,
    });
    await this.pane.until('the start', options.until ?? /^\s*(│\s)?[>❯]/m, 30_000);
    await this.pane.settle();
    return this.pane;
  }

  /** Writes the triple NAME.txt, NAME.ansi, NAME.json of the screen as it is now. */
  shot(scenario: string, variant: string, shot: Shot): void {
    const name = `${this.started.version}__${scenario}__${variant}`;
    const now = new Date();
    const sidecar = {
      version: this.started.version,
      mode: 'subscription',
      scenario,
      variant,
      label: shot.label,
      reset_at_epoch: shot.resetAt ?? null,
      tz: this.started.tz ?? 'Europe/Paris',
      cols: this.started.cols ?? 100,
      rows: this.started.rows ?? 40,
      captured_at: `${now.toISOString().slice(0, 19)}Z`,
      captured_at_epoch: Math.floor(now.getTime() / 1000),
      notes: shot.notes ?? '',
      ...(shot.undecidable === true ? { undecidable: true } : {}),
    };
    writeFileSync(join(this.out, `${name}.txt`), this.cli.screen('text'));
    writeFileSync(join(this.out, `${name}.ansi`), this.cli.screen('ansi'));
    writeFileSync(join(this.out, `${name}.json`), JSON.stringify(sidecar, null, 1));
    if (shot.rows === true) this.keepRows(name);
    process.stdout.write(
      `captured ${name} (sessions/<pid>.json: ${this.sessionFile() === null ? 'none' : 'there'})\n`,
    );
  }

  private keepRows(name: string): void {
    const projects = join(CLAUDE_DIR, 'projects');
    const folder = `${this.out}-transcripts`;
    mkdirSync(folder, { recursive: true });
    for (const old of readdirSync(folder).filter((file) => file.startsWith(`${name}.`)))
      rmSync(join(folder, old));
    for (const path of transcripts(projects)) {
      const told = readFileSync(join(projects, path), 'utf8')
        .split('\n')
        .filter((row) => TOLD.has(typeOf(row)));
      const part = /agent-[^/]*\.jsonl$/.exec(path)?.[0] ?? 'main.jsonl';
      writeFileSync(join(folder, `${name}.${part}`), `${told.join('\n')}\n`);
    }
  }

  /** What the CLI says of itself in `sessions/<pid>.json`, or null where this version writes none. */
  sessionFile(): string | null {
    const folder = join(CLAUDE_DIR, 'sessions');
    const file = existsSync(folder)
      ? readdirSync(folder).find((name) => /^\d+\.json$/.test(name))
      : undefined;
    return file === undefined ? null : readFileSync(join(folder, file), 'utf8');
  }

  async close(): Promise<void> {
    await this.pane?.close();
    await this.api.close();
  }
}

/** The first full hour at least `hours` ahead, in epoch seconds. */
export const hourAhead = (hours: number): number =>
  Math.ceil((Date.now() / 1000 + hours * 3600) / 3600) * 3600;
