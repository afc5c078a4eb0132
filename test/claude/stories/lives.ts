import { hourAhead } from '../lab.js';
import { limit, text } from '../mock-replies.js';
import {
  answeredBy,
  continues,
  LIMIT,
  meetLimit,
  openAlone,
  QUIET_MS,
  type Story,
  swappedOnce,
  TWO,
} from './story.js';

/** Lives of the product and of the CLI: ended, started again, old. */
export const lives: readonly Story[] = [
  {
    name: '11-supervisor-down',
    expected: 'killed, the limit comes while it is down, started again: one swap, the session answers on B',
    world: TWO,
    async play(world) {
      const seat = await openAlone(world);
      await world.product.stop('SIGKILL');
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await meetLimit(seat, 'fix the failing test');
      await seat.pane.settle();
      world.startProduct();
      await swappedOnce(world, 'B');
      await answeredBy(world, seat, /fix the failing test/, 'B');
      world.fact('continue typed once', continues(world, /fix the failing test/) === 1);
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
    },
  },
  {
    name: '12-old-banner',
    expected:
      'banners of A that stay on the screens after the swap, above an answer and as the newest: no second swap',
    world: TWO,
    async play(world) {
      const mine = await world.open('mine');
      const foreign = await world.open('foreign', { ours: false });
      world.startProduct();
      await world.grown();
      // Both are refused at one moment, so that both banners are there before the flip.
      const refusedAt = Date.now() + 6_000;
      const refuseThen = (begins: RegExp): void =>
        world.api.answerConversation(
          begins,
          { kind: 'limit', claim: 'five_hour', resetAt: hourAhead(2), holdMs: refusedAt - Date.now() },
          'dummy-A',
        );
      refuseThen(/the foreign prompt/);
      await foreign.pane.say('the foreign prompt');
      refuseThen(/fix the failing test/);
      await mine.pane.say('fix the failing test');
      await swappedOnce(world, 'B');
      await answeredBy(world, mine, /fix the failing test/, 'B');
      await world.stays('no second swap', () => world.flips.length === 1, 2 * QUIET_MS);
      world.fact('the banner of mine is still in sight', LIMIT.test(mine.pane.screen()));
      world.fact('the banner of foreign is still the newest', LIMIT.test(foreign.pane.screen()));
      world.fact('nothing typed into foreign', continues(world, /the foreign prompt/) === 0);
      await world.product.stop();
      world.startProduct();
      await world.stays('none after a restart of the product', () => world.flips.length === 1, QUIET_MS);
    },
  },
  {
    name: '14-old-version',
    expected:
      'a CLI that keeps its login is started again with --resume and goes on with its conversation on B',
    world: { ...TWO, version: '2.0.60' },
    async play(world) {
      const seat = await openAlone(world);
      const pid = seat.pane.pid();
      world.api.enqueue('dummy-A', text('The answer before.'));
      await seat.pane.say('remember the blue door');
      await seat.pane.until('an answer', /answer before/);
      await seat.pane.settle();
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await meetLimit(seat, 'fix the failing test');
      await swappedOnce(world, 'B');
      await answeredBy(world, seat, /remember the blue door/, 'B');
      world.fact('another process', seat.pane.pid() !== pid);
      world.fact('continue typed once', continues(world, /remember the blue door/) === 1);
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
    },
  },
];
