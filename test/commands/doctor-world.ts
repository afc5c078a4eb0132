import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../src/adapters/config-file.js';
import type { DoctorContext } from '../../src/adapters/doctor/context.js';
import { readStat } from '../../src/adapters/proc-files.js';
import { gather } from '../../src/commands/doctor-gather.js';
import type { Finding } from '../../src/core/doctor/finding.js';
import { examine, type Gathered } from '../../src/core/doctor/index.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';

/** Says its version, and of whom the account's `login.json` speaks; `slow` in the account's folder lets it hang. */
const CLI = (version: string) => `#!/bin/sh
case "$1" in
  --version) echo '${version} (Claude Code)' ;;
  auth) [ -e "$CLAUDE_CONFIG_DIR/slow" ] && exec sleep 60; cat "$CLAUDE_CONFIG_DIR/login.json" ;;
  *) exit 9 ;;
esac
`;

/** A systemd that has the service enabled and running. */
const SYSTEMCTL = `#!/bin/sh
case "$*" in *is-enabled*) echo enabled ;; *is-active*) echo active ;; esac
`;

/** Its value must be found nowhere in a report. */
export const CANARY = 'canary-7f3a-never-shown';

/** A tmux server with two sessions in which a process called `claude` runs: what every sound world shares. */
export interface SharedTmux {
  readonly tmux: PrivateTmux;
  readonly program: string;
  readonly pids: readonly number[];
}

export async function sharedTmux(): Promise<SharedTmux> {
  const tmux = await privateTmux();
  const program = join(tmux.dir, 'claude');
  copyFileSync('/bin/sleep', program);
  chmodSync(program, 0o755);
  await tmux.start({ name: 'ccl-1', argv: [program, '1000'] });
  await tmux.tmux('new-session', '-d', '-s', 'ccl-2', program, '1000');
  const pids = await until('both processes are claude', async () => {
    const found = (await tmux.tmux('list-panes', '-a', '-F', '#{pane_pid}')).split('\n').map(Number);
    return found.every((pid) => readStat(pid)?.comm === 'claude') ? found : null;
  });
  return { tmux, program, pids };
}

/** A machine on which everything is as it should be; a test spoils one thing. */
export class World {
  readonly home: string;
  readonly stateDir: string;
  readonly link: string;
  readonly env: Record<string, string | undefined>;
  /** The configuration as it will be written. */
  readonly config: {
    accounts: { link: string; list: { name: string; dir: string }[] };
    sessions: { command: string; pool: Record<string, unknown>; dedicated: Record<string, unknown>[] };
    tmux: { socket: string };
    [part: string]: unknown;
  };
  readonly #shared: SharedTmux;

  constructor(shared: SharedTmux) {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), 'cf-doctor-')));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    this.#shared = shared;
    this.home = join(dir, 'home');
    this.stateDir = join(dir, 'state');
    this.link = join(this.home, '.claude');
    this.env = {
      PATH: `${join(dir, 'bin')}:/usr/bin:/bin`,
      HOME: this.home,
      TMUX_TMPDIR: dir,
      LANG: 'C.UTF-8',
    };
    for (const folder of ['bin', 'home', 'state', 'shared/projects', 'work'])
      mkdirSync(join(dir, folder), { recursive: true, mode: 0o700 });
    this.cli('2.1.330');
    this.write('../bin/systemctl', SYSTEMCTL, 0o755);
    this.write('../bin/loginctl', '#!/bin/sh\necho yes\n', 0o755);
    for (const name of ['work', 'personal']) this.#account(name, join(dir, 'shared', 'projects'));
    symlinkSync(this.account('work'), this.link);
    this.session('2.1.330');
    this.config = {
      accounts: {
        link: this.link,
        list: ['work', 'personal'].map((name) => ({ name, dir: this.account(name) })),
      },
      sessions: {
        command: 'claude --model opus',
        pool: { prefix: 'ccl-', first: 1, size: 2, cwd: join(dir, 'work') },
        dedicated: [],
      },
      tmux: { socket: shared.tmux.socketPath },
    };
  }

  account(name: string): string {
    return join(this.home, 'accounts', name);
  }

  /** A file below the home, folders made as needed. */
  write(path: string, text: string, mode = 0o600): string {
    const file = join(this.home, path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, text, { mode });
    chmodSync(file, mode);
    return file;
  }

  cli(version: string): void {
    this.write('../bin/claude', CLI(version), 0o755);
  }

  /** What the CLI writes of the running sessions. */
  session(version: string): void {
    for (const pid of this.#shared.pids) {
      const procStart = String(readStat(pid)?.startTicks ?? 0);
      const text = JSON.stringify({ pid, procStart, sessionId: `conversation-${pid}`, cwd: '/', version });
      this.write(`accounts/work/sessions/${pid}.json`, text);
    }
  }

  login(name: string, status: Readonly<Record<string, unknown>>): void {
    this.write(`accounts/${name}/login.json`, JSON.stringify(status));
  }

  settings(name: string, settings: unknown): void {
    this.write(`accounts/${name}/settings.json`, JSON.stringify(settings));
  }

  #account(name: string, projects: string): void {
    mkdirSync(this.account(name), { recursive: true, mode: 0o700 });
    symlinkSync(projects, join(this.account(name), 'projects'));
    this.write(`accounts/${name}/.credentials.json`, CANARY);
    this.settings(name, { model: 'opus', env: { SOME_KEY: CANARY } });
    this.login(name, { loggedIn: true, email: `${name}-${CANARY}@example.org`, orgId: name });
  }

  /** Path of the written configuration. */
  configure(): string {
    return this.write('.config/claude-failover/config.yaml', stringify(this.config));
  }

  /** Everything the doctor says of it. The kernel's limits are the machine's: they are taken for good. */
  async findings(
    options: { named?: string; notify?: boolean; withinMs?: number } = {},
  ): Promise<readonly Finding[]> {
    const path = options.named ?? this.configure();
    const loaded = loadConfig({ path, named: false }, this.env);
    const context: DoctorContext = {
      env: this.env,
      home: this.home,
      uid: process.getuid?.() ?? -1,
      platform: process.platform,
      stateDir: this.stateDir,
      loaded,
      config: loaded.type === 'ok' ? loaded.config : null,
      nowMs: Date.now(),
      programWithinMs: options.withinMs ?? 6_000,
    };
    const gathered: Gathered = {
      ...(await gather(context, options.notify === true)),
      inotify: { ok: true, facts: { watches: 100_000, instances: 1_000 } },
    };
    return examine(gathered).flatMap(({ findings }) => findings);
  }

  /** Ids of what is a warning or bad, with their level: `bad link-missing`. */
  async trouble(options?: Parameters<World['findings']>[0]): Promise<readonly string[]> {
    const found = await this.findings(options);
    return found.flatMap(({ id, level }) => (level === 'bad' || level === 'warn' ? [`${level} ${id}`] : []));
  }
}
