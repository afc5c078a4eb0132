import { readFile, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shows as showsOn } from '../support/screen.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { suspected } from './snapshots.js';

const APP = fileURLToPath(new URL('fixture-app.mjs', import.meta.url));
const BEFORE = Array.from({ length: 60 }, (_, index) => `${index + 1}`);

let tmux: PrivateTmux;
let pane: string;

beforeEach(async () => {
  tmux = await privateTmux();
  pane = await tmux.start({
    cols: 100,
    rows: 30,
    argv: ['env', 'PS1=$ ', 'NODE_ENV=production', 'sh', '-i'],
  });
  await tmux.tmux('set-option', '-g', 'status', 'off');
  await writeFile(join(tmux.dir, 'state.json'), JSON.stringify(suspected));
});

afterEach(() => tmux.end());

const keys = (...names: readonly string[]): Promise<string> => tmux.tmux('send-keys', '-t', pane, ...names);
const screen = (): Promise<string> => tmux.tmux('capture-pane', '-p', '-t', pane);
const history = (): Promise<string> => tmux.tmux('capture-pane', '-p', '-S', '-', '-t', pane);
const log = (): Promise<string> => readFile(join(tmux.dir, 'log'), 'utf8').catch(() => '');
const shows = (pattern: RegExp): Promise<string> => showsOn(screen, pattern);

const resize = (cols: number, rows: number): Promise<string> =>
  tmux.tmux('resize-window', '-t', pane, '-x', `${cols}`, '-y', `${rows}`);

async function start(): Promise<number> {
  // Typed before the prompt is there, a line would be echoed twice.
  await shows(/^\$ *$/);
  await keys('seq 60', 'Enter');
  await shows(/^60$/m);
  await keys(`node ${APP} ~/state.json ~/log`, 'Enter');
  await shows(/Suspected hits[\s\S]*q quit/);
  const pid = Number(/pid (\d+)/.exec(await log())?.[1]);
  await until('it hears SIGTSTP', () => hears(pid, constants.signals.SIGTSTP));
  return pid;
}

/** Signals a process has a handler for, as the kernel tells it. */
async function hears(pid: number, signal: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  // Elsewhere nobody tells.
  if (status === null) return true;
  const caught = BigInt(`0x${/^SigCgt:\s+([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
  return (caught & (1n << BigInt(signal - 1))) !== 0n;
}

/** The shell answers, echoes and edits lines again, and nothing of the dashboard is anywhere. */
async function expectAsBefore(): Promise<void> {
  await keys('stty -a; echo all-$((40+2))', 'Enter');
  await shows(/all-42/);
  const text = await history();
  expect(text).not.toMatch(/[╭│╰▸]|● auto|cooldown/);
  expect(text).toMatch(/ icanon/);
  expect(text).toMatch(/ echo /);
  const lines = text.split('\n');
  const first = lines.indexOf('1');
  expect(lines.slice(first, first + 60)).toEqual(BEFORE);
  expect(await tmux.tmux('display-message', '-p', '-t', pane, '#{alternate_on} #{cursor_flag}')).toBe('0 1');
}

describe('the terminal', () => {
  test('is as before after quitting', async () => {
    await start();
    await keys('q');
    await shows(/Quit\?/);
    await keys('y');
    await shows(/ended by quit\n\$ *$/);
    await expectAsBefore();
  });

  for (const [name, ...steps] of [
    ['shrinking', [100, 20]],
    ['growing', [120, 45]],
    ['a storm of sizes', [60, 15], [140, 45], [50, 10], [300, 90], [80, 24], [100, 31]],
  ] as const) {
    test(`has no ghosts after ${name} and is as before after quitting`, async () => {
      await start();
      for (const [cols, rows] of steps) await resize(cols, rows);
      const [, rows] = steps[steps.length - 1] ?? [0, 0];
      await until('one clean frame', async () => {
        const lines = (await screen()).split('\n');
        const once = (word: string): boolean => lines.filter((line) => line.includes(word)).length === 1;
        return (
          lines.length === rows &&
          once('● auto') &&
          once('Suspected hits') &&
          /q quit/.test(lines.at(-1) ?? '')
        );
      });
      await keys('q', 'y');
      await shows(/ended by quit\n\$ *$/);
      await expectAsBefore();
    });
  }

  test('is as before when the quit comes right behind a resize', async () => {
    await start();
    await resize(100, 12);
    await keys('q', 'y');
    await shows(/ended by quit\n\$ *$/);
    await expectAsBefore();
  });

  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    test(`is as before after ${signal}`, async () => {
      process.kill(await start(), signal);
      await shows(/ended by signal\n\$ *$/);
      await expectAsBefore();
    });
  }

  test('is as before after a crash, with the error to be read', async () => {
    process.kill(await start(), 'SIGUSR2');
    await shows(/a crash on purpose[\s\S]*\n\$ *$/);
    await expectAsBefore();
  });

  test('that goes away ends the dashboard, which can still clean up', async () => {
    await start();
    await tmux.tmux('new-session', '-d', '-s', 'other');
    await tmux.tmux('kill-session', '-t', 'main');
    await until('the end in the log', async () => (await log()).includes('end signal'));
  });

  test('Ctrl-Z gives it back, fg repaints everything and keys work', async () => {
    await start();
    await keys('C-z');
    await shows(/Stopped|Suspended/i);
    await expectAsBefore();
    await resize(90, 26);
    await keys('fg', 'Enter');
    await shows(/^ ● auto[\s\S]*Suspected hits[\s\S]*q quit/);
    await keys('p');
    await shows(/pause: done/);
    await keys('q', 'y');
    await shows(/ended by quit\n\$ *$/);
  });

  test('SIGTSTP from outside gives it back, fg repaints', async () => {
    process.kill(await start(), 'SIGTSTP');
    await shows(/Stopped|Suspended/i);
    await expectAsBefore();
    await keys('fg', 'Enter');
    await shows(/^ ● auto[\s\S]*Suspected hits[\s\S]*q quit/);
    await keys('p');
    await shows(/pause: done/);
  });

  test('after SIGSTOP, which nobody can prepare for, fg repaints', async () => {
    process.kill(await start(), 'SIGSTOP');
    await shows(/Stopped|Suspended/i);
    // The terminal is still raw: only a line feed ends a line for a shell without an editor of its own.
    await resize(90, 26);
    await keys('fg', 'C-j');
    await shows(/^ ● auto[\s\S]*Suspected hits[\s\S]*q quit/);
    await keys('p');
    await shows(/pause: done/);
    await keys('q', 'y');
    await shows(/ended by quit\n\$ *$/);
  });
});
