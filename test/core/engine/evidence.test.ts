import { describe, expect, it } from 'vitest';
import { busy, idle, limited, limitRow, row } from './support/readings.js';
import { HOUR, MINUTE, NOON, SECOND, World } from './support/world.js';

const RESET = NOON + 3 * HOUR;
const look = { resetsAtMs: RESET };

function opened(
  options: Parameters<World['seat']>[1] = {},
  settings: ConstructorParameters<typeof World>[0] = {},
) {
  const world = new World(settings);
  const seat = world.seat('ccl-1', options);
  world.open().pass(SECOND);
  return { world, seat };
}

describe('the transcript decides', () => {
  it('its row confirms at once, with its kind and its reset', () => {
    const { world, seat } = opened();
    seat.write(limitRow(world.wallMs, RESET, { kind: 'weekly' })).show(limited({ resetsAtMs: null }));
    world.poll();
    expect(world.hits[0]).toMatchObject({
      state: 'acted',
      kind: 'weekly',
      resetsAtMs: RESET,
      rule: 'transcript-row',
    });
  });

  it('a banner waits up to 2 s for its row; a reply row vetoes it', () => {
    const { world, seat } = opened();
    seat.show(limited(look));
    world.poll();
    expect(world.hits).toEqual([]);
    world.pass(1_900);
    seat.write(row('reply', world.wallMs, { text: "You've hit your 5-hour limit · resets 6pm" }));
    world.poll().run(2 * MINUTE);
    expect(world.verdicts()).toEqual(['vetoed']);
    expect(world.hits[0]?.why).toBe('transcript: a reply');
    expect(world.flips()).toEqual([]);
  });

  it("no row after 2 s: the seed's rule holds", () => {
    const { world, seat } = opened();
    seat.show(limited(look));
    world.poll().pass(1_999).poll();
    expect(world.hits).toEqual([]);
    world.pass(1).poll();
    expect(world.hits[0]).toMatchObject({ state: 'acted', rule: 'hit-your-limit' });
  });

  it('a row that comes later than the banner is the same hit, also after a restart', () => {
    const { world, seat } = opened({}, { minBlocked: 2 });
    seat.show(limited(look));
    world.poll().pass(2_000).poll().pass(SECOND);
    seat.write(limitRow(world.wallMs - SECOND, RESET));
    world.poll();
    expect(world.hits).toHaveLength(1);
    world.restart().poll();
    expect(world.hits).toHaveLength(1);
    expect(world.hits[0]?.state).toBe('confirmed');
    expect(world.session('ccl-1').state).toBe('limited');
  });

  it('a banner whose row is no longer at hand after a restart is the same hit', () => {
    const { world, seat } = opened({}, { minBlocked: 2 });
    seat.write(limitRow(world.wallMs, RESET)).show(limited(look));
    world.poll();
    seat.transcript = false;
    world.restart().run(2 * MINUTE);
    expect(world.hits).toHaveLength(1);
    expect(world.hits[0]?.state).toBe('confirmed');
  });

  it('a plain 429 drawn like a limit (1.0.60) is vetoed by its row', () => {
    const { world, seat } = opened({ version: '1.0.60' });
    seat.show(limited({ text: 'Claude usage limit reached.' }));
    seat.write(
      row('api-error', world.wallMs, { text: 'Claude AI usage limit reached', error: 'rate_limit' }),
    );
    world.run(2 * MINUTE);
    expect(world.verdicts()).toEqual(['vetoed']);
  });

  it('a late denial takes back what the screen had confirmed, and the mark of the account', () => {
    const { world, seat } = opened({}, { minBlocked: 2 });
    seat.show(limited(look));
    world.poll().pass(2_500).poll();
    expect(world.hits[0]?.state).toBe('confirmed');
    seat.write(row('reply', world.wallMs, { text: "You've hit your 5-hour limit · resets 6pm" }));
    world.pass(SECOND).poll();
    expect(world.hits[0]?.state).toBe('vetoed');
    expect(world.durable.accounts.work?.limits).toEqual([]);
  });

  it('a reset that lies further ahead than its kind can is unknown', () => {
    const { world, seat } = opened({}, { minBlocked: 2 });
    seat.write(limitRow(world.wallMs, world.wallMs + 40 * HOUR)).show(limited());
    world.poll();
    expect(world.durable.accounts.work?.limits).toMatchObject([{ kind: 'five-hour', resetsAtMs: null }]);
  });

  it("a sub-agent's limit marks the account while the main turn runs, and the session once it is idle", () => {
    const { world, seat } = opened();
    seat.write(limitRow(world.wallMs, RESET, { sidechain: true })).show(busy());
    world.poll();
    expect(world.durable.accounts.work?.limits).toHaveLength(1);
    expect(world.session('ccl-1').state).toBe('working');
    expect(world.ordered).toEqual([]);
    world.run(5 * SECOND);
    expect(world.hits).toMatchObject([{ state: 'confirmed' }]);
    seat.show(idle());
    world.pass(SECOND).poll();
    expect(world.flips()).toEqual(['work→personal (monitor)']);
  });
});

describe('confirmation without a transcript', () => {
  it('an unknown poll and a failed poll restart the wait; an unchanged one counts as still showing', () => {
    const { world, seat } = opened({ transcript: false });
    seat.show(limited());
    world.poll().run(20 * SECOND);
    seat.show('unknown');
    world.pass(SECOND).poll();
    seat.show(limited());
    world.run(20 * SECOND);
    const tmux = { state: 'connected', version: null, detail: '' } as const;
    world.step({ type: 'poll-failed', at: world.pass(SECOND).now, tmux, link: world.link });
    world.run(29 * SECOND);
    expect(world.hits.map((hit) => hit.state)).toEqual(['suspected']);
    world.run(SECOND);
    expect(world.flips()).toHaveLength(1);
  });

  it('a view that covers the banner is neither hit nor clear', () => {
    const { world, seat } = opened({ transcript: false }, { minBlocked: 2 });
    seat.show(limited(look));
    world.poll();
    seat.show(
      idle({ dialog: { type: 'transcript-view', title: '' }, composer: { state: 'absent', text: '' } }),
    );
    world.run(5 * SECOND);
    expect(world.hits[0]?.state).toBe('confirmed');
    seat.show(idle({ verdict: 'unknown', composer: { state: 'absent', text: '' } }));
    world.run(5 * SECOND);
    seat.show(limited(look));
    world.run(5 * SECOND);
    expect(world.hits).toMatchObject([{ state: 'confirmed' }]);
  });

  it('a turn that runs below the line absorbs the suspicion', () => {
    const { world, seat } = opened({ transcript: false });
    seat.show(limited());
    world.poll().run(10 * SECOND);
    seat.show({ ...limited(), hit: null, busy: true, verdict: 'working', vetoes: ['working'] });
    world.run(60 * SECOND);
    expect(world.verdicts()).toEqual(['suspected', 'absorbed']);
  });

  it("a person's own phrase is at most suspected, and confirmed by its wait", () => {
    const { world, seat } = opened({ transcript: false });
    seat.show({ ...limited(look), hit: 'suspected' });
    world.poll();
    expect(world.hits[0]?.state).toBe('suspected');
  });
});

describe('the reset time of a screen', () => {
  it('is that of the first look: read again later it would be tomorrow’s', () => {
    const { world, seat } = opened({ transcript: false }, { minBlocked: 2 });
    seat.show({ ...limited(look), hit: 'suspected' });
    world.poll().run(20 * SECOND);
    seat.show({ ...limited({ resetsAtMs: RESET + 24 * HOUR }), hit: 'suspected' });
    world.run(20 * SECOND);
    expect(world.hits).toMatchObject([{ state: 'confirmed', resetsAtMs: RESET + MINUTE }]);
  });
});

describe('identity', () => {
  it('scrolling and resizing make no second hit', () => {
    const { world, seat } = opened({ transcript: false }, { minBlocked: 2 });
    seat.show(limited(look));
    world.poll();
    seat.show(limited({ ...look, prompt: '' }));
    world.pass(SECOND).poll();
    seat.show(limited({ ...look, prompt: 'write tests' }));
    world.run(2 * MINUTE);
    expect(world.hits).toHaveLength(1);
    expect(world.verdicts()).toEqual(['confirmed']);
  });

  it('a banner first met at our start is judged by its row; undated it is suspected', () => {
    const world = new World({ minBlocked: 3 });
    const dated = world.seat('ccl-1', {}, limited(look));
    world.seat('ccl-2', { transcript: false }, limited(look));
    dated.write(limitRow(world.wallMs - 5 * MINUTE, RESET));
    world.open();
    expect(world.hits.map((hit) => [hit.sessionName, hit.state])).toEqual([
      ['ccl-1', 'confirmed'],
      ['ccl-2', 'suspected'],
    ]);
  });

  it('one that says a reset further ahead than it can be is old', () => {
    const world = new World();
    world.seat('ccl-1', { transcript: false }, limited({ resetsAtMs: NOON + 20 * HOUR }));
    world.open().run(2 * MINUTE, 10 * SECOND);
    expect(world.hits).toEqual([]);
  });

  it('after --resume the redrawn line is old, whenever it is drawn', () => {
    for (const drawnAfter of [0, 3 * SECOND, 30 * SECOND]) {
      const world = new World();
      const seat = world.seat('ccl-1', { ageMs: SECOND }, idle({ lastPrompt: '' }));
      seat.write(limitRow(world.wallMs - HOUR, RESET));
      world.open().run(drawnAfter);
      seat.show(limited(look));
      world.run(2 * MINUTE);
      expect(world.flips()).toEqual([]);
      expect(world.durable.accounts).toEqual({});
    }
  });

  it('the same without a transcript: an empty new screen proves nothing, so the line is only suspected', () => {
    const world = new World();
    const seat = world.seat('ccl-1', { ageMs: SECOND, transcript: false }, idle({ lastPrompt: '' }));
    world.open().pass(2 * SECOND);
    seat.show(limited(look));
    world.poll();
    expect(world.hits).toMatchObject([{ state: 'suspected', why: 'not seen to appear' }]);
  });

  it('/clear leaves the limit of the old conversation behind', () => {
    const { world, seat } = opened({}, { minBlocked: 2 });
    seat.write(limitRow(world.wallMs, RESET)).show(limited(look));
    world.poll();
    seat.conversation = 'another';
    seat.show(idle({ lastPrompt: '' }));
    world.pass(SECOND).poll();
    expect(world.session('ccl-1').state).toBe('ready');
    expect(world.hits[0]?.state).toBe('absorbed');
  });

  it('a second refusal after a retry is a new row, a new hit, and no second swap', () => {
    const { world, seat } = opened();
    seat.write(limitRow(world.wallMs, RESET)).show(limited(look));
    world.answer = (one) => {
      world.typed.push(one.name);
      one.write(row('prompt', world.wallMs)).write(limitRow(world.wallMs + 500, RESET));
      one.show(limited({ ...look, prompt: 'continue', occurrences: 2 }));
      return { outcome: 'submitted' };
    };
    world.poll().run(10 * SECOND);
    expect(world.hits).toHaveLength(2);
    expect(world.flips()).toHaveLength(1);
    expect(world.typed).toEqual(['ccl-1']);
  });

  it('what settled never counts again, after a restart neither', () => {
    const { world, seat } = opened({ transcript: false });
    seat.show(limited(look));
    world.answer = () => ({ outcome: 'unconfirmed', reason: 'no turn was seen' });
    world
      .poll()
      .run(10 * MINUTE, 5 * SECOND)
      .restart()
      .run(10 * MINUTE, 5 * SECOND);
    expect(world.hits).toHaveLength(1);
    expect(world.flips()).toHaveLength(1);
    expect(world.ordersOf('type')).toBe(1);
  });
});

describe('the forensic line', () => {
  it('is the same, byte for byte, for every verdict', () => {
    const { world, seat } = opened({ transcript: false });
    seat.show(limited({ text: 'You\'ve hit your "limit" \\ now' }));
    world.poll();
    world.command({ type: 'dismiss', hit: 'all' });
    const rest = `trigger_session="ccl-1" pattern="You've hit your" rule=hit-your-limit snippet="You've hit your \\"limit\\" \\\\ now"`;
    expect(world.log.filter((line) => line.startsWith('[quota]'))).toEqual([
      `[quota] verdict=suspected ${rest}`,
      `[quota] verdict=dismissed ${rest}`,
    ]);
  });

  it('holds 120 characters and no control character', () => {
    const { world, seat } = opened({ transcript: false });
    seat.show(limited({ text: `\u001b[31m${'x'.repeat(118)}\u0007😀tail` }));
    world.poll();
    const line = world.log.find((one) => one.startsWith('[quota]')) ?? '';
    expect(/snippet="(.*)"$/.exec(line)?.[1]?.length).toBeLessThanOrEqual(120);
    expect(line).not.toMatch(/[\u0000-\u001f]/);
  });
});
