import { describe, expect, it } from 'vitest';
import { busy, idle, limited, limitRow } from './support/readings.js';
import { hit, opened, RESET, THREE } from './support/scenes.js';
import { MINUTE, SECOND } from './support/world.js';

describe('the link in other hands', () => {
  it('a refusal right after a flip back is charged to the account whose known window it names', () => {
    const { world, seat } = opened();
    hit(world, seat);
    world.poll().run(10 * MINUTE, 5 * SECOND);
    expect(world.flips()).toHaveLength(1);
    world.pointTo('work');
    world.pass(SECOND).poll();
    hit(world, seat);
    world.pass(SECOND).poll();
    expect(world.hits.at(-1)).toMatchObject({ account: 'work', state: 'deferred' });
    expect(world.hits.at(-1)?.evidence.at(-1)).toContain('the very limit known of work');
  });

  it('a foreign flip is a person’s swap: cooldown, and its limited sessions are resumed', () => {
    const { world, seat } = opened({ mode: 'auto' });
    world.pointTo('personal');
    world.pass(2 * SECOND);
    hit(world, seat);
    world.poll().run(20 * SECOND);
    expect(world.snapshot.lastSwap?.origin).toBe('foreign');
    expect(world.snapshot.cooldown).not.toBeNull();
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.durable.swapCount).toBe(0);
  });

  it('to nowhere: the person is asked once, nothing is done, and its return ends it', () => {
    const { world, seat } = opened();
    world.pointTo(null);
    world.poll();
    hit(world, seat);
    world.run(MINUTE);
    expect(world.ordered).toEqual([]);
    expect(world.notices.map((one) => one.kind)).toEqual(['needs-person']);
    expect(world.snapshot.needs[0]).toContain('no configured account');
    world.pointTo('work');
    world.run(10 * SECOND);
    expect(world.flips()).toHaveLength(1);
    expect(world.snapshot.needs).toEqual([]);
  });

  it('to nowhere: no account is active or usable, the ones without a directory are missing, until it is back', () => {
    const { world } = opened({}, {});
    const before = world.snapshot;
    const { accounts } = world.settings;
    const gone = [accounts[1]?.name ?? ''];
    world.link = { state: { type: 'directory' }, account: null, gone };
    world.pass(SECOND).poll();
    const lost = world.snapshot;
    expect(lost).toMatchObject({ activeAccount: null, next: { account: null } });
    expect(lost.accounts.map(({ state }) => state)).toEqual(['excluded', 'missing']);
    expect(lost.accounts.map(({ why }) => why)).toEqual([
      'the link is not in order',
      `${accounts[1]?.dir} is not there`,
    ]);
    expect(lost.needs[0]).toContain('can only watch');
    world.pointTo(before.activeAccount);
    world.pass(SECOND).poll();
    expect(world.snapshot).toMatchObject({
      activeAccount: before.activeAccount,
      next: before.next,
      needs: [],
    });
    expect(world.snapshot.accounts).toEqual(before.accounts);
  });

  it('to nowhere: a session whose limit no longer holds waits too', () => {
    const { world, seat } = opened();
    world.pointTo('personal');
    world.poll();
    world.pass(5 * SECOND).pointTo(null);
    hit(world, seat);
    world.run(MINUTE);
    expect(world.typed).toEqual([]);
    world.pointTo('personal');
    world.run(5 * SECOND);
    expect(world.typed).toEqual(['ccl-1']);
  });

  it('to nowhere before the flip of a swap: its hits wait, and the swap is done once the link is in order', () => {
    const { world, seat } = opened();
    hit(world, seat);
    world.look();
    world.pending = [];
    world.pointTo(null);
    world.pass(SECOND).poll();
    expect(world.snapshot.swap?.phase).toBe('needs-person');
    expect(world.hits[0]?.state).toBe('deferred');
    world.pointTo('work');
    world.run(10 * SECOND);
    expect(world.flips()).toEqual(['work→personal (monitor)']);
  });

  it('changed while a swap waits: the swap ends, the person’s hand counts', () => {
    const { world, seat } = opened(THREE);
    hit(world, seat);
    world.look();
    world.pending = [];
    world.pointTo('c');
    world.run(10 * SECOND);
    expect(world.flips()).toEqual(['a→c (foreign)']);
    expect(world.typed).toEqual(['ccl-1']);
  });
});

describe('sessions and screens', () => {
  it('says what each is about', () => {
    const { world, seat } = opened({ minBlocked: 2 });
    expect(world.session('ccl-1').state).toBe('ready');
    seat.show(busy());
    world.pass(SECOND).poll();
    expect(world.session('ccl-1').state).toBe('working');
    seat.show(idle({ dialog: { type: 'permission', title: '' }, verdict: 'waiting-permission' }));
    world.pass(SECOND).poll();
    expect(world.session('ccl-1')).toMatchObject({ state: 'asking', detail: 'permission' });
    seat.write(limitRow(world.wallMs, RESET)).show(limited({ resetsAtMs: RESET, armed: true }));
    world.pass(SECOND).poll();
    expect(world.session('ccl-1').state).toBe('armed');
    expect(world.session('ccl-1').why[0]).toBe('hit confirmed: transcript row');
  });
});
