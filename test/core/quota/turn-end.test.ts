import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import { ARMED, CONTEXT, draw, IDLE_FOOTER, LIMIT, LIMIT_DIALOG, LIMIT_RESET_MS } from './support/draw.js';

const limit = `  ⎿  ${LIMIT}`;
const notice = '● Usage limit reached · set to continue automatically at 11am';
const done = '✻ Baked for 2s · done 9:11 AM';
const armed = [...ARMED, ...IDLE_FOOTER];
const body = (...rows: readonly string[]) => draw({ body: ['❯ go', ...rows] });
const read = (screen: string) => classify(screen, CONTEXT);

describe('a turn that came to its regular end', () => {
  it.each([
    ['a reply that is the line', body(limit, '', done)],
    ['a longer turn', body(limit, '', '✻ Sautéed for 7m 2s · 1 shell still running · done 9:11 AM')],
    ['a dialog asked for', draw({ body: ['❯ go', '', '● ok', '', done, ''], dialog: LIMIT_DIALOG })],
    [
      'the footer of a wait, answered since',
      draw({ body: ['❯ go', limit, '', notice, '', '● The agent is done.', '', done], footer: armed }),
    ],
    ['the footer of a wait, the line scrolled away', draw({ body: ['  is done.', '', done], footer: armed })],
    [
      'the footer of a wait, a server error since',
      draw({ body: ['❯ go', limit, '', notice, '', '● API Error: 500 x'], footer: armed }),
    ],
  ])('is suspected at most: %s', (_name, screen) => {
    expect(read(screen)).toMatchObject({ hit: 'suspected', limit: { resetsAtMs: LIMIT_RESET_MS } });
  });

  it('is told from one that did not', () => {
    expect(read(body(limit, '', '✻ Baked for 2s')).hit).toBe('sure');
    expect(read(body(limit, '', '✻ Waiting for 1 background agent to finish')).hit).toBe('sure');
    expect(read(draw({ body: ['❯ a', '', '● ok', '', done, '', '❯ b', limit] })).hit).toBe('sure');
    expect(read(draw({ body: ['❯ a', '', '● ok', '', done, '', '❯ b'], footer: armed })).hit).toBe('sure');
  });

  it('is named', () => {
    expect(read(body(limit, '', done)).evidence.map(({ rule }) => rule)).toContain('turn-done');
  });
});

describe('the notice of a wait', () => {
  it('stands above the line of a second refusal', () => {
    const again = '● Usage limit reached again · set to continue automatically at 11am';
    expect(read(body('', again, limit)).hit).toBe('sure');
    expect(read(body('', '● Usage limit reached again, the log says: see below', limit)).hit).toBeNull();
  });

  it('alone is suspected: a resumed session draws it again', () => {
    expect(read(draw({ body: [notice] }))).toMatchObject({
      hit: 'suspected',
      limit: { kind: 'unknown', resetsAtMs: LIMIT_RESET_MS },
      banner: { rule: 'limit-notice', armed: true },
    });
    expect(read(draw({ body: [notice, '', done] })).hit).toBeNull();
    expect(read(draw({ body: [notice, '', '● Working again.'] })).hit).toBeNull();
    expect(read([notice, '', '$ '].join('\n')).hit).toBeNull();
  });
});

describe('whose line it is', () => {
  it('a failed agent’s is the agent’s', () => {
    const failed = `● Agent "Look around" failed: Agent terminated early due to an API error: ${LIMIT}`;
    expect(read(body('', failed)).hit).toBeNull();
    expect(read(body('', failed, limit)).hit).toBe('sure');
  });

  it('an error of compaction is the account’s below /compact only', () => {
    const error = `  ⎿  Error during compaction: ${LIMIT}`;
    expect(read(draw({ body: ['❯ /compact keep the plan', error] })).hit).toBe('sure');
    expect(read(body(error)).hit).toBe('suspected');
    expect(read(body('', '● Bash(x)', '  ⎿  one', error)).hit).toBe('suspected');
    expect(read(body('', '● Bash(x)', error)).hit).toBeNull();
  });

  it('a second output may be a tool’s own in early versions', () => {
    const early = '  ⎿  5-hour limit reached · resets 11am (Europe/Paris)';
    const tool = ['', '● Bash(x)', '  ⎿  one'];
    expect(read(body(...tool, early)).hit).toBe('suspected');
    expect(read(body(...tool, early, "     /extra-usage to finish what you're working on.")).hit).toBe(
      'sure',
    );
    expect(read(body(early)).hit).toBe('sure');
    expect(read(body(...tool, limit)).hit).toBe('sure');
  });

  it('a summary of tool calls at the top is followed by the account’s', () => {
    const foot = draw({ body: [] }).split('\n').slice(-4);
    expect(read(['  Read 1 file (ctrl+o to expand)', limit, '', ...foot].join('\n')).hit).toBe('sure');
  });

  it('a command of the person’s own is drawn with or without a blank', () => {
    expect(read(draw({ body: ['!echo x', '  ⎿  one', limit] }))).toMatchObject({
      hit: null,
      vetoes: ['tool-output'],
    });
  });
});
