import { matchSentence, sentencePattern } from './grammar.js';
import type { Recogniser } from './recogniser.js';

const PATTERN = sentencePattern(String.raw`claude(?:ai)?usagelimitreached\.?(?:\|(?<epoch>\d{13}|\d{10}))?`);

/**
 * 1.0.60: `Claude usage limit reached. Your limit will reset at 11am (Europe/Paris).` The kind is not printed, and the
 * hour only, even days ahead. The bare first sentence is also printed on a plain 429: it has no reset time.
 */
export const claudeUsageLimit: Recogniser = {
  id: 'claude-usage-limit',
  pattern: 'Claude usage limit reached',
  era: 'early',
  samples: [
    ['Claude usage limit reached. Your limit will reset at 1:30pm (Asia/Calcutta).', 'unknown'],
    ['Claude usage limit reached.', 'unknown'],
    ['Claude AI usage limit reached|1795341600', 'unknown'],
  ],
  recognise(text) {
    const found = matchSentence(PATTERN, text, () => 'unknown');
    const epoch = PATTERN.exec(text)?.groups?.epoch;
    return found !== null && epoch !== undefined ? { ...found, when: epoch } : found;
  },
};
