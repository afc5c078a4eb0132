import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaneId } from '../../src/core/ids.js';
import { until } from '../support/until.js';
import { factsOf, type Lab, startLab } from './support/lab.js';

let lab: Lab;
beforeEach(async () => {
  lab = await startLab();
});
afterEach(() => lab.end());

const PRINT = ['sh', '-c', 'printf "$1"; exec tail -f /dev/null', 'sh'];

describe('list', () => {
  it('fills the facts of a pane and tells the life of the server', async () => {
    const client = lab.connect();
    const listing = await client.list();
    expect(listing?.server.pid).toBe(await lab.server.serverPid());
    expect(listing?.server.startedAt).toBe(
      Number(await lab.server.tmux('display-message', '-p', '#{start_time}')),
    );
    const [facts, ...others] = listing?.panes ?? [];
    expect(others).toEqual([]);
    expect(facts).toEqual({
      pane: '%0',
      panePid: Number(await lab.server.tmux('display-message', '-p', '-t', '%0', '#{pane_pid}')),
      sessionName: 'main',
      windowIndex: 0,
      paneIndex: 0,
      activity: Number(await lab.server.tmux('display-message', '-p', '-t', '%0', '#{window_activity}')),
      cols: 80,
      rows: 24,
      dead: false,
      deadStatus: null,
      inMode: false,
      inputOff: false,
      synchronized: false,
      personActiveAt: null,
    });
    expect(client.health().state).toBe('connected');
  });

  it('takes hostile names, titles and directories for what they are', async () => {
    const names = ['a:b.c', 'two  words', `it's "quoted"`, 'emoji 🦊 é', '|pi;pe', 'new\nline', '#(touch x)'];
    for (const name of names) await lab.server.tmux('new-session', '-d', '-s', name.replaceAll('#', '##'));
    const forged = '1 1 %77 1 $0 @0 0 0 0 80 24 0 0 0 0 0 -';
    await lab.server.tmux('select-pane', '-t', '%0', '-T', `x\n${forged}`);
    await lab.server.tmux('rename-window', '-t', '%0', `w\n${forged}`);
    const listing = await lab.connect().list();
    const shown = listing?.panes.map((facts) => facts.sessionName);
    expect(listing?.panes.map((facts) => facts.pane)).toEqual(expect.arrayContaining(['%0', '%1', '%7']));
    expect(listing?.panes).toHaveLength(names.length + 1);
    expect(shown).toEqual(expect.arrayContaining(['emoji 🦊 é', 'two  words', `it's "quoted"`, '|pi;pe']));
    for (const name of shown ?? []) expect(name).not.toMatch(/\p{Cc}/u);
  });

  it('tells dead, copy mode, input off and synchronised', async () => {
    const client = lab.connect();
    await lab.server.tmux('set-option', '-g', 'remain-on-exit', 'on');
    const made = ['new-window', '-P', '-F', '#{pane_id}', 'sh', '-c'];
    const dead = await lab.server.tmux(...made, 'exit 3');
    const killed = await lab.server.tmux(...made, 'kill -KILL $$');
    await lab.server.tmux('copy-mode', '-t', '%0');
    const twin = await lab.server.tmux(
      'split-window',
      '-d',
      '-t',
      '%0',
      '-P',
      '-F',
      '#{pane_id}',
      'tail -f /dev/null',
    );
    await lab.server.tmux('set-option', '-w', '-t', '%0', 'synchronize-panes', 'on');
    await lab.server.tmux('select-pane', '-d', '-t', twin);
    await until('the panes are dead', async () => {
      const both = [await factsOf(client, dead), await factsOf(client, killed)];
      return both.every((facts) => facts.dead);
    });
    expect([await factsOf(client, dead), await factsOf(client, killed)]).toMatchObject([
      { deadStatus: 3 },
      { deadStatus: null },
    ]);
    expect(await factsOf(client, '%0')).toMatchObject({
      dead: false,
      deadStatus: null,
      inMode: true,
      synchronized: true,
      inputOff: false,
    });
    expect(await factsOf(client, twin)).toMatchObject({ inMode: false, inputOff: true, paneIndex: 1 });
  });

  it('learns how a program ended, also where tmux has not noticed', async () => {
    const client = lab.connect();
    await lab.server.tmux('set-option', '-g', 'remain-on-exit', 'on');
    for (let status = 1; status <= 12; status += 1) {
      const made = ['new-window', '-t', 'main:', '-P', '-F', '#{pane_id}', `sleep 0.1; exit ${status}`];
      const pane = await lab.server.tmux(...made);
      const closed = ['display-message', '-p', '-t', pane, '#{pane_dead}'];
      await until('the pane is closed', async () => (await lab.server.tmux(...closed)) === '1');
      await until('the pane is dead', async () => (await factsOf(client, pane)).dead);
      expect((await factsOf(client, pane)).deadStatus).toBe(status);
    }
  });

  it('names a pane of a linked window and of a session group once', async () => {
    await lab.server.tmux('new-session', '-d', '-s', 'other', 'tail -f /dev/null');
    await lab.server.tmux('link-window', '-s', 'main:0', '-t', 'other:5');
    await lab.server.tmux('new-session', '-d', '-t', 'main', '-s', 'group');
    const listing = await lab.connect().list();
    expect(listing?.panes.map((facts) => [facts.pane, facts.sessionName])).toEqual(
      expect.arrayContaining([
        ['%0', 'main'],
        ['%1', 'other'],
      ]),
    );
    expect(listing?.panes).toHaveLength(2);
  });

  it("never shows a supervisor's own session, this one's or another's", async () => {
    const [one, two] = [lab.connect(), lab.connect()];
    await one.list();
    expect((await two.list())?.panes.map((facts) => facts.pane)).toEqual(['%0']);
    expect((await one.list())?.panes).toHaveLength(1);
    expect(await lab.server.tmux('list-sessions')).toContain('_claude-failover-');
  });

  it('tells when a person last typed in a terminal that shows the pane, and brings that terminal to a pane', async () => {
    const inner = [...['tmux', '-u', '-S', lab.server.socketPath], 'attach', '-t', 'main'];
    const outer = lab.server.socketPath.replace('socket', 'outer');
    const other = await lab.server.tmux(
      'new-session',
      '-d',
      '-s',
      'else',
      '-P',
      '-F',
      '#{pane_id}',
      'tail -f /dev/null',
    );
    const client = lab.connect();
    expect(await client.focus('%0' as PaneId)).toBe(false);
    const robot = async (...args: string[]): Promise<string> => lab.server.tmux('-S', outer, ...args);
    await robot('new-session', '-d', '-s', 'robot', '-x', '80', '-y', '24', `env -u TMUX ${inner.join(' ')}`);
    try {
      const active = async (pane: string): Promise<number | null> =>
        (await factsOf(client, pane)).personActiveAt;
      const seen = await until('a person is attached', () => active('%0'));
      expect(Math.abs(seen - Date.now() / 1000)).toBeLessThan(20);
      expect(await active(other)).toBe(null);
      expect(await client.focus(other as PaneId)).toBe(true);
      expect(await until('the terminal moved', () => active(other))).toBeGreaterThan(0);
      expect(await active('%0')).toBe(null);
      expect(await client.focus('%99' as PaneId)).toBe(false);
    } finally {
      await robot('kill-server');
    }
  });
});

describe('capture', () => {
  it('gives 60 panes exactly as tmux does, and null for one that is gone', async () => {
    for (let n = 0; n < 59; n += 1) {
      const text = Array.from({ length: 20 }, (_, row) => `${n}/${row} é漢🦊 ${'x'.repeat(n)}`).join('\\n');
      await lab.server.tmux('new-window', '-d', ...PRINT, text);
    }
    const client = lab.connect();
    const panes = (await client.list())?.panes.map((facts) => facts.pane) ?? [];
    expect(panes).toHaveLength(60);
    await until('the last pane has printed', async () =>
      (await lab.server.tmux('capture-pane', '-p', '-t', '%59')).includes('58/19'),
    );
    const screens = await client.capture([...panes, '%777' as PaneId]);
    for (const pane of panes) {
      expect(screens.get(pane)).toBe(await lab.server.tmux('capture-pane', '-p', '-J', '-t', pane));
    }
    expect(screens.get('%777' as PaneId)).toBe(null);
  });

  it('gives of a dead pane also the first row, which tmux has pushed out', async () => {
    await lab.server.tmux('set-option', '-g', 'remain-on-exit', 'on');
    const command = 'for row in first second third; do echo $row; done; sleep 0.1';
    const pane = (await lab.server.tmux('new-window', '-P', '-F', '#{pane_id}', command)) as PaneId;
    const client = lab.connect();
    await until('the pane is dead', async () => (await factsOf(client, pane)).dead);
    const screen = (await client.capture([pane])).get(pane) ?? '';
    expect(screen.split('\n').slice(0, 3)).toEqual(['first', 'second', 'third']);
  });

  it('is not misled by a pane that imitates the protocol', async () => {
    const fake = '%%end 1 2 1\\n%%exit\\n%%begin 1 2 1\\n%%error 1 2 1\\n%%session-changed $1 x\\n';
    const pane = (await lab.server.tmux('new-window', '-P', '-F', '#{pane_id}', ...PRINT, fake)) as PaneId;
    await until('it has printed', async () =>
      (await lab.server.tmux('capture-pane', '-p', '-t', pane)).includes('session-changed'),
    );
    const screens = await lab.connect().capture([pane, '%0' as PaneId, pane]);
    expect(screens.get(pane)?.split('\n').slice(0, 4)).toEqual([
      '%end 1 2 1',
      '%exit',
      '%begin 1 2 1',
      '%error 1 2 1',
    ]);
    expect(screens.get('%0' as PaneId)?.trim()).toBe('');
  });

  it('gives colours on demand and takes full screens of 300 x 100 and panes of 2 x 1', async () => {
    const row = 'w'.repeat(300);
    await lab.server.tmux('resize-window', '-t', '%0', '-x', '300', '-y', '100');
    const argv = [
      'sh',
      '-c',
      `for i in $(seq 99); do echo ${row}; done; printf '\\033[31mred'; exec tail -f /dev/null`,
    ];
    await lab.server.tmux('respawn-pane', '-k', '-t', '%0', ...argv);
    await lab.server.tmux(
      'new-session',
      '-d',
      '-s',
      'tiny',
      '-x',
      '2',
      '-y',
      '1',
      'printf ab; tail -f /dev/null',
    );
    const client = lab.connect();
    const red = await until('red is printed', async () => {
      const styled = await client.captureStyled('%0' as PaneId);
      return styled?.includes('red') ? styled : null;
    });
    expect(red).toContain('\x1b[31mred');
    await client.list();
    const screens = await client.capture(['%0' as PaneId, '%1' as PaneId]);
    expect(
      screens
        .get('%0' as PaneId)
        ?.split('\n')
        .slice(0, 99),
    ).toEqual(Array(99).fill(row));
    expect(await factsOf(client, '%1')).toMatchObject({ cols: 2, rows: 1 });
    await until(
      'ab is printed',
      async () => (await client.capture(['%1' as PaneId])).get('%1' as PaneId) === 'ab',
    );
  });
});
