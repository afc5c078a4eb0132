import { claudeUsageLimit } from './claude-usage-limit.js';
import { hitYourLimit } from './hit-your-limit.js';
import { limitReached } from './limit-reached.js';
import { outOfCredits } from './out-of-credits.js';
import type { Recogniser } from './recogniser.js';
import { spendingCap } from './spending-cap.js';

/** Every form of the limit sentence that is known. A new one is a file of its own and one line here. */
export const RECOGNISERS: readonly Recogniser[] = [
  hitYourLimit,
  limitReached,
  claudeUsageLimit,
  spendingCap,
  outOfCredits,
];
