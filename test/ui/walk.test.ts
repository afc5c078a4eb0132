import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/core/snapshot.js';
import { mainBindings } from '../../src/ui/keys/main.js';
import { keyShown } from '../../src/ui/keys/names.js';
import { type Driver, driverOf } from '../support/driver.js';
import { type Painted, rowsOf, textOf } from '../support/headless-terminal.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { everyBinding } from './every-binding.js';
import { contextOf } from './press.js';
import { AGENT_SCREEN, past } from './seen.js';
import { empty, swap } from './snapshots.js';
import { type Step, usable, walk } from './walk.js';

const APP = fileURLToPath(new URL('fixture-app.mjs', import.meta.url));
/** Background of the selected row in the dark theme, as 256 colours have it. */
const SELECTED = /48;5;236/;

let tmux: PrivateTmux;
beforeEach(async () => {
  tmux = await privateTmux();
});
afterEach(() => tmux.end());

interface Shown {
  readonly driver: Driver;
  /** What went out, a line each. */
  sent(): Promise<readonly string[]>;
}

/** The dashboard over this snapshot, in a shell as a person has one. */
async function shown(snapshot: Snapshot, cols: number, rows: number): Promise<Shown> {
  const file = (name: string): string => join(tmux.dir, name);
  await writeFile(file('state.json'), JSON.stringify(snapshot));
  await writeFile(file('pane'), AGENT_SCREEN);
  await writeFile(file('past'), JSON.stringify(past));
  await writeFile(file('editor'), '#!/bin/sh\necho "from the editor" > "$1"\n');
  await chmod(file('editor'), 0o700);
  const env = ['FROZEN=1', 'THEME=dark', 'PS1=$ ', 'NODE_ENV=production'];
  const own = [`EDITOR=${file('editor')}`, `PANE=${file('pane')}`, `PAST=${file('past')}`];
  const pane = await tmux.start({ cols, rows, argv: ['env', ...env, ...own, 'sh', '-i'] });
  await tmux.tmux('set-option', '-g', 'status', 'off');
  const driver = driverOf(tmux, pane);
  await driver.shows(/^\$$/m);
  await driver.type(`'${process.execPath}' '${APP}' ~/state.json ~/log`);
  await driver.press('enter');
  await driver.shows(/Suspected hits[\s\S]*q quit/);
  const sent = async (): Promise<readonly string[]> =>
    (await readFile(file('log'), 'utf8'))
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('pid'));
  return { driver, sent };
}

function selectedText({ cells }: Painted): string {
  const rows = cells.filter((row) => row.filter(({ style }) => SELECTED.test(style)).length > 3);
  return rows.map(textOf).join('\n');
}

async function take({ driver, sent }: Shown, step: Step): Promise<void> {
  const before = await sent();
  const { cursor } = step.moves ? await driver.screen() : { cursor: null };
  await driver.press(...step.keys);
  if (step.text !== undefined) await driver.type(step.text);
  const { sees, gone, selects, moves, sends } = step;
  const holds = (screen: Painted): boolean => {
    const text = rowsOf(screen).join('\n');
    return (
      (sees?.test(text) ?? true) &&
      gone?.test(text) !== true &&
      (selects?.test(selectedText(screen)) ?? true) &&
      (moves === undefined ||
        (screen.cursor?.x === (cursor?.x ?? 0) + moves[0] && screen.cursor.y === (cursor?.y ?? 0) + moves[1]))
    );
  };
  await driver.waits(`after ${step.keys.join(' ')} (${step.id})`, holds);
  if (sends === undefined) {
    expect(await sent(), step.id).toEqual(before);
    return;
  }
  const last = await until(`${sends} (${step.id})`, async () => (await sent())[before.length]);
  expect(last, step.id).toMatch(sends);
}

describe('every binding, pressed in a real tmux', () => {
  test.each([
    [60, 15],
    [120, 36],
  ])(
    'does what it says at %ix%i',
    async (cols, rows) => {
      const app = await shown(usable, cols, rows);
      for (const step of walk) if (step.low !== true || rows < 20) await take(app, step);
      const { driver } = app;
      await driver.press('ctrl-z');
      await driver.shows(/(?:Stopped|Suspended)[\s\S]*^\$$/im);
      await driver.type('fg');
      await driver.press('enter');
      await driver.shows(/Suspected hits[\s\S]*q quit/);
      await driver.press('q');
      await driver.shows(/Quit\?/);
      await driver.press('y');
      await driver.shows(/ended by quit\n\$$/m);
    },
    60_000,
  );

  test('none is left out', () => {
    const walked = new Set([...walk.map(({ id }) => id), 'suspend', 'quit']);
    const all = new Set(everyBinding.map(({ id }) => id));
    expect([...all].filter((id) => !walked.has(id))).toEqual([]);
    expect([...walked].filter((id) => !all.has(id))).toEqual([]);
  });

  test.each([
    ['nothing is there', empty],
    ['a swap runs', swap],
  ] as const)('one that cannot be used says why in the footer: %s', async (_name, snapshot) => {
    const context = contextOf(snapshot);
    const { driver, sent } = await shown(snapshot, 80, 24);
    const disabled = mainBindings.flatMap(({ keys: [key = ''], disabled: why, when }) => {
      const reason = (when?.(context) ?? true) ? (why?.(context) ?? null) : null;
      return reason === null ? [] : [{ key, text: `${keyShown(key, true)}: ${reason}`.slice(0, 76) }];
    });
    expect(disabled.length).toBeGreaterThan(4);
    for (const { key, text } of disabled) {
      await driver.press(key);
      await driver.waits(`"${text}" in the footer`, (screen) => rowsOf(screen).at(-1) === ` ${text}`);
    }
    expect(await sent()).toEqual([]);
  });
});
