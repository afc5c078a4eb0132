import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CommandOptions, command, type Ran } from './support.js';

/** A home of its own with a configured queue folder; nobody runs yet. */
export interface Desk {
  readonly root: string;
  readonly queue: string;
  readonly config: string;
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string>>;
  run(args: readonly string[], options?: Pick<CommandOptions, 'input' | 'cwd'>): Promise<Ran>;
  /** `queue …` with its output taken apart. */
  queueRun(...args: readonly string[]): Promise<Ran>;
  /** Names of the files in one folder of the queue. */
  files(folder: string): readonly string[];
}

export function desk(): Desk {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cf-desk-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  const queue = join(root, 'queue');
  const config = join(root, 'config.yaml');
  const stateDir = join(root, 'state');
  mkdirSync(join(root, 'home'));
  writeFileSync(
    config,
    `tmux: {socket: ${join(root, 'tmux.sock')}}\ndispatcher: {queue_dir: ${queue}}\nhttp: {enabled: false}\n`,
  );
  const env = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: join(root, 'home'),
    LANG: 'C.UTF-8',
    TMPDIR: root,
  };
  const place = ['--config', config, '--state-dir', stateDir];
  const run: Desk['run'] = (args, options = {}) => command([...args, ...place], { env, ...options });
  return {
    root,
    queue,
    config,
    stateDir,
    env,
    run,
    queueRun: (...args) => run(['queue', ...args]),
    files: (folder) => {
      try {
        return readdirSync(join(queue, folder)).sort();
      } catch {
        return [];
      }
    },
  };
}
