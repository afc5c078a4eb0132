import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountSetting, Settings } from '../../../src/core/engine/settings.js';
import { NO_SETTINGS } from '../../../src/core/engine/settings.js';
import type { AccountMemory } from '../../../src/core/engine/state.js';
import { chooseAccount, eligibility } from '../../../src/core/switcher/choose.js';
import { POLICIES, policyOf } from '../../../src/core/switcher/policies/index.js';
import type { CandidateFacts } from '../../../src/core/switcher/policies/policy.js';

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;

function account(name: string, priority = 1, auto = true): AccountSetting {
  return { name, dir: `/accounts/${name}`, priority, auto };
}

function memory(resetsAtMs: number | null | undefined, dead = false): AccountMemory {
  const at = { wallMs: NOW - HOUR, steadyMs: HOUR };
  const limits =
    resetsAtMs === undefined ? [] : [{ kind: 'five-hour' as const, resetsAtMs, since: at, hits: [] }];
  return { limits, loginDead: dead ? { at, text: 'please run /login' } : null, lastUsed: null };
}

function choose(
  policy: string,
  accounts: readonly AccountSetting[],
  memories: Record<string, AccountMemory>,
  active: string,
) {
  const settings: Settings = { ...NO_SETTINGS, policy, accounts };
  return chooseAccount(settings, { accounts: memories, activeAccount: active }, NOW);
}

describe('every policy', () => {
  const facts: fc.Arbitrary<CandidateFacts> = fc.record({
    name: fc.string(),
    priority: fc.nat(9),
    distance: fc.nat(9),
    windowEndMs: fc.option(fc.nat(), { nil: null }),
    usedPercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
  });
  for (const policy of POLICIES) {
    it(`${policy.id}: ranks with finite numbers, the same way twice, and says why`, () => {
      expect(policyOf(policy.id)).toBe(policy);
      expect(policy.summary.length).toBeGreaterThan(5);
      fc.assert(
        fc.property(facts, (one) => {
          const rank = policy.rank(one);
          expect(rank.length).toBeGreaterThan(0);
          expect(rank.every(Number.isFinite)).toBe(true);
          expect(policy.rank(one)).toEqual(rank);
          expect(policy.because(one)).not.toBe('');
        }),
      );
    });

    it(`${policy.id}: never chooses the active, a limited, a dead or a never-auto account`, () => {
      const accounts = [
        account('active'),
        account('limited'),
        account('dead'),
        account('hand', 1, false),
        account('free', 9),
      ];
      const memories = { limited: memory(NOW + HOUR), dead: memory(undefined, true) };
      expect(choose(policy.id, accounts, memories, 'active').account).toBe('free');
    });
  }

  it('an unknown name is the first one', () => {
    expect(policyOf('nonsense').id).toBe('priority');
  });
});

describe('what each one prefers', () => {
  const accounts = [account('a', 3), account('b', 1), account('c', 2)];

  it('priority: the person’s order, ties by the configured one', () => {
    expect(choose('priority', accounts, {}, 'a')).toEqual({ account: 'b', reason: 'priority 1' });
    expect(choose('priority', [account('x'), account('y'), account('z')], {}, 'x').account).toBe('y');
  });

  it('round-robin: the next one in turn', () => {
    expect(choose('round-robin', accounts, {}, 'b').account).toBe('c');
    expect(choose('round-robin', accounts, {}, 'c').account).toBe('a');
  });

  it('soonest-reset: what would be lost first', () => {
    const memories = { b: memory(NOW - HOUR), c: memory(NOW - 2 * HOUR) };
    expect(choose('soonest-reset', accounts, memories, 'a')).toEqual({
      account: 'c',
      reason: 'its window ends first',
    });
  });

  it('most-headroom: the emptiest; what is not known stands between free and nearly full', () => {
    const at = { wallMs: NOW, steadyMs: 0 };
    const used = (usedPercent: number) => [
      { kind: 'five-hour' as const, usedPercent, resetsAtMs: NOW + HOUR, at },
      { kind: 'weekly' as const, usedPercent: 1, resetsAtMs: NOW + 50 * HOUR, at },
    ];
    const settings: Settings = { ...NO_SETTINGS, policy: 'most-headroom', accounts };
    const chosen = (headroom: NonNullable<Parameters<typeof chooseAccount>[1]['headroom']>) =>
      chooseAccount(settings, { accounts: {}, activeAccount: 'a', headroom }, NOW);
    expect(chosen({ b: used(80), c: used(20) })).toEqual({ account: 'c', reason: '80% left' });
    expect(chosen({ b: used(80) })).toEqual({ account: 'c', reason: 'how full it is is not known' });
    expect(chosen({ c: used(30) }).account).toBe('c');
    expect(chosen({}).account).toBe('b');
    const over = used(80).map((one) => ({ ...one, resetsAtMs: NOW - 1 }));
    expect(chosen({ b: over, c: used(60) }).account).toBe('b');
  });

  it('nobody: says why', () => {
    expect(choose('priority', [account('a')], {}, 'a').reason).toBe('no second account is configured');
    expect(choose('priority', accounts, { b: memory(NOW + 1), c: memory(null) }, 'a')).toEqual({
      account: null,
      reason: 'no other account is free',
    });
  });
});

describe('eligibility', () => {
  const view = (accounts: Record<string, AccountMemory>) => ({ accounts, activeAccount: 'a' });

  it('ends with the latest of its windows, an unknown one five hours after it was first seen', () => {
    const both = {
      ...memory(NOW + HOUR),
      limits: [...memory(NOW + HOUR).limits, { ...memory(null).limits[0], kind: 'weekly' as const }],
    };
    const verdict = eligibility(account('b'), view({ b: both as AccountMemory }), NOW, []);
    expect(verdict).toMatchObject({
      ok: false,
      why: 'limited (5-hour, weekly)',
      eligibleAtMs: NOW + 4 * HOUR,
    });
  });

  it('names what bars it', () => {
    expect(eligibility(account('a'), view({}), NOW, []).why).toBe('active');
    expect(eligibility(account('b'), view({}), NOW, ['b']).why).toBe('already tried in this swap');
    expect(eligibility(account('b', 1, false), view({}), NOW, []).why).toBe('never chosen automatically');
    expect(eligibility(account('b'), view({ b: memory(undefined, true) }), NOW, []).why).toBe(
      'login needed: please run /login',
    );
    expect(eligibility(account('b'), view({ b: memory(NOW - 1) }), NOW, [])).toMatchObject({
      ok: true,
      why: 'free',
    });
  });
});
