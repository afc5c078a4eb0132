import { limitedAt, lost, type Story } from './happened.js';

/** The engine tells of a swap once it is verified: this much after the link was changed at most. */
const TOLD_WITHIN_MS = 3_000;

/** What somebody saw who watched the demo and left it, in one line. A swap by their own hand is never a false one. */
export function seenLine(story: Story, ranS: number): string {
  const { flips, byPerson, tasks } = story.seen;
  const own = flips.filter((flip) => byPerson.some((at) => Math.abs(at - flip.at) <= TOLD_WITHIN_MS));
  const wrong = flips.filter((flip) => !own.includes(flip) && !limitedAt(story, flip.from, flip.at));
  const yours = own.length === 0 ? '' : ` (${own.length} by you)`;
  return `In ${Math.round(ranS)} s: swaps ${flips.length}${yours}, false ${wrong.length}, conversations lost ${lost(story)}, tasks done ${tasks.done.length}.\n`;
}
