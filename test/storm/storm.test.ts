import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/program.js';
import { randomFrom } from '../support/random.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { suspected } from '../ui/snapshots.js';
import type { Seat } from './seat.js';
import { shellIn } from './shell.js';
import { Storm } from './storm.js';
import { type Subject, subjectIn } from './subject.js';
import { tmuxSeat } from './tmux-seat.js';

const APP = fileURLToPath(new URL('../ui/fixture-app.mjs', import.meta.url));
const FIRST = { cols: 100, rows: 30 } as const;

let tmux: PrivateTmux;
let subject: Subject;
let seat: Seat | null = null;

beforeEach(async () => {
  tmux = await privateTmux();
  const state = join(tmux.dir, 'state.json');
  await writeFile(state, JSON.stringify(suspected));
  const env = { ...tmux.env, FROZEN: '1', NODE_ENV: 'production' };
  subject = subjectIn(join(tmux.dir, 'subject'), [process.execPath, APP, state], env);
});

afterEach(async () => {
  await seat?.end();
  seat = null;
  await tmux.end();
});

async function stormIn(by: 'window' | 'client', seed: number): Promise<Storm> {
  const argv = shellIn(tmux.dir);
  seat = await tmuxSeat({ tmux, size: FIRST, argv, by });
  const storm = new Storm({ seat, subject, chance: randomFrom(seed), ends: 0.1, isLive: false });
  await storm.start();
  return storm;
}

// Of a program that is not there nothing can be said: /proc and stty as on Linux.
describe.skipIf(process.platform !== 'linux' || !hasProgram('stty'))('a storm of keys and sizes', () => {
  test('the one line of a small screen stands on its first row, also behind a stop', async () => {
    const storm = await stormIn('window', 4);
    await seat?.resize({ cols: 50, rows: 8 });
    await storm.check();
    await storm.check();
    expect(storm.faults).toEqual([]);
  });
});
