import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Account, accountDir, BASH_SETTINGS } from '../accounts.js';
import { hourAhead } from '../lab.js';
import { bash, incident500, limit, plain429, type Reply } from '../mock-replies.js';
import type { Seat, World } from '../world.js';
import { LIMIT, QUIET_MS, type Story, swappedOnce, TWO } from './story.js';

interface Status {
  readonly accounts: readonly {
    readonly name: string;
    readonly headroom: readonly { readonly kind: string; readonly usedPercent: number }[];
    readonly limits: readonly unknown[];
  }[];
  readonly hits: readonly { readonly state: string }[];
}

function status(world: World): Status | null {
  try {
    return JSON.parse(world.product.command('status', '--json').said) as Status;
  } catch {
    return null;
  }
}

/** What `status --json` says of an account's windows: `five-hour 40, weekly 42`. */
function headroom(world: World, account: Account): string {
  const windows = status(world)?.accounts.find(({ name }) => name === account)?.headroom ?? [];
  return windows.map(({ kind, usedPercent }) => `${kind} ${Math.round(usedPercent)}`).join(', ');
}

const settingsOf = (account: Account): string =>
  readFileSync(join(accountDir(account), 'settings.json'), 'utf8');

/** How often a hook told of a turn that an error ended. */
const failures = (world: World): number => world.product.journal().split('"type":"stop-failure"').length - 1;

/** What is answered this soon after a flip may have been asked before it. */
const AFTERMATH_MS = 32_000;

/** A refusal that is no limit: its hook tells of it, and nothing comes of that. */
async function fails(
  world: World,
  seat: Seat,
  [name, reply, seen]: readonly [string, Reply, RegExp],
): Promise<void> {
  const before = failures(world);
  world.api.setMode('dummy-A', reply);
  await seat.pane.say(`ask for the ${name}`);
  await seat.pane.until(`the ${name}`, seen, 60_000);
  await world.sees(`a hook told of the ${name}`, () => failures(world) > before);
}

/** The CLI itself may write into the settings the link leads to, so those are only searched for ours. */
function removes(world: World, before: string): void {
  const { code } = world.product.command('hooks', 'remove', '--yes');
  world.fact('hooks remove', code === 0);
  world.fact('the settings of B as before, to the byte', settingsOf('B') === before);
  world.fact('nothing of ours in those of A', !settingsOf('A').includes('claude-failover'));
}

/** Hooks and status line of the product in the settings of the real CLI. */
export const hooks: readonly Story[] = [
  {
    name: '17-hooks',
    expected:
      'percentages for the right account; a 429 and a 500 hit nobody; one swap at a limit; settings as before',
    world: TWO,
    async play(world) {
      const before = settingsOf('B');
      world.installHooks();
      const seat = await world.open('one');
      world.startProduct();
      await seat.pane.say('say something');
      await seat.pane.until('an answer', /Answered by A\./);
      await world.sees('A has used 40% and 42%', () => headroom(world, 'A') === 'five-hour 40, weekly 42');
      world.fact('nothing is known of B', headroom(world, 'B') === '');
      await world.grown();
      await fails(world, seat, ['429', plain429(), /API Error|[Rr]ate limit/]);
      await fails(world, seat, ['500', incident500(), /API Error: 500/]);
      await world.stays('no swap', () => world.flips.length === 0, QUIET_MS);
      const open = status(world)?.hits.filter(({ state }) => state !== 'vetoed');
      world.fact('no hit', open?.length === 0);
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await seat.pane.say('fix the failing test');
      await swappedOnce(world, 'B');
      await world.sees('B answers', () => seat.pane.screen().includes('Answered by B.'), 45_000);
      await world.sees('B has used 40%', () => headroom(world, 'B').startsWith('five-hour 40'));
      await seat.pane.say('/clear');
      await world.stays('no second swap', () => world.flips.length === 1, AFTERMATH_MS);
      world.fact(`A has used ${headroom(world, 'A')}`, true);
      removes(world, before);
    },
  },
  {
    name: '17b-hooks-and-a-task',
    expected:
      'a task ends in done/ once, by its hook or its transcript, with the hooks of the product installed',
    world: { ...TWO, settings: BASH_SETTINGS },
    async play(world) {
      world.installHooks();
      world.api.enqueue('dummy-A', bash('sleep 3', 'First I look.'));
      await world.drop('plain', 'write the summary\n');
      world.startPool(1);
      await world.sees('the task in done/', () => world.tasks('done').includes('plain'), 120_000);
      const last = world.requests(/write the summary/).at(-1);
      world.fact(`${Date.now() - (last?.at ?? 0)} ms after its last request`, last?.answer === 'text');
      world.fact('nothing failed', world.tasks('failed').length === 0);
    },
  },
  {
    name: '17c-hooks-of-an-old-cli',
    expected:
      '2.0.60 knows no StopFailure: it is left out, the settings stay in force, and a limit is one swap',
    world: { ...TWO, version: '2.0.60', settings: BASH_SETTINGS },
    async play(world) {
      const before = settingsOf('B');
      const said = world.installHooks();
      world.fact(
        'StopFailure is left out, and why',
        /StopFailure is left out: Claude Code 2\.0\.60/.test(said),
      );
      world.fact('no StopFailure in the settings', !/"StopFailure"/.test(settingsOf('A')));
      const seat = await world.open('one');
      world.startProduct();
      world.api.enqueue('dummy-A', bash('touch it-ran'));
      await seat.pane.say('run the command');
      await world.sees('no permission is asked', () => /Answered by A\./.test(seat.pane.screen()));
      await world.sees('our status line', () => /demo · A/.test(seat.pane.screen()));
      await world.grown();
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await seat.pane.say('fix the failing test');
      await seat.pane.until('the limit', LIMIT);
      await swappedOnce(world, 'B');
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
      removes(world, before);
    },
  },
];
