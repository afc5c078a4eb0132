import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/program.js';
import { randomFrom } from '../support/random.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { suspected } from '../ui/snapshots.js';
import { ptySeat } from './pty-seat.js';
import type { Seat } from './seat.js';
import { shellIn } from './shell.js';
import { Storm } from './storm.js';
import { type Subject, subjectIn } from './subject.js';
import { tmuxSeat } from './tmux-seat.js';

const APP = fileURLToPath(new URL('../ui/fixture-app.mjs', import.meta.url));
const FIRST = { cols: 100, rows: 30 } as const;
const BROKEN = '\u001b[3;5HRUINS\u001b[9;1H\u001b[2KMORE\u001b[1;1HRUINS';

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

async function stormIn(by: 'window' | 'client' | 'pty', seed: number): Promise<Storm> {
  const storm = await shellWith(by, seed);
  await storm.start();
  return storm;
}

/** A seat with a shell; nothing runs in it yet. */
async function shellWith(by: 'window' | 'client' | 'pty', seed: number): Promise<Storm> {
  const argv = shellIn(tmux.dir);
  seat =
    by === 'pty'
      ? await ptySeat({ size: FIRST, env: tmux.env, argv })
      : await tmuxSeat({ tmux, size: FIRST, argv, by });
  return new Storm({ seat, subject, chance: randomFrom(seed), ends: 0.1, isLive: false });
}

/** Down to one cell and back. */
async function vanish(): Promise<void> {
  await seat?.resize({ cols: 1, rows: 1 });
  await seat?.resize(FIRST);
}

// Of a program that is not there nothing can be said: /proc and stty as on Linux.
describe.skipIf(process.platform !== 'linux' || !hasProgram('stty'))('a storm of keys and sizes', () => {
  for (const [by, seed] of [
    ['client', 1],
    ['pty', 2],
  ] as const) {
    test.skipIf(by === 'pty' && !hasProgram('script'))(
      `leaves no ghost, no stuck state, and the terminal whole (${by})`,
      async () => {
        const storm = await stormIn(by, seed);
        for (let step = 1; step <= 20; step += 1) {
          await storm.step();
          if (step % 4 === 0) await storm.check();
        }
        await storm.quit();
        expect(storm.faults).toEqual([]);
        expect(storm.counts.keys).toBeGreaterThan(60);
        expect(storm.counts.resizes).toBeGreaterThan(10);
      },
      60_000,
    );
  }

  test('a size that came and went leaves nothing behind', async () => {
    const storm = await stormIn('window', 3);
    const [pane, pid] = [await tmux.tmux('display-message', '-p', '#{pane_tty}'), subject.pid()];
    // Stands for the rows that a terminal loses while it is smaller for a moment.
    await writeFile(pane, BROKEN);
    process.kill(pid, 'SIGWINCH');
    await storm.check();
    await writeFile(pane, BROKEN);
    await seat?.resize({ cols: 130, rows: 40 });
    await storm.check();
    expect(storm.faults).toEqual([]);
  });

  test('the one line of a small screen stands on its first row, also behind a stop', async () => {
    const storm = await stormIn('window', 4);
    await seat?.resize({ cols: 50, rows: 8 });
    await storm.check();
    await storm.check();
    expect(storm.faults).toEqual([]);
  });

  test.skipIf(!hasProgram('script'))(
    'one cell and back leaves no ghost: in the first paint, over a scrolled text, in the editor',
    async () => {
      const storm = await shellWith('pty', 5);
      const started = storm.start();
      for (let time = 0; time < 20; time += 1) await vanish();
      await started;
      await storm.check();
      await seat?.keys('?', '\u001b[6~', '\u001b[6~');
      await vanish();
      await storm.check();
      await storm.home();
      await seat?.keys('a', 't', 'y', 'p', 'e', 'd');
      await vanish();
      await seat?.resize({ cols: 300, rows: 100 });
      await seat?.resize(FIRST);
      await storm.check();
      expect(storm.model.frame().rows.join('\n')).toContain('typed');
      await seat?.resize({ cols: 2, rows: 1 });
      await storm.check();
      await storm.quit();
      expect(storm.faults).toEqual([]);
    },
    30_000,
  );

  test('keys act again behind a paste whose end never came, and none of it was a key', async () => {
    const storm = await stormIn('window', 6);
    await seat?.chunk('\u001b[200~qy\u0003y');
    let pressedMs = performance.now();
    await until('keys that act', async () => {
      // In the silence between two of them the paste ends.
      if (performance.now() - pressedMs > 2_500) {
        pressedMs = performance.now();
        await seat?.keys('?');
      }
      await storm.model.drawn();
      return /Help/.test(storm.model.frame().rows.join('\n'));
    });
    await storm.home();
    expect(subject.state()).not.toBeNull();
    await storm.quit();
    expect(storm.faults).toEqual([]);
  });
});
