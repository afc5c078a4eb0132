import { describe, expect, it } from 'vitest';
import { limited, row } from './support/readings.js';
import { hit, opened, THREE } from './support/scenes.js';
import { HOUR, MINUTE, SECOND, World } from './support/world.js';

describe('force', () => {
  it('overrides cooldown, breaker, mode and hold, and with force the limited mark', () => {
    const { world, seat } = opened({ mode: 'observe' });
    hit(world, seat);
    world.poll();
    expect(world.command({ type: 'swap', to: null, force: false }).status).toBe('started');
    world.run(10 * SECOND);
    expect(world.command({ type: 'swap', to: 'work', force: false })).toMatchObject({
      status: 'refused',
      reason:
        'work is limited (5-hour). To swap all the same: s in the dashboard, or claude-failover swap work --force',
    });
    expect(world.command({ type: 'swap', to: null, force: false })).toMatchObject({
      reason:
        'no other account is free (there are: work). To swap all the same: s in the dashboard, or claude-failover swap ACCOUNT --force',
    });
    expect(world.command({ type: 'swap', to: 'work', force: true }).status).toBe('started');
    expect(world.flips()).toEqual(['work→personal (person)', 'personal→work (person)']);
  });

  it('a person who goes back to a limited account is not undone for what was answered already', () => {
    const { world, seat } = opened();
    hit(world, seat);
    world.answer = () => ({ outcome: 'unconfirmed', reason: 'no turn was seen' });
    world.poll().run(10 * SECOND);
    world.command({ type: 'swap', to: 'work', force: true });
    world.run(30 * MINUTE, 10 * SECOND);
    expect(world.flips()).toHaveLength(2);
  });

  it('is refused inside a swap, for an unknown, active or dead account, and by a newer state', () => {
    const { world, seat } = opened(THREE);
    expect(world.command({ type: 'swap', to: 'x', force: true }).status).toBe('refused');
    expect(world.command({ type: 'swap', to: 'a', force: true }).status).toBe('refused');
    world.refusals.preflight = { code: 'refresh-in-flight', reason: 'later', passing: true };
    expect(world.command({ type: 'swap', to: 'b', force: false }).status).toBe('started');
    expect(world.command({ type: 'swap', to: 'c', force: true })).toMatchObject({
      reason: 'a swap to b is in progress',
    });
    const newer = new World(THREE);
    hit(newer, newer.seat('ccl-1'));
    newer.start('newer').run(MINUTE);
    expect(newer.ordered).toEqual([]);
    expect(newer.command({ type: 'swap', to: 'b', force: true }).status).toBe('refused');
    seat.write(row('api-error', world.wallMs, { error: 'authentication_failed' }));
    world.pass(SECOND).look();
    expect(world.snapshot.accounts[0]?.state).toBe('login');
  });

  it('a dead login comes back by an answer on it, a pinned one’s too', () => {
    const { world, seat } = opened(THREE);
    const pinned = world.seat('probe', { config: { account: 'a' } });
    seat.write(row('api-error', world.wallMs, { error: 'authentication_failed' }));
    world.poll();
    world.command({ type: 'swap', to: 'b', force: false });
    expect(world.command({ type: 'swap', to: 'a', force: true }).status).toBe('refused');
    world.pass(MINUTE);
    pinned.write(row('reply', world.wallMs));
    world.poll();
    expect(world.command({ type: 'swap', to: 'a', force: true }).status).toBe('started');
  });

  it('an error row from before the process says nothing of today’s login', () => {
    const world = new World(THREE);
    const seat = world.seat('ccl-1', { ageMs: MINUTE });
    seat.write(row('api-error', world.wallMs - HOUR, { error: 'authentication_failed' }));
    world.open();
    expect(world.durable.accounts).toEqual({});
  });
});

describe('dismiss', () => {
  it('touches suspected and deferred hits only, withdraws what they recorded, and can be undone', () => {
    const { world, seat } = opened({ mode: 'confirm' });
    const other = world.seat('ccl-2', { transcript: false });
    world.poll().pass(SECOND);
    hit(world, seat);
    other.show(limited());
    world.poll();
    expect(world.hits.map((one) => one.state)).toEqual(['deferred', 'suspected']);
    expect(world.command({ type: 'dismiss', hit: 'all' })).toMatchObject({
      status: 'done',
      text: 'dismissed 2 hits',
    });
    expect(world.durable.accounts.work?.limits).toEqual([]);
    world.run(5 * MINUTE, 10 * SECOND);
    expect(world.hits.map((one) => one.state)).toEqual(['dismissed', 'dismissed']);
    expect(world.command({ type: 'undo-dismiss' }).status).toBe('done');
    expect(world.hits.map((one) => one.state)).toEqual(['deferred', 'suspected']);
    expect(world.durable.accounts.work?.limits).toHaveLength(1);
    world.run(40 * SECOND);
    expect(world.hits.at(-1)?.state).toBe('deferred');
    expect(world.command({ type: 'undo-dismiss' }).status).toBe('refused');
  });

  it('a new row is a new hit; what was acted on cannot be dismissed', () => {
    const { world, seat } = opened({ mode: 'confirm' });
    hit(world, seat);
    world.poll();
    world.command({ type: 'dismiss', hit: 'all' });
    hit(world, seat);
    world.pass(SECOND).poll();
    expect(world.hits.at(-1)?.state).toBe('deferred');
    world.command({ type: 'answer', yes: true });
    const last = world.hits.at(-1)?.id ?? '';
    expect(world.command({ type: 'dismiss', hit: last })).toMatchObject({ status: 'refused' });
    expect(world.command({ type: 'dismiss', hit: 'all' }).status).toBe('refused');
  });
});
