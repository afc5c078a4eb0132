import { mostHeadroom } from './most-headroom.js';
import type { Policy } from './policy.js';
import { priority } from './priority.js';
import { roundRobin } from './round-robin.js';
import { soonestReset } from './soonest-reset.js';

/** Every policy the configuration may name. */
export const POLICIES: readonly Policy[] = [priority, roundRobin, soonestReset, mostHeadroom];

export function policyOf(id: string): Policy {
  return POLICIES.find((policy) => policy.id === id) ?? priority;
}
