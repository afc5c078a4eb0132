import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readStat } from '../../dist/adapters/proc-files.js';
import { projectSlug } from '../../dist/adapters/transcript-find.js';
import { type AgentSandbox, agentSandbox } from '../support/agents.ts';

const run = promisify(execFile);

export const SCREENS = fileURLToPath(new URL('../../fixtures/screens', import.meta.url));
const COLS = 100;
const ROWS = 50;
const LINE_EVERY_MS = 50;

/** A process of its own prints, so that printing is not charged to us. */
export interface Printer {
  readonly pid: number;
  stop(): Promise<void>;
}

/** A tmux server whose panes hold real screens, each printed by a `cat` that goes by the name `claude`. */
export interface PaneFarm {
  readonly sandbox: AgentSandbox;
  readonly serverPid: number;
  readonly panes: readonly string[];
  /** Mean size of a captured screen. */
  readonly screenBytes: number;
  /** Makes the first panes print 20 lines a second each. */
  print(panes: number): Promise<Printer>;
  end(): Promise<void>;
}

/** Captures as wide as the panes, so that they stand as they were drawn; with `label` only those of it. */
function captures(label?: string): readonly string[] {
  return readdirSync(SCREENS)
    .filter((name) => name.endsWith('.json'))
    .filter((name) => {
      const facts = JSON.parse(readFileSync(join(SCREENS, name), 'utf8'));
      return facts.cols === COLS && (label === undefined || facts.label === label);
    })
    .map((name) => join(SCREENS, name.replace(/\.json$/, '.ansi')))
    .sort();
}

/** What the CLI leaves of a session: its file and a transcript, so that both are read as in life. */
function leaveSession(sandbox: AgentSandbox, pid: number, index: number): void {
  const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  const config = sandbox.accountDir('work');
  const folder = join(config, 'projects', projectSlug(sandbox.cwd));
  mkdirSync(join(config, 'sessions'), { recursive: true });
  mkdirSync(folder, { recursive: true });
  const session = { pid, sessionId: id, cwd: sandbox.cwd, version: '2.1.330', status: 'idle' };
  const procStart = `${readStat(pid)?.startTicks ?? ''}`;
  writeFileSync(join(config, 'sessions', `${pid}.json`), JSON.stringify({ ...session, procStart }));
  const row = {
    type: 'user',
    uuid: id,
    sessionId: id,
    version: '2.1.330',
    timestamp: new Date().toISOString(),
  };
  writeFileSync(join(folder, `${id}.jsonl`), `${JSON.stringify(row)}\n`.repeat(50));
}

/** `exec`s keep one pid, so the pane's process is the agent, as with a CLI started without a shell. */
export async function paneFarm(count: number, label?: string): Promise<PaneFarm> {
  const sandbox = await agentSandbox();
  const { tmux } = sandbox;
  const bin = join(tmux.dir, 'bin');
  mkdirSync(bin);
  symlinkSync(execFileSync('sh', ['-c', 'command -v cat'], { encoding: 'utf8' }).trim(), join(bin, 'claude'));
  const files = captures(label);
  const panes: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const shown = [0, 1, 2].map((offset) => files[(index + offset) % files.length] ?? '');
    const fifo = join(tmux.dir, `in-${index}`);
    await run('mkfifo', [fifo]);
    // Opened for both, so that it stands without a writer.
    const script = `exec 3<>"$1"; shift; exec "$@" <&3`;
    const argv = ['sh', '-c', script, 'sh', fifo, join(bin, 'claude'), ...shown, '-'];
    panes.push(await tmux.start({ name: `ccl-${index}`, cols: COLS, rows: ROWS, argv }));
  }
  const listed = (await tmux.tmux('list-panes', '-a', '-F', '#{pane_pid}')).split('\n').map(Number);
  for (const [index, pid] of listed.entries()) leaveSession(sandbox, pid, index);
  const screens = await Promise.all(
    panes.slice(0, 10).map((pane) => tmux.tmux('capture-pane', '-pJ', '-t', pane)),
  );
  const bytes = screens.reduce((sum, screen) => sum + Buffer.byteLength(screen), 0);
  return {
    sandbox,
    serverPid: await tmux.serverPid(),
    panes,
    screenBytes: Math.round(bytes / screens.length),
    print: (printing) =>
      printInto(Array.from({ length: printing }, (_, index) => join(tmux.dir, `in-${index}`))),
    end: () => sandbox.end(),
  };
}

const PRINTER = `
const { openSync, writeSync } = require('node:fs');
const fds = process.argv.slice(1).map((path) => openSync(path, 'w'));
let line = 0;
setInterval(() => { line += 1; for (const fd of fds) writeSync(fd, 'line ' + line + ' of a build that goes on and on\\n'); }, ${LINE_EVERY_MS});
process.stdin.on('end', () => process.exit()).resume();
`;

async function printInto(fifos: readonly string[]): Promise<Printer> {
  const child = spawn(process.execPath, ['-e', PRINTER, ...fifos], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve) => child.once('spawn', () => resolve()));
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
