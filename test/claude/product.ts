import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

const PROGRAM = fileURLToPath(new URL('../../bin/claude-failover.js', import.meta.url));

const ENDS_WITHIN_MS = 10_000;

export interface ProductPlace {
  readonly folder: string;
  readonly home: string;
  readonly tz: string;
}

/** `claude-failover run --headless`, built from this tree, in a world of its own. */
export class Product {
  private readonly place: ProductPlace;
  private child: ChildProcess | null = null;
  private ended: Promise<unknown> = Promise.resolve();
  private said = '';

  constructor(place: ProductPlace) {
    this.place = place;
  }

  get stateDir(): string {
    return join(this.place.folder, 'state');
  }

  configure(config: Readonly<Record<string, unknown>>): void {
    writeFileSync(join(this.place.folder, 'config.yaml'), stringify(config));
  }

  private argv(...words: readonly string[]): readonly string[] {
    return [
      PROGRAM,
      ...words,
      '--config',
      join(this.place.folder, 'config.yaml'),
      '--state-dir',
      this.stateDir,
    ];
  }

  private get options() {
    const { folder, home, tz } = this.place;
    return {
      cwd: folder,
      env: { HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', TZ: tz },
    };
  }

  /** One command of it, run to its end: what it said on both outputs, and its exit code. */
  command(...words: readonly string[]): { readonly code: number | null; readonly said: string } {
    const ended = spawnSync(process.execPath, this.argv(...words), { ...this.options, encoding: 'utf8' });
    return { code: ended.status, said: `${ended.stdout}${ended.stderr}` };
  }

  start(): void {
    const child = spawn(process.execPath, this.argv('run', '--headless'), {
      ...this.options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.setEncoding('utf8').on('data', (words: string) => {
      this.said += words;
    });
    this.child = child;
    this.ended = once(child, 'exit');
  }

  /** Whether it still runs. */
  get alive(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (!this.alive) return;
    this.child?.kill(signal);
    const late = setTimeout(() => this.child?.kill('SIGKILL'), ENDS_WITHIN_MS);
    await this.ended;
    clearTimeout(late);
  }

  /** Everything it said on stderr: its log, and its last words. */
  get log(): string {
    return this.said;
  }

  journal(): string {
    const file = join(this.stateDir, 'journal.jsonl');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }
}
