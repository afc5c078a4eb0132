import type { Policy } from './policy.js';

export const soonestReset: Policy = {
  id: 'soonest-reset',
  summary: 'the one whose known usage window ends first: what is left in it would be lost',
  rank: (candidate) => [candidate.windowEndMs ?? Number.MAX_SAFE_INTEGER, candidate.priority],
  because: (candidate) =>
    candidate.windowEndMs === null ? `priority ${candidate.priority}` : 'its window ends first',
};
