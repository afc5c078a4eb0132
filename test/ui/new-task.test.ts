import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shows as showsOn } from '../support/screen.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { normal } from './snapshots.js';

const APP = fileURLToPath(new URL('fixture-app.mjs', import.meta.url));

let tmux: PrivateTmux;
let pane: string;

beforeEach(async () => {
  tmux = await privateTmux();
  pane = await tmux.start({
    cols: 100,
    rows: 30,
    argv: ['env', 'PS1=$ ', 'NODE_ENV=production', `EDITOR=${join(tmux.dir, 'editor')}`, 'sh', '-i'],
  });
  await tmux.tmux('set-option', '-g', 'status', 'off');
  await writeFile(join(tmux.dir, 'state.json'), JSON.stringify(normal));
  // An editor that asks for a line at the terminal it was given.
  await writeFile(
    join(tmux.dir, 'editor'),
    '#!/bin/sh\nprintf "old: %s\\nnew: " "$(cat "$1")"\nread -r line\nprintf "%s\\n" "$line" > "$1"\n',
    { mode: 0o755 },
  );
  await shows(/^\$ *$/);
  await keys(`node ${APP} ~/state.json ~/log`, 'Enter');
  await shows(/Suspected hits[\s\S]*q quit/);
});

afterEach(() => tmux.end());

const keys = (...names: readonly string[]): Promise<string> => tmux.tmux('send-keys', '-t', pane, ...names);
const log = (): Promise<string> => readFile(join(tmux.dir, 'log'), 'utf8').catch(() => '');
const ask = (format: string): Promise<string> => tmux.tmux('display-message', '-p', '-t', pane, format);
const added = (text: string): Promise<true> =>
  until(`${text} in the queue`, async () =>
    (await log()).includes(`add ${JSON.stringify(text)}\n`),
  ) as Promise<true>;
const screen = (): Promise<string> => tmux.tmux('capture-pane', '-p', '-t', pane);
const shows = (pattern: RegExp): Promise<string> => showsOn(screen, pattern);

async function cursorAt(place: string): Promise<void> {
  await until(
    `the cursor at ${place}`,
    async () => (await ask('#{cursor_flag} #{cursor_x},#{cursor_y}')) === `1 ${place}`,
  );
}

test('the terminal’s own cursor stands where the next sign goes, and hides again', async () => {
  expect(await ask('#{cursor_flag}')).toBe('0');
  await keys('a');
  await shows(/New task/);
  const rows = (await screen()).split('\n');
  const top = rows.findIndex((row) => row.includes('New task')) + 1;
  await cursorAt(`2,${top}`);
  await keys('-l', 'ab 宽');
  await cursorAt(`7,${top}`);
  await keys('Enter', 'x', 'Left');
  await cursorAt(`2,${top + 1}`);
  await tmux.tmux('resize-window', '-t', pane, '-x', '90', '-y', '24');
  await shows(/New task[\s\S]*ab 宽[\s\S]*x/);
  await keys('Up');
  await keys('Escape');
  await shows(/Throw away what you typed/);
  await keys('y');
  await shows(/q quit/);
  await until('no cursor', async () => (await ask('#{cursor_flag}')) === '0');
});

test('text typed and pasted in a real terminal reaches the queue byte for byte', async () => {
  await keys('a');
  await shows(/New task/);
  await keys('-l', 'tidy up');
  await writeFile(join(tmux.dir, 'paste'), ' the docs;\nand q, then D\n\tall of it');
  await tmux.tmux('load-buffer', join(tmux.dir, 'paste'));
  await tmux.tmux('paste-buffer', '-p', '-t', pane);
  await shows(/all of it/);
  await keys('C-s');
  await added('tidy up the docs;\nand q, then D\n\tall of it');
  await shows(/new-task waits/);
});

test('the own editor gets every key', async () => {
  await keys('a');
  await shows(/New task/);
  await keys('e');
  await shows(/^new:/m);
  await keys('-l', 'the first line');
  await keys('Enter');
  await shows(/New task[\s\S]*the first line/);
  await keys('-l', ' and more');
  await keys('C-d');
  await added('the first line and more');
});

test('the own editor may be stopped, and gives the terminal back', async () => {
  await keys('a');
  await shows(/New task/);
  await keys('-l', 'from within');
  await shows(/from within/);
  await keys('C-e');
  await shows(/old: from within\nnew:/);
  await keys('C-z');
  await shows(/Stopped|Suspended/i);
  await keys('fg', 'Enter');
  await shows(/\$ fg\n.*fixture-app/);
  await keys('-l', 'q: every key is mine');
  await keys('Enter');
  await shows(/New task[\s\S]*q: every key is mine/);
  await keys('-l', ' again');
  await keys('C-s');
  await added('q: every key is mine again');
  await keys('q', 'y');
  await shows(/ended by quit\n\$ *$/);
  expect(await ask('#{alternate_on} #{cursor_flag}')).toBe('0 1');
});
