import { BASH_SETTINGS } from '../accounts.js';
import { hourAhead } from '../lab.js';
import { agent, limit, text } from '../mock-replies.js';
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

/** Limits that come in the middle of something. */
export const turns: readonly Story[] = [
  {
    name: '07-sub-agent-and-main',
    expected: 'the sub-agent and then the main turn meet the limit: one swap, the session answers on B',
    world: { ...TWO, settings: BASH_SETTINGS },
    async play(world) {
      const seat = await openAlone(world);
      world.api.enqueue('dummy-A', agent);
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await meetLimit(seat, 'delegate it');
      await swappedOnce(world, 'B');
      await answeredBy(world, seat, /delegate it/, 'B');
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
    },
  },
  {
    name: '07b-sub-agent-only',
    expected:
      'only the sub-agent meets the limit: once the main turn is idle, one swap and one continue, on B',
    world: { ...TWO, settings: BASH_SETTINGS },
    async play(world) {
      const seat = await openAlone(world);
      world.api.answerConversation(/List the files\./, limit('five_hour', hourAhead(2)), 'dummy-A');
      world.api.enqueue('dummy-A', agent, text('It is looking around.'), text('The agent could not finish.'));
      await seat.pane.say('delegate it');
      await seat.pane.until('the end of the turn', /agent could not finish/);
      await swappedOnce(world, 'B');
      await answeredBy(world, seat, /delegate it/, 'B');
      world.fact('continue typed once', continues(world, /delegate it/) === 1);
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
    },
  },
  {
    name: '08-compact',
    expected: '/compact is refused with the limit: one swap, the session goes on with its conversation on B',
    world: TWO,
    async play(world) {
      const seat = await openAlone(world);
      await seat.pane.say('say something');
      await seat.pane.until('an answer', /Answered by A\./);
      await seat.pane.settle();
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await seat.pane.say('/compact');
      await seat.pane.until('the refusal', LIMIT, 60_000);
      await swappedOnce(world, 'B');
      await answeredBy(world, seat, /say something/, 'B');
      world.fact('continue typed once', continues(world, /say something/) === 1);
      await seat.pane.settle();
      const before = world.api.log.length;
      await seat.pane.say('/compact');
      await world.sees('/compact is answered on B', () =>
        world.api.log.slice(before).some(({ token, answer }) => token === 'dummy-B' && answer === 'text'),
      );
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
    },
  },
];
