import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { steadyMs } from '../../src/adapters/clock.js';
import { createProcesses } from '../../src/adapters/processes.js';
import { until } from '../support/until.js';
import { temporaryFolder } from './support.js';

/** Prints its pid and lives on; with CHILD set it first starts that command below itself. */
const AGENT = `#!/usr/bin/env node
const { spawn } = require('node:child_process');
if (process.env.CHILD) spawn('/bin/sh', ['-c', process.env.CHILD], { stdio: 'inherit', env: { ...process.env, CHILD: '' } });
if (process.env.STUBBORN) process.on('SIGTERM', () => {});
process.stdout.write('pid ' + process.pid + '\\n');
setInterval(() => {}, 1000);
`;

export interface World {
  readonly bin: string;
  readonly cwd: string;
  /** Starts a pane: its process, and all pids the agents below it printed. */
  readonly pane: (command: string, env?: Readonly<Record<string, string>>) => Pane;
}

export interface Pane {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly printed: (count: number) => Promise<readonly number[]>;
}

export function script(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

export function world(): World {
  const root = temporaryFolder();
  const [bin, cwd] = [join(root, 'bin'), join(root, 'a cwd)')];
  mkdirSync(bin);
  mkdirSync(cwd);
  script(join(bin, 'claude'), AGENT);
  const pane = (command: string, env: Readonly<Record<string, string>> = {}): Pane => {
    const child = spawn('/bin/sh', ['-c', command], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`, HOME: root, ...env },
    });
    onTestFinished(() => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    });
    let text = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      text += bytes.toString();
    });
    const printed = (count: number) =>
      until(`${count} agents`, () => {
        const pids = [...text.matchAll(/pid (\d+)\n/g)].map((match) => Number(match[1]));
        return pids.length >= count ? pids : null;
      });
    return { child, pid: child.pid ?? -1, printed };
  };
  return { bin, cwd, pane };
}

export const processes = () => createProcesses({ steadyMs });

export async function agentBelow(pane: Pane, port = processes()) {
  return (await port.agents([pane.pid])).get(pane.pid);
}
