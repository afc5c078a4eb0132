import { foreignName, kindFromName, matchSentence, sentencePattern } from './grammar.js';
import type { Recogniser } from './recogniser.js';

const PATTERN = sentencePattern("you'?ve(?:hit|reached)your(?<name>[a-z0-9.'-]{0,40}?)limit");

/**
 * 2.1.50 to 2.1.330: `You've hit your 5-hour limit · resets 11am (Europe/Paris)`; also session, weekly, Opus, Sonnet, no
 * name at all, or one nobody has seen yet. With `individual spend limit … · your 5-hour limit resets 12pm` (2.1.330, team)
 * it is the 5-hour window that blocks: the spend limit only says why credits do not pay for more.
 */
export const hitYourLimit: Recogniser = {
  id: 'hit-your-limit',
  pattern: "You've hit your … limit",
  era: 'current',
  samples: [
    ["You've hit your 5-hour limit · resets 11am (Europe/Paris)", 'five-hour'],
    ["You've hit your session limit · resets 1:26pm (Asia/Kolkata)", 'five-hour'],
    ["You've hit your weekly limit · resets Nov 25, 2am (America/New_York)", 'weekly'],
    ["You've hit your Opus limit · resets Nov 24, 9am (UTC) · out of usage credits", 'opus'],
    ["You've hit your Sonnet limit · resets Mon 12:00am", 'sonnet'],
    ['You’ve hit your limit · resets 8pm · out of usage credits', 'unknown'],
    ["You've hit your 5-hour limit", 'five-hour'],
    [
      "You've hit your individual spend limit · visit https://claude.ai/admin-settings/usage to raise it · your weekly limit resets Nov 25, 4pm (Europe/Paris)",
      'weekly',
    ],
    [
      "You've hit your individual spend limit · run /usage-credits to raise it, or visit https://claude.ai/admin-settings/usage · your 5-hour limit resets 12pm (Europe/Paris)",
      'five-hour',
    ],
  ],
  recognise(text) {
    const found = matchSentence(PATTERN, text, kindFromName);
    return found !== null && foreignName(PATTERN.exec(text)?.groups?.name?.toLowerCase() ?? '')
      ? null
      : found;
  },
};
