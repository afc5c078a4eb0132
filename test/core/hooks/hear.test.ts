import { describe, expect, it } from 'vitest';
import { isUrgent } from '../../../src/core/engine/deadlines.js';
import { fails, LIMIT_LINE, stops } from '../engine/support/hooks.js';
import { atWork } from '../engine/support/pool.js';
import { busy, idle, limited, limitRow, row } from '../engine/support/readings.js';
import { opened, RESET } from '../engine/support/scenes.js';
import { MINUTE, SECOND } from '../engine/support/world.js';

const BLIND = { transcript: false };
const MODE = { mode: 'observe' } as const;

describe('a hook that tells of a limit', () => {
  it('makes its session be looked at at once', () => {
    const { world, seat } = opened(MODE);
    expect(isUrgent(world.state)).toBe(false);
    fails(world, seat);
    expect(isUrgent(world.state)).toBe(true);
    world.pass(3 * SECOND).tick();
    expect(isUrgent(world.state)).toBe(false);
  });

  it('confirms a row without a reset time at once', () => {
    const { world, seat } = opened(MODE);
    fails(world, seat, { message: "You've hit your 5-hour limit" });
    seat.write(limitRow(world.wallMs, null)).show(limited({ resetsAtMs: null }));
    world.poll();
    expect(world.hits).toMatchObject([{ state: 'deferred', account: 'work' }]);
    expect(world.hits[0]?.evidence).toContain('hook: StopFailure with these words');
    expect(world.snapshot.accounts[0]?.state).toBe('limited');
  });

  it('without it the same row is only suspected', () => {
    const { world, seat } = opened(MODE);
    seat.write(limitRow(world.wallMs, null)).show(limited({ resetsAtMs: null }));
    world.poll();
    expect(world.hits).toMatchObject([{ state: 'suspected' }]);
  });

  it('and a banner that says the same are enough where there is no transcript', () => {
    const { world, seat } = opened(MODE, BLIND);
    fails(world, seat, { message: "You've hit your 5-hour limit" });
    seat.show(limited({ resetsAtMs: null }));
    world.pass(200).poll();
    expect(world.hits).toMatchObject([{ state: 'deferred', account: 'work' }]);
    expect(world.verdicts()).toEqual(['confirmed', 'deferred']);
  });

  it('with a transcript at hand that has no row, is believed no more than the screen', () => {
    const { world, seat } = opened(MODE);
    fails(world, seat, { message: "You've hit your 5-hour limit" });
    seat.show(limited({ resetsAtMs: null }));
    world.run(5 * SECOND);
    expect(world.hits).toMatchObject([{ state: 'suspected' }]);
  });

  it('alone decides nothing, and `why` says so', () => {
    const { world, seat } = opened({}, BLIND);
    fails(world, seat);
    world.run(MINUTE);
    expect(world.hits).toEqual([]);
    expect(world.session('ccl-1').why.join('\n')).toMatch(
      /hook: StopFailure \(rate_limit\) at .*, confirmed by neither transcript nor screen: You've hit/,
    );
  });

  it('is none by `error: rate_limit` alone', () => {
    const { world, seat } = opened(MODE, BLIND);
    fails(world, seat, {
      message: 'API Error: Server is temporarily limiting requests (not your usage limit) · x',
    });
    seat.show(limited({ resetsAtMs: null }));
    world.poll();
    expect(world.hits).toMatchObject([{ state: 'suspected' }]);
    expect(world.session('ccl-1').why.join('\n')).toContain('no usage limit by its words');
  });

  it('charges a pinned session’s own account, after a swap too', () => {
    const { world } = opened();
    const pinned = world.seat('notes', { config: { account: 'personal' } });
    world.poll().pass(SECOND).poll();
    fails(world, pinned);
    pinned.write(limitRow(world.wallMs, RESET)).show(limited({ resetsAtMs: RESET }));
    world.poll();
    expect(world.hits).toMatchObject([{ account: 'personal', state: 'confirmed' }]);
    expect(world.flips()).toEqual([]);
  });

  it('swaps within two looks', () => {
    const { world, seat } = opened({}, BLIND);
    fails(world, seat);
    seat.show(limited({ resetsAtMs: RESET }));
    world.pass(150).poll();
    expect(world.flips()).toEqual(['work→personal (monitor)']);
  });
});

describe('a spoofed hook does nothing', () => {
  const cases: readonly (readonly [string, Parameters<typeof fails>[2]])[] = [
    ['of an unknown conversation', { conversation: 'other' }],
    ['of another process', { pids: [4, 5] }],
    ['of an agent further up', { pids: [4, 5, 1001] }],
    ['sent long ago', { sentAtMs: 1 }],
    ['sent in the future', { sentAtMs: Date.UTC(2030, 1) }],
  ];
  for (const [name, part] of cases) {
    it(name, () => {
      const { world, seat } = opened(MODE, BLIND);
      const before = world.state.durable;
      fails(world, seat, part);
      expect(world.state.live.heard).toEqual({});
      expect(world.state.durable).toBe(before);
      seat.show(limited({ resetsAtMs: null }));
      world.poll();
      expect(world.hits).toMatchObject([{ state: 'suspected' }]);
    });
  }

  it('repeated: the first one counts, and its time is over', () => {
    const { world, seat } = opened(MODE, BLIND);
    fails(world, seat, { turn: 'p1' });
    world.run(20 * SECOND);
    fails(world, seat, { turn: 'p1' });
    expect(isUrgent(world.state)).toBe(false);
    seat.show(limited({ resetsAtMs: null }));
    world.poll();
    expect(world.hits).toMatchObject([{ state: 'suspected' }]);
  });

  it('is forgotten with its session', () => {
    const { world, seat } = opened(MODE);
    fails(world, seat);
    seat.gone = true;
    world.poll();
    expect(world.state.live.heard).toEqual({});
  });
});

describe('a Stop hook', () => {
  it('ends a task without a transcript, that otherwise would rest for a minute', () => {
    const { world, seat } = atWork();
    seat.transcript = false;
    world.run(SECOND);
    stops(world, seat);
    seat.show(idle({ lastPrompt: 'a' }));
    world.run(4 * SECOND);
    expect(world.queue.places.get('a')).toBe('done');
  });

  it('does not while a task of its own runs in the background, nor one of before the prompt', () => {
    for (const background of [1, 0]) {
      const { world, seat } = atWork();
      seat.transcript = false;
      if (background === 0) seat.show(busy('a'));
      world.run(SECOND);
      stops(world, seat, { background });
      if (background === 0) world.run(30 * SECOND);
      seat.show(idle({ lastPrompt: 'a' }));
      world.run(10 * SECOND);
      expect(world.queue.places.get('a')).toBe('running');
    }
  });

  it('says nothing against a transcript whose turn goes on', () => {
    const { world, seat } = atWork();
    seat.write(row('tool-result', world.wallMs));
    stops(world, seat);
    seat.show(idle({ lastPrompt: 'a' }));
    world.run(5 * SECOND);
    expect(world.queue.places.get('a')).toBe('running');
  });
});

it('any old limit line that a hook does not speak of stays what it is', () => {
  const { world, seat } = opened(MODE, BLIND);
  fails(world, seat, { message: LIMIT_LINE.replace('5-hour', 'weekly') });
  seat.show(limited({ resetsAtMs: null }));
  world.pass(SECOND).poll();
  expect(world.hits).toMatchObject([{ state: 'suspected' }]);
});
