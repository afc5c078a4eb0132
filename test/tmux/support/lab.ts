import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PaneId } from '../../../src/core/ids.js';
import type { PaneFacts, PaneTarget, TmuxPort } from '../../../src/core/ports.js';
import { createTmux, type TmuxOptions } from '../../../src/tmux/index.js';
import { type PrivateTmux, privateTmux } from '../../support/tmux.js';
import { until } from '../../support/until.js';
import { recogniseFake } from './recognise.js';

export interface Fake {
  /** Title of a dialog in the composer's place; Esc closes it. */
  readonly dialog?: string;
  /** Title of a dialog that opens with the first paste and swallows it … */
  readonly late?: string;
  /** … or keeps it in the composer behind it. */
  readonly keeps?: boolean;
  readonly busy?: boolean;
  readonly draft?: string;
  /** Dim text in the empty composer. */
  readonly ghost?: string;
  /** Shows a paste of more than 3 lines as one placeholder. */
  readonly collapse?: boolean;
  /** Takes Enter for nothing. */
  readonly deaf?: boolean;
  /** Something that gets in behind the paste. */
  readonly splice?: string;
}

export interface Lab {
  readonly server: PrivateTmux;
  /** Another client of the same server; closed by `end`. */
  connect(options?: Partial<TmuxOptions>): TmuxPort;
  /** Starts a fake agent in a new session and waits for its screen. */
  fake(fake?: Fake): Promise<{ pane: PaneId; received(): Promise<string> }>;
  end(): Promise<void>;
}

const FAKE = fileURLToPath(new URL('./fake-composer.mjs', import.meta.url));

/** A private server with one idle pane, and clients for it. */
export async function startLab(size: { cols?: number; rows?: number } = {}): Promise<Lab> {
  const server = await privateTmux();
  await server.start(size);
  const clients: TmuxPort[] = [];
  let count = 0;
  return {
    server,
    connect(options = {}) {
      const client = createTmux({
        socketPath: server.socketPath,
        env: server.env,
        recognise: recogniseFake,
        typingTimes: { showMs: 3_000, settleMs: 150, turnMs: 3_000, pollMs: 30 },
        ...options,
      });
      clients.push(client);
      return client;
    },
    async fake(fake = {}) {
      count += 1;
      const log = join(server.dir, `received-${count}`);
      const argv = [process.execPath, FAKE, JSON.stringify({ ...fake, log })];
      const made = [
        'new-session',
        '-d',
        '-P',
        '-F',
        '#{pane_id}',
        '-s',
        `fake-${count}`,
        '-x',
        '80',
        '-y',
        '24',
      ];
      const pane = (await server.tmux(...made, ...argv)) as PaneId;
      await until('the fake agent draws', async () =>
        /for shortcuts|to confirm/.test(await server.tmux('capture-pane', '-p', '-t', pane)),
      );
      return { pane, received: () => readFile(log, 'utf8').catch(() => '') };
    },
    async end() {
      await Promise.all(clients.map((client) => client.close()));
      await server.end();
    },
  };
}

/** A shell script of this name; gives the folder it stands in, for a PATH. */
export async function program(lab: Lab, name: string, script: string): Promise<string> {
  const dir = join(lab.server.dir, 'bin');
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(dir, name), 0o755);
  return dir;
}

/** An environment in which tmux refuses control mode. */
export async function withoutControlMode(lab: Lab): Promise<Readonly<Record<string, string>>> {
  const { env } = lab.server;
  const script = `case " $* " in *" -C "*) echo refused >&2; exit 1;; esac; PATH="${env.PATH}" exec tmux "$@"`;
  return { ...env, PATH: `${await program(lab, 'tmux', script)}:${env.PATH}` };
}

/** The facts of one pane, as listed just now. */
export async function factsOf(client: TmuxPort, pane: string): Promise<PaneFacts> {
  const listing = await client.list();
  const facts = listing?.panes.find((one) => one.pane === pane);
  if (facts === undefined) throw new Error(`pane ${pane} is not listed`);
  return facts;
}

export async function targetOf(client: TmuxPort, pane: string): Promise<PaneTarget> {
  const listing = await client.list();
  const facts = listing?.panes.find((one) => one.pane === pane);
  if (listing === null || facts === undefined) throw new Error(`pane ${pane} is not listed`);
  return { server: listing.server, pane: facts.pane, panePid: facts.panePid };
}
