import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sweepKilled } from '../../src/demo/sweep.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';

let tmux: PrivateTmux;
beforeEach(async () => {
  tmux = await privateTmux();
});
afterEach(() => tmux.end());

/** Gone, or waiting for its parent. */
function hasEnded(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
}

/** A demo's folder with the pid of its process. */
async function left(name: string, pid: number | string): Promise<string> {
  const root = join(tmux.dir, name);
  await mkdir(root);
  await writeFile(join(root, 'pid'), `${pid}`);
  return root;
}

test('what a killed demo left goes, with its tmux server; what runs, and what is not a demo’s, stays', async () => {
  const dead = spawnSync('true').pid;
  const killed = await left('claude-failover-demo-a', dead);
  const others = [
    await left('claude-failover-demo-b', process.pid),
    await left('claude-failover-demo-c', ''),
    await left('something-else', dead),
  ];
  const socket = join(killed, 'tmux.sock');
  spawnSync('tmux', ['-S', socket, '-f', '/dev/null', 'new-session', '-d', 'tail', '-f', '/dev/null'], {
    env: { ...tmux.env },
  });
  const ask = () =>
    spawnSync('tmux', ['-S', socket, 'display-message', '-p', '#{pid}'], { encoding: 'utf8' });
  const server = Number(ask().stdout);
  expect(server).toBeGreaterThan(1);
  await sweepKilled(tmux.dir);
  expect(existsSync(killed)).toBe(false);
  await until('the server has ended', () => hasEnded(server));
  expect(others.filter(existsSync)).toEqual(others);
});
