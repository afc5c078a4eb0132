import { MINUTE, SECOND } from '../../dist/core/time.js';
import type { Random } from './random.ts';
import type { Screen } from './screens.ts';

/** How long such a screen stands on average, ms. */
const MEANS: Readonly<Record<Screen['type'], number>> = {
  idle: 6 * MINUTE,
  working: 30 * SECOND,
  draft: 3 * MINUTE,
  error: 2 * MINUTE,
  talk: 5 * MINUTE,
  glitch: 8 * SECOND,
  limit: 10 * MINUTE,
  starting: 2 * SECOND,
  dialog: 4 * MINUTE,
  asking: 3 * MINUTE,
};

/** How long this screen stands, ms. `idleMs`: the mean wait of a person before the next prompt. */
export function pauseOf(screen: Screen, random: Random, idleMs: number): number {
  const waitMs = Math.max(200, random.wait(screen.type === 'idle' ? idleMs : MEANS[screen.type]));
  switch (screen.type) {
    case 'glitch':
      // Longer than the confirmation wait it would rightly count.
      return Math.min(waitMs, 20 * SECOND);
    case 'starting':
      return screen.hangs ? random.wait(5 * MINUTE) : Math.min(waitMs, 8 * SECOND);
    case 'draft':
      // Nobody types a prompt faster than this.
      return screen.keys ? random.int(8_000, 40_000) : waitMs;
    default:
      return waitMs;
  }
}
