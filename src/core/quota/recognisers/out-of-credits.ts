import { matchSentence, sentencePattern } from './grammar.js';
import type { Recogniser } from './recogniser.js';

const PATTERN = sentencePattern("you'?reoutof(?:usagecredits|extrausage)");

/** 2.1.50 and later: `You're out of extra usage · resets …`, `You're out of usage credits · resets Dec 1, 9am (…)`. */
export const outOfCredits: Recogniser = {
  id: 'out-of-credits',
  pattern: "You're out of usage credits",
  era: 'current',
  samples: [
    ["You're out of usage credits · resets Dec 1, 9am (Europe/Paris)", 'spend'],
    ["You're out of extra usage · resets 11am (UTC)", 'spend'],
  ],
  recognise: (text) => matchSentence(PATTERN, text, () => 'spend'),
};
