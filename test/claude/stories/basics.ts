import { BASH_SETTINGS } from '../accounts.js';
import { hourAhead } from '../lab.js';
import { bash, incident500, limit, text } from '../mock-replies.js';
import {
  answeredBy,
  continues,
  goesOnAtB,
  meetLimit,
  openAlone,
  QUIET_MS,
  type Story,
  swappedOnce,
  TWO,
} from './story.js';

const LINE = "You've hit your 5-hour limit · resets 11am (Europe/Paris)";

export const basics: readonly Story[] = [
  {
    name: '01-limit',
    expected: 'one swap to B; the same process, armed to continue by itself, answers there',
    world: TWO,
    async play(world) {
      const seat = await openAlone(world);
      const pid = seat.pane.pid();
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await goesOnAtB(world, seat);
      world.fact('the same process', seat.pane.pid() === pid);
      world.fact('continue typed once', continues(world, /fix the failing test/) === 1);
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
    },
  },
  {
    name: '02-http-500',
    expected: 'no swap for an HTTP 500 that says "usage limit reached"',
    world: TWO,
    async play(world) {
      const seat = await openAlone(world);
      world.api.setMode('dummy-A', incident500());
      await seat.pane.say('fix the failing test');
      await seat.pane.until('the error', /API Error: 500/, 60_000);
      await world.stays('no swap', () => world.flips.length === 0, QUIET_MS);
      world.fact('nothing typed', continues(world, /fix the failing test/) === 0);
    },
  },
  {
    name: '03-reply-quotes-limit',
    expected: 'no swap for a reply whose whole text is the limit line, nor for one that begins with it',
    world: TWO,
    async play(world) {
      const whole = await world.open('whole');
      const begins = await world.open('begins');
      world.startProduct();
      await world.grown();
      world.api.enqueue('dummy-A', text(LINE));
      await meetLimit(whole, 'what did the other one say');
      world.api.enqueue('dummy-A', text(`${LINE}\n\nThat is what it printed.`));
      await meetLimit(begins, 'quote the banner');
      await world.stays('no swap', () => world.flips.length === 0, QUIET_MS);
      world.fact('nothing typed', continues(world, /what did the other|quote the banner/) === 0);
    },
  },
  {
    name: '04-weekly-dialog',
    expected: 'the dialog is closed with Esc, one swap to B, the same process answers there',
    world: TWO,
    async play(world) {
      const seat = await openAlone(world);
      const pid = seat.pane.pid();
      world.api.setMode('dummy-A', limit('seven_day', hourAhead(72)));
      await goesOnAtB(world, seat);
      world.fact('the same process', seat.pane.pid() === pid);
      world.fact('no dialog left', !/What do you want to do/.test(seat.pane.screen()));
    },
  },
  {
    name: '05-two-sessions',
    expected: 'limits 3 s and 0.5 s before the flip: one swap, both answer on B',
    world: TWO,
    async play(world) {
      const first = await world.open('first');
      const second = await world.open('second');
      const third = await world.open('third');
      world.startProduct();
      // The flip waits for the third process to be 15 s old: that is how its moment is known.
      const flipAt = third.openedAt + 15_000;
      const resetAt = hourAhead(2);
      const holdMs = (before: number): number => Math.max(0, flipAt - before - Date.now());
      world.api.answerConversation(/first prompt/, limit('five_hour', resetAt), 'dummy-A');
      await world.sees('3 s before the flip', () => holdMs(4_500) === 0, 20_000);
      await first.pane.say('first prompt');
      world.api.answerConversation(
        /second prompt/,
        { kind: 'limit', claim: 'five_hour', resetAt, holdMs: holdMs(500) },
        'dummy-A',
      );
      await second.pane.say('second prompt');
      await swappedOnce(world, 'B');
      await answeredBy(world, first, /first prompt/, 'B');
      await answeredBy(world, second, /second prompt/, 'B');
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
    },
  },
  {
    name: '05b-refused-after-the-flip',
    expected: 'a request sent before the flip and refused 3 s after it: one swap, the session answers on B',
    world: TWO,
    async play(world) {
      const first = await world.open('first');
      const second = await world.open('second');
      world.startProduct();
      await world.grown();
      const resetAt = hourAhead(2);
      world.api.answerConversation(/first prompt/, limit('five_hour', resetAt), 'dummy-A');
      world.api.answerConversation(
        /second prompt/,
        { kind: 'limit', claim: 'five_hour', resetAt, holdMs: 9_000 },
        'dummy-A',
      );
      await second.pane.say('second prompt');
      await meetLimit(first, 'first prompt');
      await swappedOnce(world, 'B');
      await answeredBy(world, first, /first prompt/, 'B');
      await second.pane.until('its late refusal', /You've hit your/);
      await answeredBy(world, second, /second prompt/, 'B');
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
    },
  },
  {
    name: '06-working',
    expected: 'a session in the middle of a tool goes on by itself, on B, with nothing typed into it',
    world: { ...TWO, settings: BASH_SETTINGS },
    async play(world) {
      const limited = await world.open('limited');
      const working = await world.open('working');
      world.startProduct();
      await world.grown();
      const pid = working.pane.pid();
      world.api.enqueue('dummy-A', bash('sleep 14; echo finished'));
      await working.pane.say('run the long command');
      await working.pane.until('the tool', /sleep 14/);
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await meetLimit(limited, 'fix the failing test');
      await swappedOnce(world, 'B');
      world.fact('the tool still runs at the flip', !working.pane.screen().includes('finished\n'));
      await answeredBy(world, limited, /fix the failing test/, 'B');
      await answeredBy(world, working, /run the long command/, 'B');
      world.fact('its process is the same', working.pane.pid() === pid);
      world.fact('nothing typed into it', continues(world, /run the long command/) === 0);
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
    },
  },
];
