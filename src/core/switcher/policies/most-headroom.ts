import type { Policy } from './policy.js';

/** An account of which nothing is known ranks as one that is half full: behind the free ones, before the nearly full. */
const UNKNOWN_PERCENT = 50;

export const mostHeadroom: Policy = {
  id: 'most-headroom',
  summary: 'the one whose fullest usage window has the most left, as far as the status line told',
  rank: (candidate) => [candidate.usedPercent ?? UNKNOWN_PERCENT, candidate.priority],
  because: ({ usedPercent }) =>
    usedPercent === null ? 'how full it is is not known' : `${100 - Math.round(usedPercent)}% left`,
};
