import { expect, test } from 'vitest';
import { temporaryFolder } from '../adapters/support.js';
import { command } from './support.js';

test.each(['0', '-1', '1.5', '100000', 'x'])(
  'demo --seconds %s is refused before anything is started',
  async (seconds) => {
    const home = temporaryFolder();
    const env = { PATH: process.env.PATH ?? '', HOME: home, TMPDIR: home };
    const ran = await command(['demo', '--headless', `--seconds=${seconds}`], { env });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(`--seconds takes a whole number from 1 to 99999, not "${seconds}"`);
  },
);
