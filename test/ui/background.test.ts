import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { suspected } from './snapshots.js';

const APP = fileURLToPath(new URL('fixture-app.mjs', import.meta.url));

let tmux: PrivateTmux;

beforeEach(async () => {
  tmux = await privateTmux();
  await writeFile(join(tmux.dir, 'state.json'), JSON.stringify(suspected));
});

afterEach(() => tmux.end());

/** The name of the active account is drawn in the accent colour. */
describe('the theme by itself', () => {
  test.each([
    ['light where the terminal says so', 'bg=#fdf6e3', /\u001b\[[\d;]*34mwork/],
    ['for any background where it says nothing', 'default', /\u001b\[[\d;]*94mwork/],
  ])('is %s', async (_, style, accent) => {
    const pane = await tmux.start({ cols: 100, rows: 30 });
    await tmux.tmux('set-option', '-g', 'window-style', style);
    const env = ['TERM=screen', 'NODE_ENV=production', 'FROZEN=1'];
    await tmux.tmux('respawn-pane', '-k', '-t', pane, 'env', ...env, 'node', APP, `${tmux.dir}/state.json`);
    const shows = (pattern: RegExp): Promise<unknown> =>
      until(`${pattern} on the screen`, async () =>
        pattern.test(await tmux.tmux('capture-pane', '-e', '-p', '-t', pane)),
      );
    await shows(accent);
    // The answers were no keys, and keys are heard.
    await tmux.tmux('send-keys', '-t', pane, 'p');
    await shows(/pause: done/);
  });
});
