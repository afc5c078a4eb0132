import { matchSentence, sentencePattern } from './grammar.js';
import type { Recogniser } from './recogniser.js';

const PATTERN = sentencePattern('spendingcapreached');

/** 1.0.128 with overage headers: `Spending cap reached resets 11am`, whichever limit it was: the kind is unknown. */
export const spendingCap: Recogniser = {
  id: 'spending-cap',
  pattern: 'Spending cap reached',
  era: 'early',
  samples: [['Spending cap reached resets Nov 24, 9am', 'unknown']],
  recognise: (text) => matchSentence(PATTERN, text, () => 'unknown'),
};
