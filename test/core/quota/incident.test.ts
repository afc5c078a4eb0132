import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import { INCIDENTS } from './support/captures.js';
import { CONTEXT } from './support/draw.js';

const PATTERNS = ['rate limit', 'usage limit', "you've hit your", 'limit reached'];

/** Server errors that speak of limits: what once made a whole fleet change its account for nothing. */
describe('server errors that speak of limits', () => {
  it('are all there', () => {
    expect(INCIDENTS.length).toBe(54);
  });

  it.each(INCIDENTS)('never count: $name', ({ text }) => {
    const reading = classify(text, { ...CONTEXT, patterns: PATTERNS });
    expect(reading).toMatchObject({ hit: null, limit: null, verdict: 'transient-error' });
    if (reading.banner !== null) expect(reading.vetoes).toContain('server-error');
  });

  it.each(INCIDENTS)('never count, cut anywhere: $name', ({ text }) => {
    const rows = text.split('\n');
    for (let from = 0; from < rows.length; from += 1) {
      expect(classify(rows.slice(from).join('\n'), { ...CONTEXT, patterns: PATTERNS }).hit).toBeNull();
    }
  });
});
