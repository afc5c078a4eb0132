import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import { CAPTURES, type Capture } from '../quota/support/captures.js';
import { account, SECOND, World } from './support/world.js';

/** A session without a transcript at its prompt, then this real screen for a minute; whether the account was left. */
function swapsOver({ truth, text }: Capture): boolean {
  const world = new World({
    accounts: [account('a', 1), account('b', 2)],
    minWaitMs: 0,
    onSpendLimit: 'swap',
  });
  world.wallMs = truth.captured_at_epoch * 1000 - SECOND;
  const seat = world.seat('ccl-1', { transcript: false });
  world.open().pass(SECOND);
  seat.show(classify(text, { capturedAtMs: world.wallMs, zone: truth.tz, cols: truth.cols }));
  world.answer = () => ({ outcome: 'refused', cause: 'busy', reason: 'not in this test' });
  world.run(60 * SECOND, 2 * SECOND);
  return world.durable.flips.length > 0;
}

describe('real screens, a minute each, without a transcript', () => {
  const all = CAPTURES.filter(({ truth }) => truth.undecidable !== true);
  it('there are enough of them', () => {
    expect(all.length).toBeGreaterThan(100);
  });

  it('none that shows no usage limit ever swaps', () => {
    const innocent = all.filter(({ truth }) => !['usage-limit', 'lookalike'].includes(truth.label));
    expect(innocent.filter(swapsOver).map(({ name }) => name)).toEqual([]);
  });

  it('every usage limit that has not passed swaps', () => {
    const real = all.filter(({ truth }) => {
      const past = truth.reset_at_epoch !== null && truth.reset_at_epoch <= truth.captured_at_epoch + 120;
      return truth.label === 'usage-limit' && !past;
    });
    expect(real.filter((capture) => !swapsOver(capture)).map(({ name }) => name)).toEqual([]);
  });
});
