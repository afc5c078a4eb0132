import { accountDir, loginOf, pinTo } from '../accounts.js';
import { hourAhead } from '../lab.js';
import { bash, limit, refused401, text } from '../mock-replies.js';
import { seedAccount } from '../real-cli.js';
import type { World } from '../world.js';
import {
  answeredBy,
  continues,
  goesOnAtB,
  meetLimit,
  openAlone,
  QUIET_MS,
  type Story,
  swappedOnce,
  THREE,
  TWO,
} from './story.js';

const lastIsOn = (world: World, account: string): Promise<boolean> =>
  world.sees(`the link ends on ${account}`, () => world.flips.at(-1)?.to === account, 60_000);

const refreshes = (world: World): number =>
  world.api.log.filter((request) => request.path === '/v1/oauth/token').length;

/** Not a command that only reads: those are never asked for. */
const allowTouch = { permissions: { defaultMode: 'default', allow: ['Bash(touch:*)'] } };
const allowNothing = { permissions: { defaultMode: 'default' } };

/** Accounts that are not what they seem, and logins at risk. */
export const accounts: readonly Story[] = [
  {
    name: '09-target-limited',
    expected: 'B is limited too (its canary says so): on to C in the same swap, the session answers there',
    world: THREE,
    async play(world) {
      const seat = await openAlone(world);
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      world.api.setMode('dummy-B', limit('five_hour', hourAhead(3)));
      await meetLimit(seat, 'fix the failing test');
      await lastIsOn(world, 'C');
      await answeredBy(world, seat, /fix the failing test/, 'C');
      await world.stays('two flips, no more', () => world.flips.length === 2, QUIET_MS);
    },
  },
  {
    name: '09b-target-login-dead',
    expected: 'the login of B is dead (401, refresh refused): on to C, the session answers there',
    world: THREE,
    async play(world) {
      const seat = await openAlone(world);
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      world.api.setMode('dummy-B', refused401());
      world.api.refuseRefresh('dummy-rB');
      await meetLimit(seat, 'fix the failing test');
      await lastIsOn(world, 'C');
      await answeredBy(world, seat, /fix the failing test/, 'C');
      world.fact('the refresh of B was asked for and refused', refreshes(world) > 0);
      await world.stays('two flips, no more', () => world.flips.length === 2, QUIET_MS);
    },
  },
  {
    name: '10-refresh-in-flight',
    expected: 'a token refresh of A is held 6 s across the wished flip: no flip meanwhile, no login lost',
    world: TWO,
    async play(world) {
      const limited = await world.open('limited');
      const refreshing = await world.open('refreshing');
      world.startProduct();
      await world.grown();
      world.api.answerConversation(
        /fix the failing test/,
        { kind: 'limit', claim: 'five_hour', resetAt: hourAhead(2), holdMs: 4_000 },
        'dummy-A',
      );
      const release = world.api.holdTokens();
      await limited.pane.say('fix the failing test');
      seedAccount(accountDir('A'), { name: 'A', expiresAt: Date.now() - 1_000 });
      await refreshing.pane.say('say something');
      await world.sees('the refresh is asked for', () => refreshes(world) > 0, 20_000);
      const asked = Date.now();
      await limited.pane.until('the limit', /You've hit your/);
      await world.stays(
        'no flip while it is held',
        () => world.flips.length === 0,
        6_000 - (Date.now() - asked),
      );
      world.fact('the refresh is held still', loginOf('A').refreshToken === 'dummy-rA');
      release();
      await swappedOnce(world, 'B');
      world.fact('the new tokens of A were kept', /^dummy-rA-r\d/.test(String(loginOf('A').refreshToken)));
      world.fact('the login of B is untouched', loginOf('B').refreshToken === 'dummy-rB');
      await answeredBy(world, limited, /fix the failing test/, 'B');
    },
  },
  {
    name: '10b-young-process',
    expected: 'a session process has just started and may refresh its login: no flip before it is 15 s old',
    world: TWO,
    async play(world) {
      const limited = await world.open('limited');
      world.startProduct();
      await world.grown();
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      const young = await world.open('young');
      await meetLimit(limited, 'fix the failing test');
      await swappedOnce(world, 'B');
      const age = ((world.flips[0]?.at ?? 0) - young.openedAt) / 1000;
      world.fact(`the youngest was ${age.toFixed(1)} s old at the flip`, age >= 14);
      await answeredBy(world, limited, /fix the failing test/, 'B');
    },
  },
  {
    name: '13-pinned',
    expected: 'a session pinned to B is never touched; its limit marks B, so that A gives way to C',
    world: THREE,
    async play(world) {
      const pinned = await world.open('pinned', { env: pinTo('B') });
      const linked = await world.open('linked');
      world.startProduct();
      await world.grown();
      world.api.setMode('dummy-B', limit('five_hour', hourAhead(3)));
      await meetLimit(pinned, 'the pinned prompt');
      await world.stays('its limit swaps nothing', () => world.flips.length === 0, 6_000);
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await meetLimit(linked, 'fix the failing test');
      await swappedOnce(world, 'C');
      await answeredBy(world, linked, /fix the failing test/, 'C');
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
      world.fact('nothing typed into it', continues(world, /the pinned prompt/) === 0);
    },
  },
  {
    name: '15-allow-rule',
    expected: 'a command that the settings of A and B both allow runs without a question after the flip',
    world: { ...TWO, settings: allowTouch },
    async play(world) {
      const seat = await openAlone(world);
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await goesOnAtB(world, seat);
      await seat.pane.settle();
      world.api.enqueue('dummy-B', bash('touch proof'), text('It ran on B.'));
      await seat.pane.say('touch it');
      await world.sees('it ran unasked', () => seat.pane.screen().includes('It ran on B.'), 20_000);
    },
  },
  {
    name: '15b-allow-rule-missing',
    expected:
      'a command that only the settings of A allow: the process that runs keeps its rules, a new one asks',
    world: { ...TWO, settingsOf: { A: allowTouch, B: allowNothing } },
    async play(world) {
      const seat = await openAlone(world);
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await goesOnAtB(world, seat);
      await seat.pane.settle();
      world.api.enqueue('dummy-B', bash('touch proof'), text('It ran on B.'));
      await seat.pane.say('touch it');
      await world.sees('the old process runs it unasked', () => seat.pane.screen().includes('It ran on B.'));
      const fresh = await world.open('fresh');
      world.api.enqueue('dummy-B', bash('touch proof'));
      await fresh.pane.say('touch it again');
      await world.sees('a new process asks', () => /Do you want to proceed/.test(fresh.pane.screen()));
    },
  },
];
