import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaneId } from '../../src/core/ids.js';
import type { TmuxPort } from '../../src/core/ports.js';
import { until } from '../support/until.js';
import { type Lab, startLab, targetOf } from './support/lab.js';
import { recogniseFake } from './support/recognise.js';

let lab: Lab;
let client: TmuxPort;
beforeEach(async () => {
  lab = await startLab();
  client = lab.connect();
});
afterEach(() => lab.end());

const PLAIN = { closeDialog: false };
const pasted = (text: string): string => `\x1b[200~${text}\x1b[201~`;
/** At once, for what has to happen between two steps of one order. */
const tmuxNow = (...args: string[]): string =>
  execFileSync('tmux', ['-S', lab.server.socketPath, ...args], { env: lab.server.env, encoding: 'utf8' });
const isDead = async (pane: PaneId): Promise<boolean> =>
  (await lab.server.tmux('display-message', '-p', '-t', pane, '#{pane_dead}')) === '1';

describe('a look at the prompt', () => {
  it('tells an empty prompt from a draft, and a pane that has gone', async () => {
    const { pane } = await lab.fake();
    const target = await targetOf(client, pane);
    await until('the prompt', async () => (await client.isAtPrompt(target)).ok);
    const other = await targetOf(client, (await lab.fake({ draft: 'half a thought' })).pane);
    const draft = { ok: false, reason: 'the composer holds a draft' };
    await until('the draft', async () => (await client.isAtPrompt(other)).ok === false || null);
    expect(await client.isAtPrompt(other)).toEqual(draft);
    expect(await client.isAtPrompt({ ...target, panePid: 1 })).toMatchObject({ ok: false });
  });
});

describe('typing', () => {
  it('pastes, sees the text, sends one Enter and sees the turn start', async () => {
    const { pane, received } = await lab.fake({ ghost: 'Try "edit <file>"' });
    expect(await client.type(await targetOf(client, pane), 'continue', PLAIN)).toEqual({
      outcome: 'submitted',
    });
    expect(await received()).toBe(`${pasted('continue')}\r`);
    expect(await lab.server.tmux('list-buffers')).toBe('');
  });

  it('delivers hostile text byte for byte, but for what could leave the paste', async () => {
    const text = `; kill-server; $HOME ~ #{pid} #(touch x) 'q' "d" \\ %end 1 2 1\n\tünïcödé 漢字 🦊;`;
    const { pane, received } = await lab.fake();
    const hostile = `\x1b[201~\x03${text}\x00\x85\r\n\n`;
    expect(await client.type(await targetOf(client, pane), hostile, PLAIN)).toEqual({ outcome: 'submitted' });
    expect(await received()).toBe(`${pasted(`[201~${text.replace('\n', '\r')}`)}\r`);
  });

  it('takes one placeholder for a long paste', async () => {
    const { pane, received } = await lab.fake({ collapse: true });
    const text = Array.from({ length: 40 }, (_, n) => `line ${n}`).join('\n');
    expect(await client.type(await targetOf(client, pane), text, PLAIN)).toEqual({ outcome: 'submitted' });
    expect(await received()).toBe(`${pasted(text.replaceAll('\n', '\r'))}\r`);
  });

  it.each([
    {
      what: 'many lines',
      unit: `C-c Enter; kill-server; 'q' "d" \\ $(rm) \`x\` #(touch x) é漢🦊 | & > < ;\n`,
    },
    { what: 'one line', unit: 'Escape; x;' },
  ])('delivers 64 KB in $what byte for byte', async ({ unit }) => {
    const whole = unit.repeat(Math.floor((64 * 1024) / Buffer.byteLength(unit)));
    const text = whole
      .trimEnd()
      .padEnd(whole.length - 1, '.')
      .replace(/.$/, ';');
    expect(Buffer.byteLength(text)).toBeGreaterThan(64 * 1024 - 200);
    const { pane, received } = await lab.fake({ collapse: true });
    const hostile = text.replace('; x;', ';\x1b[201~ x;\x1b').replace('kill', '\x1b[201~\rkill');
    const clean = hostile.replaceAll('\x1b', '');
    expect(await client.type(await targetOf(client, pane), hostile, PLAIN)).toEqual({ outcome: 'submitted' });
    expect(await received()).toBe(`${pasted(clean.replaceAll('\n', '\r'))}\r`);
  });

  it('goes on to Enter when its own text stands there from an earlier attempt', async () => {
    const { pane, received } = await lab.fake({ draft: 'continue' });
    expect(await client.type(await targetOf(client, pane), 'continue', PLAIN)).toEqual({
      outcome: 'submitted',
    });
    expect(await received()).toBe('\r');
  });

  it('closes the limit dialog with one Esc when told to, and no other dialog', async () => {
    const { pane, received } = await lab.fake({ dialog: 'What do you want to do?' });
    const target = await targetOf(client, pane);
    expect(await client.type(target, 'continue', PLAIN)).toMatchObject({
      outcome: 'refused',
      cause: 'dialog',
    });
    expect(await received()).toBe('');
    expect(await client.type(target, 'continue', { closeDialog: true })).toEqual({ outcome: 'submitted' });
    expect(await received()).toBe(`\x1b${pasted('continue')}\r`);
    const other = await lab.fake({ dialog: 'Allow this command?' });
    const outcome = await client.type(await targetOf(client, other.pane), 'continue', { closeDialog: true });
    expect(outcome).toMatchObject({ outcome: 'refused', cause: 'dialog' });
    expect(await other.received()).toBe('');
  });

  it.each([
    { keeps: false, again: pasted('continue') },
    { keeps: true, again: '' },
  ])('closes a limit dialog that opens while it pastes (paste kept: $keeps)', async ({ keeps, again }) => {
    const { pane, received } = await lab.fake({ late: 'What do you want to do?', keeps });
    const target = await targetOf(client, pane);
    expect(await client.type(target, 'continue', { closeDialog: true })).toEqual({ outcome: 'submitted' });
    expect(await received()).toBe(`${pasted('continue')}\x1b${again}\r`);
  });

  it('leaves any other dialog that opens while it pastes', async () => {
    const { pane, received } = await lab.fake({ late: 'Allow this command?' });
    const outcome = await client.type(await targetOf(client, pane), 'continue', { closeDialog: true });
    expect(outcome).toMatchObject({ outcome: 'unconfirmed' });
    expect(await received()).toBe(pasted('continue'));
  });

  it('sends no Esc when the screen changed after it was read', async () => {
    const { pane, received } = await lab.fake();
    const deceived = lab.connect({
      recognise: (screen) => ({
        ...recogniseFake(screen),
        dialog: { type: 'rate-limit-options', title: '' },
      }),
    });
    const outcome = await deceived.type(await targetOf(client, pane), 'continue', { closeDialog: true });
    expect(outcome).toMatchObject({ outcome: 'refused', cause: 'dialog' });
    expect(await received()).toBe('');
  });

  it('sends no Enter on anything but its text, and never a second one', async () => {
    const spliced = await lab.fake({ splice: ' and more' });
    const outcome = await client.type(await targetOf(client, spliced.pane), 'continue', PLAIN);
    expect(outcome).toMatchObject({ outcome: 'unconfirmed' });
    expect(await spliced.received()).toBe(pasted('continue'));
    const deaf = await lab.fake({ deaf: true });
    expect(await client.type(await targetOf(client, deaf.pane), 'continue', PLAIN)).toEqual({
      outcome: 'unconfirmed',
      reason: 'Enter was sent and no turn was seen to start',
    });
    expect(await deaf.received()).toBe(`${pasted('continue')}\r`);
  });

  it('sends no Enter when a person adds to its text before that', async () => {
    const { pane, received } = await lab.fake();
    let added = false;
    const watched = lab.connect({
      recognise: (screen) => {
        const reading = recogniseFake(screen);
        if (reading?.composer.state === 'draft' && !added) {
          added = true;
          tmuxNow('set-buffer', '-b', 'theirs', ' not this');
          tmuxNow('paste-buffer', '-p', '-d', '-b', 'theirs', '-t', pane);
          for (let tries = 0; !tmuxNow('capture-pane', '-p', '-t', pane).includes('not this'); tries++)
            if (tries > 1_000) throw new Error('what was added is not on the screen');
        }
        return reading;
      },
    });
    expect(await watched.type(await targetOf(client, pane), 'continue', PLAIN)).toEqual({
      outcome: 'unconfirmed',
      reason: 'the composer changed before Enter',
    });
    expect(await received()).toBe(`${pasted('continue')}${pasted(' not this')}`);
  });

  it('types one text at a time into a pane', async () => {
    const { pane, received } = await lab.fake();
    const target = await targetOf(client, pane);
    const both = await Promise.all([client.type(target, 'one', PLAIN), client.type(target, 'two', PLAIN)]);
    expect(both).toMatchObject([{ outcome: 'submitted' }, { outcome: 'refused', cause: 'busy' }]);
    expect(await received()).toBe(`${pasted('one')}\r`);
  });
});

describe('typing is refused', () => {
  it('into a draft, a running turn, an unknown screen, and with nothing to type', async () => {
    const draft = await lab.fake({ draft: 'mine' });
    const busy = await lab.fake({ busy: true });
    const cases = [
      [draft.pane, 'continue', 'draft'],
      [busy.pane, 'continue', 'busy'],
      ['%0', 'continue', 'unrecognised'],
      [draft.pane, '\x1b\n', 'text'],
      [draft.pane, 'x'.repeat(64 * 1024 + 1), 'text'],
    ] as const;
    for (const [pane, text, cause] of cases) {
      expect(await client.type(await targetOf(client, pane), text, PLAIN)).toMatchObject({
        outcome: 'refused',
        cause,
      });
    }
    expect((await draft.received()) + (await busy.received())).toBe('');
  });

  it('in copy mode, with input off, synchronised, for another program, server or our own pane', async () => {
    const { pane, received } = await lab.fake();
    const target = await targetOf(client, pane);
    const refusedAs = async (cause: string, on: string[], off: string[]): Promise<void> => {
      await lab.server.tmux(...on);
      expect(await client.type(target, 'x', PLAIN)).toMatchObject({ outcome: 'refused', cause });
      await lab.server.tmux(...off);
    };
    await refusedAs('mode', ['copy-mode', '-t', pane], ['copy-mode', '-q', '-t', pane]);
    await refusedAs('input-off', ['select-pane', '-d', '-t', pane], ['select-pane', '-e', '-t', pane]);
    const sync = ['set-option', '-w', '-t', pane, 'synchronize-panes'];
    await refusedAs('synchronized', [...sync, 'on'], [...sync, 'off']);
    const wrong = [
      { ...target, panePid: target.panePid + 1 },
      { ...target, pane: '%99' as PaneId },
      { ...target, server: { ...target.server, startedAt: target.server.startedAt - 1 } },
    ];
    for (const one of wrong) {
      expect(await client.type(one, 'x', PLAIN)).toMatchObject({ outcome: 'refused', cause: 'gone' });
    }
    const within = {
      ...lab.server.env,
      TMUX: `${lab.server.socketPath},${target.server.pid},0`,
      TMUX_PANE: pane,
    };
    const inside = lab.connect({ env: within });
    expect(await inside.type(target, 'x', PLAIN)).toMatchObject({
      outcome: 'refused',
      reason: 'the pane is our own',
    });
    expect(await received()).toBe('');
  });

  it('while a person types in a terminal that shows the pane', async () => {
    const { pane, received } = await lab.fake();
    const outer = lab.server.socketPath.replace('socket', 'outer');
    const attach = `env -u TMUX tmux -u -S ${lab.server.socketPath} attach -t fake-1`;
    await lab.server.tmux('-S', outer, 'new-session', '-d', '-s', 'robot', '-x', '80', '-y', '24', attach);
    try {
      await until('a person is attached', () => lab.server.tmux('list-clients', '-t', 'fake-1'));
      const outcome = await client.type(await targetOf(client, pane), 'x', PLAIN);
      expect(outcome).toMatchObject({ outcome: 'refused', cause: 'person-active' });
      expect(await received()).toBe('');
      const later = lab.connect({ now: () => Date.now() + 12_000 });
      expect(await later.type(await targetOf(later, pane), 'x', PLAIN)).toEqual({ outcome: 'submitted' });
    } finally {
      await lab.server.tmux('-S', outer, 'kill-server');
    }
  });

  it('by the server itself when the pane changes after the look: dead, copy mode, another program', async () => {
    const pid = await lab.server.serverPid();
    await lab.server.tmux('set-option', '-g', 'remain-on-exit', 'on');
    const ended = (pane: PaneId): void => {
      const is = (format: string) => tmuxNow('display-message', '-p', '-t', pane, format).trim();
      if (is('#{pane_dead}') === '0') process.kill(Number(is('#{pane_pid}')), 'SIGKILL');
      // tmux 3.3a learns of it with the end of another child.
      for (let tries = 0; tries < 1_000 && is('#{pane_dead}') !== '1'; tries++) tmuxNow('run-shell', 'true');
    };
    const changes = [
      ['mode', (pane: PaneId) => tmuxNow('copy-mode', '-t', pane)],
      ['gone', ended],
      ['gone', (pane: PaneId) => tmuxNow('respawn-pane', '-k', '-t', pane, 'true')],
      ['gone', (pane: PaneId) => tmuxNow('respawn-pane', '-k', '-t', pane, 'cat')],
    ] as const;
    for (const [cause, change] of changes) {
      const { pane, received } = await lab.fake();
      const late = lab.connect({
        recognise: (screen) => {
          change(pane);
          return recogniseFake(screen);
        },
      });
      const outcome = await late.type(await targetOf(client, pane), 'x', PLAIN);
      expect(outcome).toMatchObject({ outcome: 'refused', cause });
      expect(await received()).toBe('');
      expect(await lab.server.tmux('list-buffers')).toBe('');
    }
    expect(await lab.server.serverPid()).toBe(pid);
  });

  it('into a dead pane, and the server lives on', async () => {
    const pid = await lab.server.serverPid();
    const { pane } = await lab.fake();
    const target = await targetOf(client, pane);
    expect(await client.keepWhenDead(target, true)).toBe(true);
    process.kill(target.panePid, 'SIGKILL');
    await until('the pane is dead', () => isDead(pane));
    expect(await client.type(target, 'x', PLAIN)).toMatchObject({ outcome: 'refused', cause: 'gone' });
    expect(await lab.server.serverPid()).toBe(pid);
  });
});
