import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PaneId } from '../../src/core/ids.js';
import type { TmuxPort } from '../../src/core/ports.js';
import { createTmux } from '../../src/tmux/index.js';
import { until } from '../support/until.js';
import { type Lab, program, startLab, targetOf, withoutControlMode } from './support/lab.js';
import { recogniseFake } from './support/recognise.js';

let lab: Lab;
beforeEach(async () => {
  lab = await startLab();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await lab.end();
});

const listed = (client: TmuxPort): Promise<unknown> => until('tmux is listed', () => client.list());
const clientPid = async (): Promise<number> =>
  Number(await lab.server.tmux('list-clients', '-F', '#{?client_control_mode,#{client_pid},}'));

const OTHER_PIDS = ['--user', '--map-root-user', '--pid', '--fork'] as const;

describe('the server', () => {
  it('is not given a session of ours where that would crash it', async () => {
    await lab.server.tmux('set-option', '-g', 'window-size', 'manual');
    const pid = await lab.server.tmux('display-message', '-p', '#{pid}');
    const client = lab.connect();
    await listed(client);
    expect(client.health()).toMatchObject({ state: 'fallback' });
    expect(client.health().detail).toContain('window-size is manual');
    expect(await lab.server.tmux('display-message', '-p', '#{pid}')).toBe(pid);
  });

  it('is not started by us, and is found when it starts', async () => {
    await lab.server.killServer();
    const client = lab.connect();
    expect(await client.list()).toBe(null);
    expect(client.health()).toMatchObject({ state: 'no-server' });
    expect(client.health().detail).toContain('no tmux server is running');
    expect(
      await client.type({ server: { pid: 1, startedAt: 1 }, pane: '%0' as PaneId, panePid: 1 }, 'x', {
        closeDialog: false,
      }),
    ).toMatchObject({ outcome: 'refused', cause: 'gone' });
    await expect(lab.server.serverPid()).rejects.toThrow();
    await lab.server.start();
    await listed(client);
    expect(client.health().state).toBe('connected');
  });

  it('may die and come back with the same pane ids: an old target is refused', async () => {
    const client = lab.connect();
    const old = await targetOf(client, '%0');
    await lab.server.killServer();
    expect(await client.list()).toBe(null);
    await lab.server.start();
    await listed(client);
    const fresh = await targetOf(client, '%0');
    expect(fresh.server).not.toEqual(old.server);
    expect(await client.keepWhenDead({ ...fresh, server: old.server }, true)).toBe(false);
    expect(await client.keepWhenDead(fresh, true)).toBe(true);
    expect(await client.type(old, 'x', { closeDialog: false })).toMatchObject({
      outcome: 'refused',
      cause: 'gone',
    });
  });

  it('may be stopped: every question is answered null in time, and all is well when it goes on', async () => {
    const client = lab.connect({ deadlineMs: 400 });
    const target = await targetOf(client, '%0');
    const pid = await lab.server.serverPid();
    process.kill(pid, 'SIGSTOP');
    const from = performance.now();
    expect(await client.list()).toBe(null);
    expect((await client.capture([target.pane])).get(target.pane)).toBe(null);
    expect(await client.keepWhenDead(target, true)).toBe(false);
    expect(await client.type(target, 'x', { closeDialog: false })).toMatchObject({
      outcome: 'refused',
      cause: 'gone',
    });
    expect(performance.now() - from).toBeLessThan(4_000);
    expect(client.health()).toMatchObject({ state: 'no-server', silent: true });
    expect(client.health().detail).toMatch(/not (answer|been)/);
    process.kill(pid, 'SIGCONT');
    await listed(client);
    expect(client.health().state).toBe('connected');
    expect(await lab.server.serverPid()).toBe(pid);
  });
});

describe('the control client', () => {
  it('is started again when it was killed; questions under way are answered null', async () => {
    const client = lab.connect();
    await listed(client);
    const first = await clientPid();
    process.kill(first, 'SIGKILL');
    await until('the client is another one', async () => {
      await client.list();
      const pid = await clientPid();
      return pid > 0 && pid !== first;
    });
    await listed(client);
    expect(client.health().state).toBe('connected');
    await until(
      'one session of ours is left',
      async () => (await lab.server.tmux('list-sessions')).split('_claude-failover-').length === 2,
    );
  });

  it('gives way to single commands when it is refused three times in a minute', async () => {
    const client = lab.connect({ env: await withoutControlMode(lab) });
    await listed(client);
    expect(client.health()).toMatchObject({ state: 'fallback' });
    expect(client.health().detail).toContain('refused');
    const panes = ['%0' as PaneId];
    for (let n = 0; n < 5; n += 1) {
      panes.push(
        (await lab.server.tmux(
          'new-window',
          '-P',
          '-F',
          '#{pane_id}',
          `printf "pane ${n}"; tail -f /dev/null`,
        )) as PaneId,
      );
    }
    expect((await client.list())?.panes.map((facts) => facts.pane)).toEqual(panes);
    const screens = await until('all have printed', async () => {
      const got = await client.capture([panes[1] as PaneId, '%99' as PaneId, ...panes]);
      return got.get('%5' as PaneId)?.includes('pane 4') ? got : null;
    });
    expect(screens.get('%99' as PaneId)).toBe(null);
    for (const pane of panes) {
      expect(screens.get(pane)).toBe(await lab.server.tmux('capture-pane', '-p', '-J', '-t', pane));
    }
    const gone = Array.from({ length: 5 }, (_, n) => `%${100 + n}` as PaneId);
    const many = await client.capture([...gone, ...Array(160).fill('%5'), '%1' as PaneId]);
    expect([many.get('%100' as PaneId), many.get('%1' as PaneId)]).toEqual([
      null,
      screens.get('%1' as PaneId),
    ]);
    const { pane, received } = await lab.fake();
    expect(
      await client.type(await targetOf(client, pane), 'hello; it\'s "me"', { closeDialog: false }),
    ).toEqual({ outcome: 'submitted' });
    expect(await received()).toBe('\x1b[200~hello; it\'s "me"\x1b[201~\r');
    await lab.server.killServer();
    expect(await client.list()).toBe(null);
    expect(client.health().state).toBe('no-server');
  });

  it('left behind by a dead supervisor, it is ended with its session', async () => {
    const dead = spawn('true');
    await new Promise((resolve) => dead.on('exit', resolve));
    const name = `_claude-failover-${dead.pid}-00ff`;
    const argv = ['-u', '-S', lab.server.socketPath, '-C', 'new-session', '-s', name];
    const left: ChildProcess = spawn('tmux', argv, {
      env: lab.server.env,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise((resolve) => left.on('exit', resolve));
    await until('it is attached', async () => (await lab.server.tmux('list-sessions')).includes(name));
    await lab.server.tmux('set-option', '-t', `=${name}:`, '@claude-failover-pid', String(dead.pid));
    const client = lab.connect();
    await listed(client);
    await ended;
    expect((await client.list())?.panes.map((facts) => facts.pane)).toEqual(['%0']);
    await until('its session is gone', async () => !(await lab.server.tmux('list-sessions')).includes(name));
  });

  it.skipIf(spawnSync('unshare', [...OTHER_PIDS, 'true']).status !== 0)(
    'of a supervisor in another pid namespace, it is left alone though no such pid is here',
    async () => {
      const dead = spawn('true');
      await new Promise((resolve) => dead.on('exit', resolve));
      const name = `_claude-failover-${dead.pid}-00ff`;
      const command = `exec tmux -u -S ${lab.server.socketPath} -C new-session -s ${name}`;
      const path = await program(lab, 'contained', command);
      const left = spawn('unshare', [...OTHER_PIDS, join(path, 'contained')], {
        env: lab.server.env,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      const ended = new Promise((resolve) => left.on('exit', resolve));
      const attached = () =>
        lab.server.tmux(
          'list-sessions',
          '-F',
          '#{session_attached} #{session_name}',
          '-f',
          '#{session_attached}',
        );
      await until('it is attached', async () => (await attached()).includes(name));
      await listed(lab.connect());
      expect(await attached()).toContain(name);
      left.stdin.end();
      await ended;
    },
  );

  it('leaves no client and session behind when released, and connects again when asked', async () => {
    const client = lab.connect();
    await listed(client);
    await client.release();
    expect(await lab.server.tmux('list-clients')).toBe('');
    expect(await lab.server.tmux('list-sessions', '-F', '#{session_name}')).toBe('main');
    expect(await client.list()).not.toBe(null);
    expect(client.health().state).toBe('connected');
  });

  it('leaves no client, session or file behind when closed', async () => {
    const folder = join(lab.server.dir, 'a #{pid} #(touch x) folder');
    await mkdir(folder);
    vi.stubEnv('TMPDIR', folder);
    const client = lab.connect();
    const { pane } = await lab.fake();
    const typed = await client.type(await targetOf(client, pane), 'hello', { closeDialog: false });
    expect(typed).toEqual({ outcome: 'submitted' });
    const pid = await clientPid();
    await client.close();
    expect(await lab.server.tmux('list-clients')).toBe('');
    expect(await lab.server.tmux('list-sessions', '-F', '#{session_name}')).toBe('fake-1\nmain');
    expect(await lab.server.tmux('list-buffers')).toBe('');
    await expect(readFile(`/proc/${pid}/stat`)).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
    expect(await client.list()).toBe(null);
  });
});

describe('tmux itself', () => {
  it('may be missing', async () => {
    const empty = join(lab.server.dir, 'empty');
    await mkdir(empty);
    const client = lab.connect({ env: { ...lab.server.env, PATH: empty } });
    expect(await client.list()).toBe(null);
    expect(client.health()).toMatchObject({ state: 'no-tmux', version: null });
    expect(client.health().detail).toContain('apt install tmux');
  });

  it('may be too old', async () => {
    const path = await program(lab, 'tmux', 'echo tmux 3.1');
    const client = lab.connect({ env: { ...lab.server.env, PATH: path } });
    expect(await client.list()).toBe(null);
    expect(client.health()).toMatchObject({ state: 'too-old', version: '3.1' });
    expect(client.health().detail).toContain('3.2');
  });

  it('is chosen by name, by path, or as the one we are in; only the allow-list reaches it', async () => {
    const pid = await lab.server.serverPid();
    const within = {
      ...lab.server.env,
      TMUX: `${lab.server.socketPath},${pid},0`,
      TMUX_PANE: '%0',
      SECRET: 'x',
    };
    const client = createTmux({ socketName: 'default', env: within, recognise: recogniseFake });
    try {
      await listed(client);
      expect(client.ownPane).toBe('%0');
      const control = await clientPid();
      expect(await readFile(`/proc/${control}/environ`, 'utf8')).not.toMatch(/SECRET|TMUX=|TMUX_PANE/);
    } finally {
      await client.close();
    }
    expect(lab.connect({ env: within }).ownPane).toBe('%0');
    const stale = lab.connect({ env: { ...within, TMUX: `${lab.server.socketPath},1,0` } });
    await listed(stale);
    expect(stale.ownPane).toBe(null);
    await mkdir(join(lab.server.dir, `tmux-${process.getuid?.()}`), { mode: 0o700 });
    await symlink(lab.server.socketPath, join(lab.server.dir, `tmux-${process.getuid?.()}`, 'named'));
    const named = createTmux({ socketName: 'named', env: within, recognise: recogniseFake });
    try {
      await listed(named);
      expect(named.ownPane).toBe('%0');
    } finally {
      await named.close();
    }
  });
});
