import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTmux } from '../../src/tmux/index.js';
import { ownUnit } from '../../src/tmux/link/own-unit.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { recogniseFake } from './support/recognise.js';

const ID = { INVOCATION_ID: '0123' };
const USER = '0::/user.slice/user-7.slice/user@7.service/app.slice/claude-failover.service\n';

describe('whether we are a systemd service', () => {
  it.each([
    [ID, USER, 'user'],
    [ID, '0::/system.slice/claude-failover.service\n', 'system'],
    [ID, '2:cpu:/x.service\n1:name=systemd:/system.slice/claude-failover.service\n0::/\n', 'system'],
    [ID, '0::/user.slice/user-7.slice/user@7.service/app.slice/vte-spawn-1.scope\n', null],
    [ID, '0::/user.slice/user-7.slice/session-3.scope\n', null],
    [ID, '0::/\n', null],
    [ID, '', null],
    [{}, USER, null],
  ])('%j %j', (env, cgroup, expected) => {
    expect(ownUnit(env, cgroup)).toBe(expected);
  });
});

describe('a tmux server that a service starts', () => {
  let server: PrivateTmux;
  let bin: string;

  beforeEach(async () => {
    server = await privateTmux();
    bin = join(server.dir, 'bin');
    mkdirSync(bin);
  });
  afterEach(() => server.end());

  /** Stands for systemd-run. */
  function systemdRun(script: string): void {
    const file = join(bin, 'systemd-run');
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  const argv = ['sh', '-c', 'umask > umask; exec tail -f /dev/null'];
  async function create(unit: 'user' | 'system', path = `${bin}:${server.env.PATH}`) {
    const env = { ...server.env, PATH: path, XDG_RUNTIME_DIR: '/run/user/7', SECRET: 'x' };
    const client = createTmux({ socketPath: server.socketPath, env, recognise: recogniseFake, unit });
    const made = await client.create({ name: 'ccl-1', cwd: server.dir, argv, env: {} });
    await client.close();
    return made;
  }

  it.each(['user', 'system'] as const)('is made in a scope of its own (%s)', async (unit) => {
    const called = join(server.dir, 'called');
    systemdRun(
      `echo "$*|$XDG_RUNTIME_DIR|$SECRET" > ${called}\numask 077\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"`,
    );
    expect(await create(unit)).toEqual({ ok: true });
    const flags = `${unit === 'user' ? '--user ' : ''}--scope --quiet --collect -- sh -c`;
    const said = readFileSync(called, 'utf8');
    expect(said.startsWith(flags)).toBe(true);
    expect(said).toContain(`tmux -u -S ${server.socketPath} start-server ; source-file -|/run/user/7|\n`);
    expect(await server.tmux('list-sessions', '-F', '#{session_name}')).toContain('ccl-1');
    const umask = await until('the program tells its umask', () => {
      const file = join(server.dir, 'umask');
      return existsSync(file) && readFileSync(file, 'utf8').trim();
    });
    expect(umask).toBe('0022');
  });

  it('is refused with a sentence when no scope can be had, and none is started', async () => {
    systemdRun('echo "Failed to connect to bus: No medium found" >&2; exit 1');
    const made = await create('user');
    expect(made).toEqual({
      ok: false,
      reason:
        'a tmux server would end with this service, and it could not be started outside of it: Failed to connect to bus: No medium found. Start it once by hand: tmux new-session -d',
    });
    expect(existsSync(server.socketPath)).toBe(false);
  });

  it('is refused where systemd-run is missing', async () => {
    for (const program of ['tmux', 'sh'])
      symlinkSync(
        execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim(),
        join(bin, program),
      );
    const made = await create('user', bin);
    expect(made).toMatchObject({ ok: false, reason: expect.stringContaining('systemd-run is not on PATH') });
    expect(existsSync(server.socketPath)).toBe(false);
  });
});
