import type { Policy } from './policy.js';

export const roundRobin: Policy = {
  id: 'round-robin',
  summary: 'the next one in the list after the active account',
  rank: (candidate) => [candidate.distance],
  because: () => 'next in turn',
};
