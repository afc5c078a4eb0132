import type { Policy } from './policy.js';

export const priority: Policy = {
  id: 'priority',
  summary: 'the person’s own order',
  rank: (candidate) => [candidate.priority],
  because: (candidate) => `priority ${candidate.priority}`,
};
