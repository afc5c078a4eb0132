import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/engine/effects.js';
import { busy, idle, limited, row } from './support/readings.js';
import { blocked, hit, RESET } from './support/scenes.js';
import { HOUR, linkTo, MINUTE, SECOND, SETTINGS, World } from './support/world.js';

describe('a limit met before any account was configured', () => {
  /** One session limited in a life without accounts; two are configured now. */
  function metBefore() {
    const world = new World({ ...SETTINGS, mode: 'observe', accounts: [], pool: null });
    world.link = { state: { type: 'missing' }, account: null };
    const seat = world.seat('ccl-1');
    world.open().pass(SECOND);
    hit(world, seat);
    world.poll().run(MINUTE);
    expect(world.hits).toMatchObject([{ state: 'confirmed', account: null }]);
    world.settings = SETTINGS;
    world.link = linkTo('work');
    return { world, seat };
  }

  /** Looks until a `continue` is ordered, and keeps it from being performed. */
  function heldType(world: World): Effect {
    for (let tries = 0; tries < 10; tries++) {
      world.pass(SECOND).look();
      const typing = world.pending.find((effect) => effect.type === 'type');
      world.pending = world.pending.filter((effect) => effect !== typing);
      if (typing) return typing;
    }
    throw new Error('no `continue` was ordered');
  }

  it('is tried with one `continue` once there are accounts', () => {
    const { world } = metBefore();
    world
      .restart()
      .poll()
      .run(10 * SECOND);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.flips()).toEqual([]);
  });

  it('that still holds costs one swap, and its session goes on with the other account', () => {
    const { world, seat } = metBefore();
    world.restart();
    const typing = heldType(world);
    seat.show(idle({ lastPrompt: 'continue' }));
    hit(world, seat);
    // The refusal is there, and the swap it causes is on its way, before the typing has settled.
    world.pass(SECOND).poll();
    expect(world.flips()).toEqual(['work→personal (monitor)']);
    world.settle(typing, { type: 'type', result: { outcome: 'submitted' } });
    world.run(30 * SECOND);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.ends()).toEqual({ 'ccl-1': 'continued' });
    expect(world.flips()).toHaveLength(1);
  });

  it('is nobody’s while there are none, whatever the mode', () => {
    const world = new World({ ...SETTINGS, accounts: [] });
    const seat = world.seat('ccl-1');
    world.open().pass(SECOND);
    hit(world, seat);
    world.poll().run(MINUTE);
    expect(world.typed).toEqual([]);
  });
});

describe('each session ends on its own', () => {
  it('draft, asking, observed, pinned, working, unconfirmed, person-active, gone', () => {
    const world = new World();
    const names = ['ccl-1', 'ccl-2', 'ccl-3', 'notes', 'ccl-4', 'ccl-5', 'ccl-6', 'ccl-7', 'ccl-8'];
    const seats = Object.fromEntries(
      names.map((name) => [name, world.seat(name, name === 'ccl-4' ? { config: { account: 'work' } } : {})]),
    );
    world.open().pass(SECOND);
    for (const seat of Object.values(seats)) hit(world, seat);
    seats['ccl-2']?.show(
      limited({ resetsAtMs: RESET }, { composer: { state: 'draft', text: 'half a thought' } }),
    );
    seats['ccl-3']?.show(limited({ resetsAtMs: RESET }, { dialog: { type: 'permission', title: 'Bash' } }));
    seats['ccl-5']?.show(busy()).write(row('prompt', world.wallMs));
    world.answer = (seat) => {
      if (seat.name === 'ccl-6') return { outcome: 'unconfirmed', reason: 'no turn was seen' };
      if (seat.name === 'ccl-7')
        return { outcome: 'refused', cause: 'person-active', reason: 'someone types' };
      if (seat.name === 'ccl-8') return { outcome: 'refused', cause: 'gone', reason: 'the pane has changed' };
      return world.works(seat);
    };
    world.poll().run(10 * SECOND);
    expect(world.ends()).toEqual({
      'ccl-1': 'continued',
      'ccl-2': 'draft',
      'ccl-3': 'asking',
      notes: 'observed',
      'ccl-4': 'pinned',
      'ccl-5': 'working',
      'ccl-6': 'unconfirmed',
      'ccl-7': 'person-active',
      'ccl-8': 'gone',
    });
    expect(world.typed).toEqual(['ccl-1']);
  });

  it('the limit dialog is closed first', () => {
    const { world, seats } = blocked(1);
    seats[0]?.show(
      limited(
        { resetsAtMs: RESET },
        {
          dialog: { type: 'rate-limit-options', title: 'What do you want to do?' },
          composer: { state: 'absent', text: '' },
        },
      ),
    );
    world.poll();
    expect(world.ordered.find((effect) => effect.type === 'type')).toMatchObject({
      text: 'continue',
      closeDialog: true,
    });
  });

  it('and one that may open only after the swap, too', () => {
    const { world } = blocked(1);
    world.poll();
    expect(world.ordered.find((effect) => effect.type === 'type')).toMatchObject({ closeDialog: true });
  });

  it('a session that went on by itself before its turn is left alone', () => {
    const { world, seats } = blocked(2);
    world.answer = (seat) => world.works(seat, 5 * SECOND);
    world.poll().run(2 * SECOND);
    seats[1]?.write(row('prompt', world.wallMs), row('reply', world.wallMs)).show(idle());
    world.run(10 * SECOND);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.ends()).toMatchObject({ 'ccl-2': 'working' });
  });

  it('an older CLI is ended, started again with its conversation, and gets one continue', () => {
    const world = new World();
    const seat = world.seat('ccl-1', { version: '2.1.80' });
    world.open().pass(SECOND);
    hit(world, seat);
    world.poll();
    expect(world.ordered.at(-1)).toMatchObject({ type: 'restart', conversation: 'conv-1', name: 'ccl-1' });
    seat.show(limited({ resetsAtMs: RESET }, { lastPrompt: 'write tests' }));
    world.run(10 * SECOND);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.ends()).toEqual({ 'ccl-1': 'restarted' });
    world.run(10 * MINUTE, 5 * SECOND);
    expect(world.flips()).toHaveLength(1);
    expect(world.ordersOf('restart')).toBe(1);
  });

  it('a restart that failed is not begun again', () => {
    const world = new World();
    const seat = world.seat('ccl-1', { version: '2.1.80' });
    world.open().pass(SECOND);
    hit(world, seat);
    world.restartSeat = () => ({ type: 'restart', ok: false, reason: 'it did not end on SIGTERM' });
    world.poll().run(2 * HOUR, 10 * SECOND);
    expect(world.ordersOf('restart')).toBe(1);
    expect(world.ends()).toEqual({ 'ccl-1': 'unconfirmed' });
  });

  it('an older CLI without a command or a conversation: the person is asked', () => {
    const world = new World({ dedicated: ['api'] });
    const [api, pool] = [
      world.seat('api', { version: '2.0.60' }),
      world.seat('ccl-1', { version: '2.0.60', conversation: null }),
    ];
    world.open().pass(SECOND);
    hit(world, api);
    hit(world, pool);
    world.poll();
    expect(world.ends()).toEqual({ api: 'asking', 'ccl-1': 'asking' });
    world.run(30 * MINUTE, 5 * SECOND);
    expect(world.ordersOf('restart') + world.ordersOf('type')).toBe(0);
    expect(world.log.filter((line) => line.startsWith('ccl-1: asking'))).toHaveLength(1);
  });

  it('a working session of an older CLI keeps its login and is brought over when it stops', () => {
    const world = new World();
    const [one, two] = [world.seat('ccl-1'), world.seat('ccl-2', { version: '2.1.80' })];
    two.show(busy());
    world.open().pass(SECOND);
    hit(world, one);
    world.poll().run(5 * MINUTE, 5 * SECOND);
    expect(world.ordersOf('restart')).toBe(0);
    hit(world, two);
    world.run(30 * SECOND);
    expect(world.flips()).toHaveLength(1);
    expect(world.ends()).toMatchObject({ 'ccl-2': 'restarted' });
  });
});
