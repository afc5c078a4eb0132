import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import { CONTEXT, draw, LIMIT, LIMIT_RESET_MS } from './support/draw.js';

const LOGIN = '     /login to switch to an API usage-billed account.';
const below = (...rows: readonly string[]) =>
  classify(draw({ body: ['❯ write tests for add()', `  ⎿  ${LIMIT}`, ...rows] }), CONTEXT);
const line = (text: string, ...rows: readonly string[]) =>
  classify(draw({ body: ['❯ write tests for add()', `  ⎿  ${text}`, ...rows] }), CONTEXT);

describe('commands offered below a limit line', () => {
  it.each([
    ['one', [LOGIN]],
    ['one nobody has seen', ['     /buy-more to go on at once']],
    ['a bare one', ['     /upgrade']],
    ['wrapped', ['     /login to switch to an API', '     usage-billed account.']],
    ['wrapped before its second command', ['     /upgrade or', '     /usage-credits to finish your work.']],
    ['two', [LOGIN, '     /upgrade to increase your usage limit.']],
    ['after an empty row', ['', '      • /upgrade to increase your usage limit.']],
  ])('belong to it: %s', (_name, rows) => {
    const reading = below(...rows);
    expect(reading).toMatchObject({ hit: 'sure', limit: { resetsAtMs: LIMIT_RESET_MS }, vetoes: [] });
    expect(reading.banner?.text).toBe(LIMIT);
  });

  it.each([
    ['text', ['     and nothing else']],
    ['a path', ['     /home/u/limits.md says so']],
    ['more than a sentence', ['     /login was not needed. The tests pass now.']],
    ['a whole talk', [`     /login ${'and so on '.repeat(12)}`]],
    ['a list of commands', Array<string>(4).fill(LOGIN)],
    ['text after it', [LOGIN, '', '     That is what it printed.']],
    ['text before it', ['', '     - seen at 9:53', LOGIN]],
  ])('anything else makes it talk: %s', (_name, rows) => {
    expect(below(...rows)).toMatchObject({ hit: null, limit: null, verdict: 'idle' });
  });

  it('do not stand for a missing reset time', () => {
    const hinted = line("You've hit your 5-hour limit", LOGIN);
    expect(hinted).toMatchObject({ hit: 'suspected', limit: { kind: 'five-hour', resetsAtMs: null } });
    expect(line("You've hit your weekly limit").hit).toBe('suspected');
    expect(line("You've hit your 5-hour limit · resets 25:99", LOGIN).hit).toBe('suspected');
  });

  it('tell a sentence that goes on with a command from a command offered', () => {
    const text = 'Limit reached · resets 11am (Europe/Paris) · turn on';
    const reading = line(text, '     /extra-usage', "     /extra-usage to finish what you're working on.");
    expect(reading.banner?.text).toBe(`${text} /extra-usage`);
    expect(reading.hit).toBe('sure');
  });
});

describe('a limit line in the first row', () => {
  const foot = draw({ body: [] }).split('\n').slice(-4);
  const screen = (...rows: readonly string[]) => classify([...rows, '', ...foot].join('\n'), CONTEXT).hit;

  it('counts with a command offered below it, and nothing else but the turn’s end', () => {
    expect(screen(`  ⎿  ${LIMIT}`, LOGIN)).toBe('sure');
    expect(screen(`  ⎿  ${LIMIT}`, LOGIN, '', '✻ Brewed for 0s')).toBe('sure');
    expect(screen(`  ⎿  ${LIMIT}`)).toBeNull();
    expect(screen('  ends here.', `  ⎿  ${LIMIT}`, LOGIN)).toBeNull();
    expect(screen(`  ⎿  ${LIMIT}`, LOGIN, '', '  the reply goes on', '')).toBeNull();
  });
});
