import { describe, expect, it } from 'vitest';
import { tellsUse } from './support/hooks.js';
import { busy, idle, row } from './support/readings.js';
import { hit, opened, refusal, THREE } from './support/scenes.js';
import { HOUR, MINUTE, SECOND } from './support/world.js';

const AT_90 = { ...THREE, proactive: 90 };

describe('a swap ahead of the limit', () => {
  it('is made when the mark is reached, and says why', () => {
    const { world, seat } = opened(AT_90);
    tellsUse(world, seat, 89);
    world.poll();
    expect(world.flips()).toEqual([]);
    tellsUse(world, seat, 91);
    world.poll();
    expect(world.flips()).toEqual(['a→b (proactive)']);
    expect(world.snapshot.lastSwap?.origin).toBe('proactive');
    expect(world.log.join('\n')).toContain(
      'began: a has used 91% of its 5-hour window (says the status line of ccl-1); b: priority 2',
    );
    expect(world.durable.autoSwaps).toHaveLength(1);
  });

  it('is off by default', () => {
    const { world, seat } = opened(THREE);
    tellsUse(world, seat, 99);
    world.run(MINUTE);
    expect(world.flips()).toEqual([]);
  });

  it('waits for the end of a turn, but not for ever', () => {
    const { world, seat } = opened(AT_90);
    seat.show(busy());
    world.poll();
    tellsUse(world, seat, 91);
    world.run(4 * MINUTE);
    expect(world.flips()).toEqual([]);
    expect(world.log.join('\n')).toContain('the swap to b waits: for the end of the turns under way');
    seat.show(idle());
    world.poll();
    expect(world.flips()).toHaveLength(1);

    const other = opened(AT_90);
    other.seat.show(busy());
    other.world.poll();
    tellsUse(other.world, other.seat, 91);
    other.world.run(6 * MINUTE);
    expect(other.world.flips()).toHaveLength(1);
  });

  it('does not go by a number while newer ones cannot be charged to anybody', () => {
    const { world, seat } = opened(AT_90);
    world.command({ type: 'swap', to: 'b', force: false });
    world.run(10 * SECOND);
    seat.write(row('prompt', world.wallMs), row('reply', world.wallMs)).show(busy());
    world.run(SECOND);
    tellsUse(world, seat, 91);
    world.run(SECOND);
    expect(world.snapshot.accounts.find(({ name }) => name === 'b')?.headroom).toHaveLength(1);
    seat.write(row('prompt', world.wallMs));
    world.run(SECOND);
    tellsUse(world, seat, 0);
    world.run(8 * MINUTE);
    expect(world.flips().filter((flip) => flip.includes('proactive'))).toEqual([]);
    expect(world.log.join('\n')).toContain('newer numbers came, and it is not clear yet whose they are');
  });

  it('does not wait when the next request may be refused', () => {
    const { world, seat } = opened(AT_90);
    seat.show(busy());
    world.poll();
    tellsUse(world, seat, 99);
    world.poll();
    expect(world.flips()).toHaveLength(1);
  });

  it('never swaps to and fro between two full accounts', () => {
    const { world, seat } = opened({ proactive: 90, accounts: THREE.accounts.slice(0, 2) });
    tellsUse(world, seat, 95);
    world.run(10 * MINUTE);
    tellsUse(world, seat, 93);
    world.run(10 * MINUTE);
    expect(world.flips()).toEqual(['a→b (proactive)']);
    expect(world.log.join('\n')).toContain('no other account has clearly more left');
  });

  it('goes to who has clearly more left, known before it was full', () => {
    const { world, seat } = opened(AT_90);
    const b = world.seat('notes', { config: { account: 'b' } });
    world.poll();
    tellsUse(world, b, 80);
    tellsUse(world, seat, 95);
    world.poll();
    expect(world.flips()).toEqual(['a→c (proactive)']);
  });

  it('does not go on to an account that is nearly full when the first cannot be used', () => {
    const { world, seat } = opened(AT_90);
    const c = world.seat('notes', { config: { account: 'c' } });
    world.poll();
    tellsUse(world, c, 88);
    world.refusals.preflight = refusal('target-missing');
    tellsUse(world, seat, 95);
    world.poll();
    world.refusals.preflight = null;
    world.run(30 * SECOND);
    expect(world.flips()).toEqual([]);
    expect(world.log.join('\n')).toContain('swap a → b refused: target-missing');
  });

  it('is under cooldown, breaker, mode and the nearness of the reset', () => {
    const cooling = opened(AT_90);
    cooling.world.command({ type: 'swap', to: 'b', force: false });
    cooling.world.run(MINUTE);
    // Its first word after the flip may be an old one.
    tellsUse(cooling.world, cooling.seat, 94);
    tellsUse(cooling.world, cooling.seat, 95);
    cooling.world.run(3 * MINUTE);
    expect(cooling.world.flips()).toHaveLength(1);
    expect(cooling.world.log.join('\n')).toContain('waits: swap cooldown active');
    cooling.world.run(2 * MINUTE);
    expect(cooling.world.flips()).toHaveLength(2);

    const broken = opened(AT_90);
    for (let swap = 0; swap < 6; swap++) {
      tellsUse(broken.world, broken.seat, 95);
      broken.world.run(6 * MINUTE);
      tellsUse(broken.world, broken.seat, 10);
      broken.world.run(SECOND);
      broken.world.state = { ...broken.world.state, durable: { ...broken.world.durable, headroom: {} } };
    }
    tellsUse(broken.world, broken.seat, 95);
    broken.world.run(6 * MINUTE);
    expect(broken.world.flips()).toHaveLength(6);
    expect(broken.world.log.join('\n')).toContain('waits: breaker: 6 automatic swaps within an hour');

    const near = opened(AT_90);
    tellsUse(near.world, near.seat, 95, { resetsAtMs: near.world.wallMs + 4 * MINUTE });
    near.world.run(MINUTE);
    expect(near.world.flips()).toEqual([]);
    expect(near.world.log.join('\n')).toContain('waits: the reset is near');
  });

  it('is only told in observe, and asked once in confirm', () => {
    const observe = opened({ ...AT_90, mode: 'observe' });
    tellsUse(observe.world, observe.seat, 95);
    observe.world.run(MINUTE);
    expect(observe.world.flips()).toEqual([]);
    expect(observe.world.log.filter((line) => line.includes('would swap to b'))).toHaveLength(1);

    const confirm = opened({ ...AT_90, mode: 'confirm' });
    tellsUse(confirm.world, confirm.seat, 95, { resetsAtMs: confirm.world.wallMs + 2 * HOUR });
    confirm.world.run(MINUTE);
    expect(confirm.world.snapshot.proposal).toMatchObject({ to: 'b' });
    expect(confirm.world.notices.filter(({ kind }) => kind === 'proposal')).toHaveLength(1);
    confirm.world.command({ type: 'answer', yes: false });
    confirm.world.run(MINUTE);
    expect(confirm.world.snapshot.proposal).toBeNull();
    expect(confirm.world.flips()).toEqual([]);
  });

  it('a no counts also when we were started again meanwhile', () => {
    const { world, seat } = opened({ ...AT_90, mode: 'confirm' });
    tellsUse(world, seat, 95, { resetsAtMs: world.wallMs + 2 * HOUR });
    world.poll();
    world.restart();
    world.command({ type: 'answer', yes: false });
    world.run(MINUTE);
    expect(world.snapshot.proposal).toBeNull();
  });

  it('a yes in confirm swaps; what is no longer so is no longer asked', () => {
    const { world, seat } = opened({ ...AT_90, mode: 'confirm' });
    tellsUse(world, seat, 95);
    world.poll();
    tellsUse(world, seat, 10);
    world.poll();
    expect(world.snapshot.proposal).toBeNull();
    tellsUse(world, seat, 96);
    world.poll();
    world.command({ type: 'answer', yes: true });
    expect(world.flips()).toEqual(['a→b (person)']);
  });

  it('moves nobody by an old number, and gives way to a real limit', () => {
    const { world, seat } = opened(AT_90);
    world.command({ type: 'mode', mode: 'observe' });
    tellsUse(world, seat, 95);
    world.run(11 * MINUTE, MINUTE);
    world.command({ type: 'mode', mode: 'auto' });
    world.run(5 * SECOND);
    expect(world.flips()).toEqual([]);
    hit(world, seat);
    world.poll();
    expect(world.flips()).toEqual(['a→b (monitor)']);
  });

  it('is explained in `why`', () => {
    const { world, seat } = opened({ ...AT_90, mode: 'observe' });
    tellsUse(world, seat, 95);
    expect(world.session('ccl-1').why).toContain(
      'a has used 95% of its 5-hour window (says the status line of ccl-1); the mark for a swap ahead of the limit is 90%',
    );
  });
});
