import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import type { Reading } from '../../../src/core/quota/reading.js';
import { CAPTURES, type Capture, contextOf } from './support/captures.js';

/** Every way in which a reading contradicts what is known of the capture. */
function misses(reading: Reading, { truth }: Capture): string[] {
  const found: string[] = [];
  if (truth.label !== 'lookalike' && reading.verdict !== truth.label)
    found.push(`verdict ${reading.verdict}`);
  if (truth.label !== 'usage-limit') return reading.hit === 'sure' ? [...found, 'sure'] : found;
  if (reading.hit !== 'sure') return [...found, `hit ${reading.hit}`];
  const off = (reading.limit?.resetsAtMs ?? 0) / 1000 - (truth.reset_at_epoch ?? 0);
  if (truth.reset_undecidable !== true && Math.abs(off) > 60) found.push(`reset off by ${off} s`);
  return found;
}

const decidable = CAPTURES.filter(({ truth }) => truth.undecidable !== true);

describe('captures of the real CLI', () => {
  it('are all there, each held to its truth but for these, of which the pane cannot tell', () => {
    expect(CAPTURES.length).toBeGreaterThanOrEqual(432);
    const exempt = CAPTURES.filter(({ truth }) => truth.undecidable === true).map(({ name }) => name);
    expect(exempt).toEqual([
      '1.0.60__usage-limit__5h-no-reset',
      '2.0.60__usage-limit__5h-no-reset',
      '2.1.150__lookalike__reply-short-exact',
      '2.1.150__lookalike__reply-whole-limit-line',
      '2.1.150__usage-limit__5h-no-reset',
      '2.1.330__auth__h401-oauth-retrying',
      '2.1.330__auth__h403-revoked-oauth-retrying',
      '2.1.330__usage-limit__5h-armed-then-agent-answered',
      '2.1.330__usage-limit__5h-no-reset',
      '2.1.330__usage-limit__7d-no-reset',
      '2.1.330__usage-limit__opus-no-reset',
    ]);
    const undated = CAPTURES.filter(({ truth }) => truth.reset_undecidable === true).map(({ name }) => name);
    // 1.0.60 prints the hour alone, also days ahead.
    const told = (name: string): boolean =>
      !/^1\.0\.60__usage-limit__(?:7d|opus|sonnet|overage)|5h-reset-in-past$/.test(name);
    expect(undated.filter(told)).toEqual([]);
  });

  it.each(decidable)('$name', (capture) => {
    expect(misses(classify(capture.text, contextOf(capture.truth)), capture)).toEqual([]);
  });

  it.each(CAPTURES)(
    'reads the same with SGR sequences, rows not rejoined: $name',
    ({ text, ansi, truth }) => {
      const plain = classify(text, contextOf(truth));
      const styled = classify(ansi, contextOf(truth));
      // The plain ones are captured with rows rejoined (`-J`), these not: rows count differently where the header broke.
      const uncounted = (reading: Reading) => ({
        ...reading,
        evidence: reading.evidence.map(({ text: words, rule }) => ({ words, rule })),
      });
      expect(uncounted(styled)).toEqual(uncounted(plain));
    },
  );

  it('needs no zone, time or width to be told a limit from anything else', () => {
    for (const { name, text, truth } of decidable) {
      const { hit } = classify(text, { capturedAtMs: truth.captured_at_epoch * 1000, zone: 'UTC' });
      expect(`${name} ${hit === 'sure'}`).toBe(`${name} ${truth.label === 'usage-limit'}`);
    }
  });

  it('names the kind where the line does', () => {
    const kinds = Object.fromEntries(
      CAPTURES.map(({ name, text, truth }) => [name, classify(text, contextOf(truth)).limit?.kind]),
    );
    expect(kinds['2.1.330__usage-limit__5h-15min-paris']).toBe('five-hour');
    expect(kinds['2.1.150__usage-limit__5h-17min-kolkata']).toBe('five-hour');
    expect(kinds['1.0.128__usage-limit__5h-2h-nooverage-hdr']).toBe('five-hour');
    expect(kinds['2.1.330__usage-limit__5h-overage-orgspendcap-team']).toBe('five-hour');
    expect(kinds['2.1.330__usage-limit__7d-3days-paris']).toBe('weekly');
    expect(kinds['2.1.150__usage-limit__7dopus-2days-utc']).toBe('opus');
    expect(kinds['2.1.330__usage-limit__7dsonnet-4days-kolkata']).toBe('sonnet');
    expect(kinds['2.1.330__usage-limit__overage-claim']).toBe('spend');
    expect(kinds['2.1.330__usage-limit__7d-org-spend-cap-team']).toBe('weekly');
    expect(kinds['2.1.330__usage-limit__opus-no-reset']).toBe('opus');
    expect(kinds['2.1.150__usage-limit__sonnet-50h']).toBe('sonnet');
    expect(kinds['2.1.330__usage-limit__unknown-claim-4h']).toBe('unknown');
    expect(kinds['1.0.128__usage-limit__5h-17min-kolkata']).toBe('unknown');
    expect(kinds['1.0.60__usage-limit__5h-17min-kolkata']).toBe('unknown');
    expect(kinds['2.0.60__usage-limit__5h-2h-paris']).toBe('unknown');
    expect(kinds['2.1.50__usage-limit__5h-2h-paris']).toBe('unknown');
  });

  it('reads composer, prompt and version', () => {
    const read = (name: string): Reading => {
      const capture = CAPTURES.find((entry) => entry.name === name);
      if (capture === undefined) throw new Error(`no capture ${name}`);
      return classify(capture.text, contextOf(capture.truth));
    };
    expect(read('2.1.330__input__big-paste-unsent').composer).toEqual({
      state: 'draft',
      text: '[Pasted text #41 +39 lines]',
    });
    expect(read('2.1.330__idle__interrupted-before-first-token').composer).toEqual({
      state: 'draft',
      text: 'work',
    });
    expect(read('2.1.330__transient__connrefused-final').composer).toEqual({ state: 'empty', text: '' });
    expect(read('1.0.60__idle__start-100').composer.state).toBe('empty');
    expect(read('2.1.330__usage-limit__5h-screenreader').composer.state).toBe('empty');
    expect(read('2.1.330__permission__bash-100').composer.state).toBe('absent');
    expect(read('2.1.330__usage-limit__5h-second-hit').banner).toMatchObject({
      occurrences: 2,
      prompt: 'try again',
      armed: false,
    });
    expect(read('2.1.330__usage-limit__5h-queued-message').banner).toMatchObject({
      occurrences: 2,
      prompt: 'then also run the linter',
      armed: true,
    });
    expect(read('2.1.330__usage-limit__5h-wait-cancelled-draft')).toMatchObject({
      banner: { armed: false },
      composer: { state: 'draft', text: 'what now' },
    });
    expect(read('2.1.330__usage-limit__5h-armed-then-agent-answered').hit).toBe('suspected');
    expect(read('2.1.330__permission__auto-mode-check-unavailable').dialog?.type).toBe('permission');
    expect(read('2.1.330__usage-limit__5h-15min-paris').banner).toMatchObject({
      occurrences: 1,
      armed: true,
    });
    expect(read('2.1.330__limit-warning__5h-90-usage-dialog').dialog?.type).toBe('usage');
    expect(read('2.1.330__startup-dialog__auto-mode-offer').dialog?.type).toBe('startup');
    expect(read('2.1.330__lookalike__tool-bare-line-expanded').dialog?.type).toBe('transcript-view');
    expect(read('2.0.60__usage-limit__5h-2h-paris').version).toBe('2.0.60');
  });
});
