import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { steadyMs } from '../../src/adapters/clock.js';
import { readStat } from '../../src/adapters/proc-files.js';
import { type Known, ProcessTable } from '../../src/adapters/process-table.js';
import { createProcesses } from '../../src/adapters/processes.js';
import { until } from '../support/until.js';
import { agentBelow, world } from './processes-support.js';

describe('a settled agent', () => {
  /** Its own shell under the name of the CLI, which goes on when a file stands in `bin`. */
  function settled() {
    const { pane, bin, cwd } = world();
    copyFileSync('/bin/sh', join(bin, 'claude'));
    chmodSync(join(bin, 'claude'), 0o755);
    const wait = (name: string) => `until [ -e '${bin}/${name}' ]; do sleep 0.05; done`;
    writeFileSync(
      join(bin, 'steps'),
      `echo pid $$; ${wait('moved')}; cd /; touch '${bin}/there'; ${wait('on')}; exec sleep 1000\n`,
    );
    const shell = pane(`claude '${bin}/steps'; exec sleep 1000`);
    // So old is everything by this clock.
    const port = createProcesses({ steadyMs: () => steadyMs() + 60_000 });
    const held = (pid: number) =>
      readdirSync('/proc/self/fd').filter((fd) => linkOf(`/proc/self/fd/${fd}`) === `/proc/${pid}/stat`);
    const go = (name: string) => writeFileSync(join(bin, name), '');
    return { shell, port, held, go, cwd, has: (name: string) => existsSync(join(bin, name)) };
  }

  function linkOf(path: string): string | null {
    try {
      return readlinkSync(path);
    } catch {
      return null;
    }
  }

  test('is the same object while nothing of it changes, and its directory is read again within ten looks', async () => {
    const { shell, port, go, has, cwd } = settled();
    await shell.printed(1);
    const first = await agentBelow(shell, port);
    expect(first?.cwd).toBe(cwd);
    for (let look = 0; look < 12; look += 1) expect(await agentBelow(shell, port)).toBe(first);
    go('moved');
    await until('it stands elsewhere', () => has('there'));
    for (let look = 0; look < 10; look += 1) await agentBelow(shell, port);
    expect((await agentBelow(shell, port))?.cwd).toBe('/');
  });

  test('that becomes another program is none at the next look', async () => {
    const { shell, port, held, go } = settled();
    const [pid = 0] = await shell.printed(1);
    await agentBelow(shell, port);
    expect(held(pid)).toHaveLength(1);
    go('moved');
    go('on');
    await until('the other program', () => readStat(pid)?.comm === 'sleep');
    expect(await agentBelow(shell, port)).toBeNull();
    expect(held(pid)).toEqual([]);
  });

  test('that ended is none at the next look, also while nobody has waited for it', async () => {
    const { shell, port, held } = settled();
    const [pid = 0] = await shell.printed(1);
    await agentBelow(shell, port);
    // A stopped parent waits for nobody.
    process.kill(shell.pid, 'SIGSTOP');
    await until('its stop', () => readFileSync(`/proc/${shell.pid}/stat`, 'utf8').includes(') T '));
    process.kill(pid, 'SIGKILL');
    await until('its end', () => readStat(pid)?.zombie);
    expect(await agentBelow(shell, port)).toBeNull();
    process.kill(shell.pid, 'SIGCONT');
    await until('nothing of it', () => readStat(pid) === null);
    expect(await agentBelow(shell, port)).toBeNull();
    expect(held(pid)).toEqual([]);
  });

  test('whose shell ends stands in no pane any more, and is known by its new parent', async () => {
    const { shell, port } = settled();
    const [pid = 0] = await shell.printed(1);
    const table = new ProcessTable();
    table.scan();
    expect(table.childrenOf(shell.pid)).toEqual([pid]);
    expect(await agentBelow(shell, port)).not.toBeNull();
    process.kill(shell.pid, 'SIGKILL');
    await until('its end', () => readStat(shell.pid) === null);
    expect(await agentBelow(shell, port)).toBeNull();
    table.scan();
    expect(table.childrenOf(shell.pid)).toEqual([]);
    expect(table.childrenOf(readStat(pid)?.ppid ?? 0)).toContain(pid);
  });
});

test('so many are watched by an open file at most, and one that ended leaves its place to another', async () => {
  const { pane } = world();
  // The other one stays in its group, which is ended at the end.
  const shell = pane('sleep 1000 & exec sleep 1000');
  const table = new ProcessTable();
  table.scan();
  const stat = readStat(process.pid);
  const child = table.get(shell.pid);
  if (stat === null || child === null) throw new Error('they live');
  const made = (): Known => ({ stat, uid: null, role: null, agent: null, open: null, scan: 0 });
  const others = Array.from({ length: 300 }, made);
  onTestFinished(() => {
    for (const { open } of others) open?.close();
  });
  for (const known of [child, ...others]) table.hold(known);
  const held = () => others.filter(({ open }) => open !== null).length;
  expect(child.open).not.toBeNull();
  expect(held()).toBe(255);
  process.kill(shell.pid, 'SIGKILL');
  await until('its end', () => readStat(shell.pid) === null);
  table.scan();
  for (const known of others) table.hold(known);
  expect(child.open).toBeNull();
  expect(held()).toBe(256);
});
