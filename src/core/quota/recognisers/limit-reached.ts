import { foreignName, kindFromName, matchSentence, sentencePattern } from './grammar.js';
import type { Recogniser } from './recogniser.js';

const PATTERN = sentencePattern("(?<name>[a-z0-9'-]{0,24}?)limitreached");
const KNOWN = /^(?:|5-hour|session|weekly|opus|opusweekly|sonnet|sonnetweekly|usage|daily|monthly)$/;
/** With a reset time one short word nobody has seen yet is believed too. */
const NEW_NAME = /^(?!the|this|that|your|our|a$|an$|no$)[a-z]{3,8}$/;

/** 1.0.128 and 2.0.60: `Session limit reached ∙ resets 10am`, `5-hour limit reached · resets 10am (UTC) · /upgrade …`, `Limit reached · …`. */
export const limitReached: Recogniser = {
  id: 'limit-reached',
  pattern: '… limit reached',
  era: 'early',
  samples: [
    ['5-hour limit reached · resets 10am (UTC) · /upgrade to Max or turn on /extra-usage', 'five-hour'],
    ['Session limit reached ∙ resets 10am', 'five-hour'],
    ['Weekly limit reached ∙ resets Nov 25, 7am', 'weekly'],
    ['Opus weekly limit reached ∙ resets Nov 25, 7am', 'opus'],
    ['Limit reached · resets 11am (Europe/Paris) · turn on /extra-usage', 'unknown'],
  ],
  recognise(text) {
    const found = matchSentence(PATTERN, text, kindFromName);
    if (found === null) return null;
    const name = PATTERN.exec(text)?.groups?.name?.toLowerCase() ?? '';
    const believed = KNOWN.test(name) || (found.when !== null && NEW_NAME.test(name) && !foreignName(name));
    return believed ? found : null;
  },
};
