import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { askSupervisor } from '../../src/adapters/http/client.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { command, type Ran } from '../commands/support.js';
import { shows as showsOn } from '../support/screen.js';
import { openStage, type Stage, type Supervised } from '../support/stage.js';
import { BIN } from '../support/supervisor.js';
import { privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';

vi.setConfig({ testTimeout: 60_000 });

/** With an agent; and without, where a swap waits for nobody who is young. */
let lively: Stage;
let quiet: Stage;
let stage: Stage;
/** Of the lively stage, for all stories that leave it as it is. */
let shared: Supervised;
let board = '';
let boards = 0;
beforeAll(async () => {
  [lively, quiet] = await Promise.all([openStage(), openStage(['work', 'personal', 'spare'])]);
  await Promise.all([lively.enter({ 'ccl-1': {} }), quiet.sandbox.tmux.start()]);
  stage = lively;
  await lively.sandbox.tmux.start({ name: 'elsewhere' });
  shared = await lively.supervise();
});
afterAll(() => Promise.all([lively.end(), quiet.end()]));
const tmux = (...args: string[]): Promise<string> => stage.sandbox.tmux.tmux(...args);
const screen = (): Promise<string> => tmux('capture-pane', '-p', '-t', board);
const keys = (...names: readonly string[]): Promise<string> => tmux('send-keys', '-t', board, ...names);
const shows = (pattern: RegExp): Promise<string> => showsOn(screen, pattern);

/** Types the command into a shell in a pane of its own, on the tmux server of the sessions. */
async function open(...args: readonly string[]): Promise<void> {
  boards += 1;
  const env = Object.entries({ ...stage.env, PS1: '$ ' }).map(([name, value]) => `${name}=${value}`);
  board = await stage.sandbox.tmux.start({
    name: `board-${boards}`,
    cols: 120,
    rows: 36,
    argv: ['env', ...env, 'sh', '-i'],
  });
  await shows(/^\$ *$/);
  await keys(`node ${BIN} ${args.join(' ')}; echo "exit=$?"`, 'Enter');
}

async function view(supervisor: Supervised): Promise<void> {
  await open('--state-dir', supervisor.stateDir);
  await shows(/claude-failover +viewer +● auto +active work[\s\S]*q quit/);
}

async function snapshot({ stateDir }: Supervised): Promise<Snapshot> {
  const reply = await askSupervisor({ stateDir, env: stage.env }, 'GET', '/status');
  if (reply.type !== 'answer') throw new Error(`no status: ${reply.type}`);
  return reply.body as Snapshot;
}

const outside = (supervisor: Supervised, ...args: readonly string[]): Promise<Ran> =>
  command([...args, '--state-dir', supervisor.stateDir], { env: stage.env });

describe('a second claude-failover', () => {
  it('that is stopped by Ctrl-Z stops alone', async () => {
    await view(shared);
    await keys('C-z');
    await shows(/Stopped|Suspended/i);
    expect((await outside(shared, 'pause')).code).toBe(0);
    await keys('fg', 'Enter');
    await shows(/viewer[\s\S]*paused[\s\S]*q quit/);
    await keys('q');
    await shows(/goes on\./);
    expect((await outside(shared, 'resume')).code).toBe(0);
  });

  it('moves the client it is shown by to a session, and no other one', async () => {
    await view(shared);
    const persons = await Promise.all([privateTmux(), privateTmux()]);
    const clients = async (): Promise<readonly string[]> =>
      (await tmux('list-clients', '-F', '#{?client_control_mode,,#{session_name}}'))
        .split('\n')
        .filter((name) => name !== '')
        .sort();
    try {
      // The one elsewhere is the last to do anything: a supervisor that is asked would take it.
      for (const [index, name] of [`board-${boards}`, 'elsewhere'].entries()) {
        const attach = ['tmux', '-S', stage.sandbox.tmux.socketPath, 'attach-session', '-t', `=${name}`];
        await persons[index]?.start({ cols: 120, rows: 36, argv: ['env', '-u', 'TMUX', ...attach] });
        await until('the client', async () => (await clients()).includes(name));
      }
      const activity = async (name: string): Promise<number> =>
        Number(await tmux('list-clients', '-t', `=${name}`, '-F', '#{client_activity}'));
      await until('a later key elsewhere', async () => {
        await persons[1]?.tmux('send-keys', '-t', 'main', 'x');
        return (await activity('elsewhere')) > (await activity(`board-${boards}`));
      });
      await keys('Enter');
      await until('the session', async () => (await clients()).includes('ccl-1'));
      expect(await clients()).toEqual(['ccl-1', 'elsewhere']);
      await shows(/went to ccl-1/);
    } finally {
      await Promise.all(persons.map((person) => person.end()));
    }
  });

  it('in a popup makes room for the session it went to', async () => {
    const { socketPath } = stage.sandbox.tmux;
    const person = await privateTmux();
    try {
      const attach = ['tmux', '-S', socketPath, 'attach-session', '-t', '=elsewhere'];
      await person.start({ cols: 120, rows: 36, argv: ['env', '-u', 'TMUX', ...attach] });
      const clientOf = (name: string) => tmux('list-clients', '-t', `=${name}`, '-F', '#{client_name}');
      const client = await until('the client', async () => (await clientOf('elsewhere')) || null);
      const env = Object.entries({ ...stage.env, CLAUDE_FAILOVER_POPUP: '1' }).map((pair) => pair.join('='));
      const viewer = ['env', ...env, process.execPath, BIN, '--state-dir', shared.stateDir];
      const popup = tmux('display-popup', '-c', client, '-E', '-w', '100', '-h', '30', ...viewer);
      const seen = () => person.tmux('capture-pane', '-p', '-t', 'main');
      await until('the viewer', async () => /viewer[\s\S]*ccl-1[\s\S]*q quit/.test(await seen()));
      await person.tmux('send-keys', '-t', 'main', 'Enter');
      await popup;
      expect(await clientOf('ccl-1')).toBe(client);
      expect(await seen()).not.toMatch(/viewer/);
    } finally {
      await person.end();
    }
  });

  it('with another state directory over the same link is refused with 75', async () => {
    const config = join(stage.sandbox.tmux.dir, 'config', 'config.yaml');
    await open('--config', config, '--state-dir', stage.freshStateDir());
    const said = await shows(/exit=75/);
    expect(said.replaceAll('\n', '')).toContain(`Another claude-failover (pid ${shared.pid}) supervises`);
  });

  it('stays over the death of the supervisor, orders nothing meanwhile, and goes on with the next one', async () => {
    await view(shared);
    await shared.kill();
    await shows(/▲ connection lost[\s\S]*connection lost \ds ago, trying again[\s\S]*ccl-1/);
    await keys('p');
    await shows(/p: this picture is old: nothing can be ordered/);
    const second = await stage.supervise({ stateDir: shared.stateDir });
    await shows(/viewer +● auto +active work/);
    expect((await snapshot(second)).paused).toBe(false);
    await keys('p');
    await shows(/dispatch is paused/);
    expect((await snapshot(second)).paused).toBe(true);
    await second.kill();
    await shows(/connection lost/);
    await keys('q');
    await shows(/The viewer has ended\. The supervisor did not answer any more: .*\n?.*\nexit=0/);
  });

  it('shows the running one live, commands it, and ends without ending it', async () => {
    stage = quiet;
    const supervisor = await stage.supervise();
    await view(supervisor);
    expect((await snapshot(supervisor)).sessions).toEqual([]);
    await keys('S');
    await shows(/active personal/);
    expect(stage.active()).toBe('personal');
    await shows(/swap work → personal done/);
    expect(await outside(supervisor, 'swap', 'spare')).toMatchObject({ code: 0 });
    await shows(/active spare/);
    await keys('p');
    await shows(/dispatch is paused/);
    expect((await snapshot(supervisor)).paused).toBe(true);
    await keys('a');
    await shows(/New task/i);
    await keys('-l', 'Mend the flaky test');
    await keys('C-s');
    await shows(/mend-the-flaky-test waits in the queue/);
    await until('the task at the supervisor', async () => (await snapshot(supervisor)).queue.waiting === 1);
    await keys('q');
    await shows(
      new RegExp(`The viewer has ended; claude-failover \\(pid ${supervisor.pid}\\) goes on\\.\\nexit=0`),
    );
    expect((await snapshot(supervisor)).activeAccount).toBe('spare');
    await supervisor.stop();
  });
});
