import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shows as showsOn } from '../support/screen.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { suspected } from './snapshots.js';

const APP = fileURLToPath(new URL('fixture-app.mjs', import.meta.url));
const ESC = '\u001b';

let tmux: PrivateTmux;
let pane: string;

beforeEach(async () => {
  tmux = await privateTmux();
  const edit = join(tmux.dir, 'edit');
  await writeFile(edit, 'while [ ! -e "$HOME/edited" ]; do sleep 0.05; done\n');
  pane = await tmux.start({
    cols: 100,
    rows: 30,
    argv: ['env', 'PS1=$ ', 'NODE_ENV=production', `EDITOR=sh ${edit}`, 'sh', '-i'],
  });
  await writeFile(join(tmux.dir, 'state.json'), JSON.stringify(suspected));
});

afterEach(() => tmux.end());

const keys = (...names: readonly string[]): Promise<string> => tmux.tmux('send-keys', '-t', pane, ...names);
/** As the terminal would send it. */
const bytes = (text: string): Promise<string> =>
  keys('-H', ...Array.from(text, (char) => char.charCodeAt(0).toString(16)));
const log = (): Promise<string> => readFile(join(tmux.dir, 'log'), 'utf8').catch(() => '');

const screen = (): Promise<string> => tmux.tmux('capture-pane', '-p', '-t', pane);
const shows = (pattern: RegExp): Promise<string> => showsOn(screen, pattern);

const modes = (): Promise<string> =>
  tmux.tmux('display-message', '-p', '-t', pane, '#{mouse_any_flag}#{mouse_sgr_flag}');

async function mouseIs(wanted: 'taken' | 'left'): Promise<void> {
  const flags = wanted === 'taken' ? '11' : '00';
  await until(`the mouse is ${wanted}`, async () => (await modes()) === flags);
}

async function start(mouse: 'on' | 'off'): Promise<number> {
  await shows(/^\$ *$/);
  await keys(`MOUSE=${mouse} node ${APP} ~/state.json ~/log`, 'Enter');
  await shows(/Suspected hits[\s\S]*q quit/);
  await mouseIs(mouse === 'on' ? 'taken' : 'left');
  return Number(/pid (\d+)/.exec(await log())?.[1]);
}

/** SGR report of a press and its release on the first cell behind the frame of this row of the screen, from 0. */
function clicked(row: number): string {
  return `${ESC}[<0;4;${row + 1}M${ESC}[<0;4;${row + 1}m`;
}

async function rowOf(text: string): Promise<number> {
  const lines = (await screen()).split('\n');
  // The line below the header may name it too.
  return lines.findIndex((line) => line.startsWith('│') && line.includes(text));
}

describe('the mouse', () => {
  test('is left to the terminal until M takes it, and is remembered', async () => {
    await start('off');
    await keys('M');
    await shows(/mouse on: clicks/);
    await mouseIs('taken');
    await keys('M');
    await shows(/mouse off: the terminal/);
    await mouseIs('left');
    expect(await log()).toMatch(/prefers mouse on\nprefers mouse off/);
  });

  test('selects by a click, also by one that comes in single bytes', async () => {
    await start('on');
    await bytes(clicked(await rowOf('ccl-3-api')));
    await shows(/▸ +ccl-3-api/);
    // An escape that comes alone is a key after a moment.
    for (const part of clicked(await rowOf('ccl-4-web')).split(/(?<!\u001b)(?=.)/u)) await bytes(part);
    await shows(/▸ +ccl-4-web/);
    await bytes(`${ESC}[<65;4;5M`);
    await shows(/▸ +ccl-5-web/);
  });

  test.each(['on', 'off'] as const)('%s: no report becomes text or a key', async (mouse) => {
    await start(mouse);
    await keys('a');
    await shows(/Type the task/);
    await bytes(`${clicked(5)}x`);
    // So does no late answer about the background.
    for (const part of [`${ESC}]11;rgb:ffff/`, `ffff/ffff${ESC}\\${ESC}[?62`, ';22c']) await bytes(part);
    // An escape by itself would be the key that leaves the editor.
    for (const part of [`${ESC}[`, '<', '0;1', ';1', 'M']) await bytes(part);
    await keys('y');
    await shows(/│ xy +│/);
  });

  test('is left while an editor has the terminal, and taken again behind it', async () => {
    await start('on');
    await keys('a');
    await shows(/Type the task/);
    await keys('C-e');
    await mouseIs('left');
    await writeFile(join(tmux.dir, 'edited'), '');
    await mouseIs('taken');
  });

  test('is left by Ctrl-Z, taken again by fg and left at the end', async () => {
    await start('on');
    await keys('C-z');
    await shows(/Stopped|Suspended/i);
    await mouseIs('left');
    await keys('fg', 'Enter');
    await shows(/Suspected hits[\s\S]*q quit/);
    await mouseIs('taken');
    await keys('q', 'y');
    await shows(/ended by quit\n\$ *$/);
    await mouseIs('left');
  });

  test('is taken again after SIGSTOP, for which nobody can prepare', async () => {
    process.kill(await start('on'), 'SIGSTOP');
    await shows(/Stopped|Suspended/i);
    await keys('printf "\\033[?1000l\\033[?1006l"; fg', 'C-j');
    await shows(/Suspected hits[\s\S]*q quit/);
    await mouseIs('taken');
  });

  test.each(['SIGTERM', 'SIGUSR2'] as const)('is left after %s', async (signal) => {
    process.kill(await start('on'), signal);
    await shows(signal === 'SIGUSR2' ? /a crash on purpose[\s\S]*\n\$ *$/ : /ended by signal\n\$ *$/);
    await mouseIs('left');
  });
});
