import type { AccountSetting, Settings } from '../engine/settings.js';
import type { Durable } from '../engine/state.js';
import { fullestOf } from '../quota/headroom.js';
import { freeAt, isLimited, kindLabel, limitEndsAt, standingLimits } from '../quota/limits.js';
import { policyOf } from './policies/index.js';
import type { CandidateFacts } from './policies/policy.js';

export interface Eligibility {
  readonly name: string;
  readonly ok: boolean;
  /** One sentence: why it can or cannot be chosen. */
  readonly why: string;
  /** Wall ms from which its limits are over; null when free now or barred by something else than a limit. */
  readonly eligibleAtMs: number | null;
}

type View = Pick<Durable, 'accounts' | 'activeAccount'> & Partial<Pick<Durable, 'headroom'>>;

/** Whether an automatic swap may choose this account now. */
export function eligibility(
  account: AccountSetting,
  durable: View,
  wallMs: number,
  tried: readonly string[],
): Eligibility {
  const memory = durable.accounts[account.name];
  const no = (why: string, eligibleAtMs: number | null = null): Eligibility => ({
    name: account.name,
    ok: false,
    why,
    eligibleAtMs,
  });
  if (memory?.loginDead) return no(`login needed: ${memory.loginDead.text}`);
  const back = freeAt(memory, wallMs);
  if (back !== null) {
    const kinds = standingLimits(memory, wallMs).map((limit) => kindLabel(limit.kind));
    return no(`limited (${kinds.join(', ')})`, account.auto ? back : null);
  }
  if (account.name === durable.activeAccount) return no('active');
  if (tried.includes(account.name)) return no('already tried in this swap');
  if (!account.auto) return no('never chosen automatically');
  return { name: account.name, ok: true, why: 'free', eligibleAtMs: null };
}

/** The account to swap to and the policy's reason; null with the reason when none is eligible. */
export function chooseAccount(
  settings: Settings,
  durable: View,
  wallMs: number,
  tried: readonly string[] = [],
): { readonly account: string | null; readonly reason: string } {
  const policy = policyOf(settings.policy);
  const ranked = settings.accounts
    .filter((account) => eligibility(account, durable, wallMs, tried).ok)
    .map((account) => factsOf(account, settings, durable, wallMs))
    .map((facts) => ({ facts, rank: policy.rank(facts) }))
    .sort((a, b) => compareRanks(a.rank, b.rank));
  const first = ranked[0];
  if (first) return { account: first.facts.name, reason: policy.because(first.facts) };
  if (settings.accounts.length < 2) return { account: null, reason: 'no second account is configured' };
  return { account: null, reason: 'no other account is free' };
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}

function factsOf(account: AccountSetting, settings: Settings, durable: View, wallMs: number): CandidateFacts {
  const names = settings.accounts.map((candidate) => candidate.name);
  const from = names.indexOf(durable.activeAccount ?? '');
  const distance = (names.indexOf(account.name) - from + names.length) % names.length;
  const ends = (durable.accounts[account.name]?.limits ?? []).map(limitEndsAt);
  return {
    name: account.name,
    priority: account.priority,
    distance,
    windowEndMs: ends.length === 0 ? null : Math.min(...ends),
    usedPercent: fullestOf({ headroom: durable.headroom ?? {} }, account.name, wallMs)?.usedPercent ?? null,
  };
}

/** The account that comes back first when none is free; counts the active one. */
export function firstBack(
  settings: Settings,
  durable: View,
  wallMs: number,
): { account: string; atMs: number } | null {
  const backs = settings.accounts
    .filter((account) => account.auto || account.name === durable.activeAccount)
    .filter(
      (account) =>
        !durable.accounts[account.name]?.loginDead && isLimited(durable.accounts[account.name], wallMs),
    )
    .map((account) => ({
      account: account.name,
      atMs: freeAt(durable.accounts[account.name], wallMs) ?? wallMs,
    }))
    .sort((a, b) => a.atMs - b.atMs);
  return backs[0] ?? null;
}

export function dirOf(settings: Settings, name: string | null): string | null {
  return settings.accounts.find((account) => account.name === name)?.dir ?? null;
}
