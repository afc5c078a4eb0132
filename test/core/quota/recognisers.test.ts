import { describe, expect, it } from 'vitest';
import { matchSentence, sentencePattern } from '../../../src/core/quota/recognisers/grammar.js';
import { RECOGNISERS } from '../../../src/core/quota/recognisers/index.js';
import { parseReset } from '../../../src/core/quota/reset-time.js';
import { squeeze } from '../../../src/core/quota/screen-text.js';

const SAMPLES = RECOGNISERS.flatMap((recogniser) =>
  recogniser.samples.map(([text]) => ({ id: recogniser.id, text })),
);

describe('the reset of a sentence', () => {
  it('stands behind the verb that was named, and no other', () => {
    const whenOf = (text: string, verb?: string) => {
      const pattern = sentencePattern('poolisempty', verb);
      return matchSentence(pattern, squeeze(text), () => 'unknown')?.when;
    };
    expect(whenOf('Pool is empty · resets Mon 9am (UTC)')).toBe('Mon9am(UTC)');
    expect(whenOf('Pool is empty · refills Mon 9am (UTC)', 'refills?')).toBe('Mon9am(UTC)');
    expect(whenOf('Pool is empty · will refill in 3h · /upgrade', 'refills?')).toBe('in3h');
    expect(whenOf('Pool is empty · resets Mon 9am (UTC)', 'refills?')).toBeUndefined();
    expect(whenOf('Pool is empty', 'refills?')).toBeNull();
  });
});

describe.each(RECOGNISERS)('recogniser $id', (recogniser) => {
  it('has a name of its own, in kebab case, and samples', () => {
    expect(recogniser.id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(RECOGNISERS.filter(({ id }) => id === recogniser.id)).toHaveLength(1);
    expect(recogniser.pattern).not.toBe('');
    expect(recogniser.samples.length).toBeGreaterThan(0);
  });

  it.each(recogniser.samples)('reads %s', (text, kind) => {
    const found = recogniser.recognise(squeeze(text));
    expect(found?.kind).toBe(kind);
    // A clock, an epoch, or the usual word: whatever says when must be read, whichever verb stands before it.
    expect(found?.when === null).toBe(!/\d[ap]m\b|\||resets? /.test(text));
    if (found?.when != null) expect(parseReset(found.when)).not.toBeNull();
  });

  it.each(recogniser.samples)('wants the whole text: %s', (text) => {
    for (const other of [
      `${text} and so on`,
      `The line ${text}`,
      `"${text}"`,
      `${text} ${text}`,
      `> ${text}`,
      `08:01 ${text}`,
    ]) {
      expect(`${other}: ${recogniser.recognise(squeeze(other)) !== null}`).toBe(`${other}: false`);
    }
  });

  it('leaves the others’ lines alone', () => {
    for (const { id, text } of SAMPLES.filter((sample) => sample.id !== recogniser.id)) {
      expect(`${id}: ${recogniser.recognise(squeeze(text)) !== null}`).toBe(`${id}: false`);
    }
  });

  it('is not taken in by what is no usage limit', () => {
    for (const text of [
      '',
      'Context limit reached · /compact or /clear to continue',
      'Rate limit reached',
      'API Error: Rate limit reached',
      "You've used 91% of your 5-hour limit · resets 12pm (Europe/Paris)",
      'Approaching usage limit · resets at 12pm',
      "You've hit your rate limit · resets 8pm",
      'Usage limit reached · set to continue automatically at 11am',
      'Usage limit reset · Continuing automatically',
      '91% of 5-hour limit used · resets 12pm (Europe/Paris)',
      'Claude Opus limit reached, now using Sonnet 4',
      'Server is temporarily limiting requests (not your usage limit)',
    ]) {
      expect(`${text}: ${recogniser.recognise(squeeze(text)) !== null}`).toBe(`${text}: false`);
    }
  });
});
