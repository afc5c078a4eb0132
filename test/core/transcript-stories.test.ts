import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { followTurn, NO_TURN } from '../../src/core/quota/turn.js';
import type { TranscriptRow } from '../../src/core/transcript.js';
import { parseRow } from '../../src/core/transcript-row.js';

/** Whole conversations of real CLIs, as they wrote them. */
function story(name: string): readonly TranscriptRow[] {
  return linesOf(`transcript-story__${name}`)
    .map((line) => parseRow(JSON.parse(line), 'UTC'))
    .filter((row) => row !== null);
}

function linesOf(name: string): readonly string[] {
  return readFileSync(`fixtures/payloads/${name}.jsonl`, 'utf8').trim().split('\n');
}

const types = (rows: readonly TranscriptRow[]) => rows.map(({ type }) => type);

describe('ends of background tasks quote the limit', () => {
  test.each(['agent-then-main-limited', 'agent-failed-queue-operation', 'armed-then-agent-answered'])(
    '%s: such rows are neither prompt nor evidence',
    (name) => {
      const rows = story(`2.1.330__${name}`);
      expect(types(rows).filter((type) => type === 'prompt')).toHaveLength(1);
      const limits = rows.filter(({ type }) => type === 'limit');
      expect(limits).toHaveLength(name === 'agent-failed-queue-operation' ? 0 : 1);
      for (const { text } of rows) expect(text).not.toMatch(/task-notification|terminated early/);
    },
  );

  test('an answer to one ends the limit the conversation stood at', () => {
    expect(followTurn(NO_TURN, story('2.1.330__armed-then-agent-answered'))).toMatchObject({
      limit: null,
      last: { type: 'reply', text: 'The agent is done.' },
    });
  });

  test('the tool’s result quotes it too (2.1.150)', () => {
    expect(types(story('2.1.150__agent-limited-main-answered'))).toEqual([
      'prompt',
      'reply',
      'reply',
      'tool-result',
      'reply',
    ]);
  });

  test('a notification in another form is still no prompt, what a person types is one', () => {
    const user = (content: string, more: Readonly<Record<string, unknown>>) =>
      parseRow(
        {
          type: 'user',
          uuid: 'u-1',
          timestamp: '2026-11-22T14:50:50.337Z',
          message: { role: 'user', content },
          ...more,
        },
        'UTC',
      );
    const task = { origin: { kind: 'task-notification' } };
    expect(user('A background task failed: You’ve hit your 5-hour limit', task)).toBeNull();
    expect(user('<bash-stdout>x</bash-stdout>', {})).toBeNull();
    const human = { origin: { kind: 'human' } };
    expect(user('<bash-stdout>x</bash-stdout> is what I see', human)?.type).toBe('prompt');
    expect(user('<command-name>/clear</command-name>', human)).toBeNull();
  });
});

describe('a second refusal', () => {
  test('its notice stands before it: the conversation stands at the later refusal', () => {
    const rows = story('2.1.330__queued-message-limited');
    expect(types(rows).slice(-5)).toEqual(['limit', 'notice', 'prompt', 'notice', 'limit']);
    expect(followTurn(NO_TURN, rows).limit?.uuid).toBe(rows.at(-1)?.uuid);
  });

  test('the order of notice and refusal makes no difference, in one look or in several', () => {
    const rows = story('2.1.330__queued-message-limited');
    const swapped = [...rows.slice(0, -2), ...rows.slice(-2).reverse()];
    expect(followTurn(NO_TURN, swapped)).toEqual(followTurn(NO_TURN, rows));
    const singly = rows.reduce((turn, row) => followTurn(turn, [row]), NO_TURN);
    expect(singly).toEqual(followTurn(NO_TURN, rows));
  });
});

describe('server errors around a limit', () => {
  test('a limit after two of them stands', () => {
    const rows = story('2.1.150__limit-after-two-500');
    expect(rows.filter(({ type }) => type === 'limit')).toHaveLength(1);
    expect(followTurn(NO_TURN, rows).limit).toMatchObject({ limit: { kind: 'five-hour', sure: true } });
  });

  test('one after an old limit: no limit stands', () => {
    expect(followTurn(NO_TURN, story('2.1.330__http500-after-old-limit'))).toMatchObject({
      limit: null,
      last: { type: 'api-error', status: 500 },
    });
  });
});

describe('/compact', () => {
  const LIMITED = '2.1.330__bash-mode-then-compact-limited';
  const [line = ''] = linesOf(`transcript-story__${LIMITED}`).slice(-1);
  const refused = (fields: Readonly<Record<string, unknown>>) =>
    parseRow({ ...JSON.parse(line), ...fields }, 'UTC');
  const content = (words: string) => ({
    content: `<local-command-stderr>${words}</local-command-stderr>`,
  });

  test('its refusal is a limit; a person’s echo and prompt of the very row are not (2.1.330)', () => {
    const rows = story(LIMITED);
    expect(types(rows)).toEqual(['reply', 'prompt', 'reply', 'limit']);
    expect(rows.at(-1)).toMatchObject({
      text: "Error during compaction: You've hit your 5-hour limit · resets 7pm (Europe/Paris)",
      sidechain: false,
      limit: { kind: 'five-hour', resetsAtMs: Date.parse('2026-11-22T18:01:00Z'), sure: true },
    });
  });

  test.each([
    ['of another command', { commandRun: { command: 'review', args: '' } }],
    ['of a plug-in’s command', { commandRun: { command: 'compact', args: '', plugin: 'x' } }],
    ['of no command it names (2.1.150)', { commandRun: undefined, commandOutcome: undefined }],
    ['that did not fail', { commandOutcome: { kind: 'ok' } }],
    ['without a reset', content("Error during compaction: You've hit your 5-hour limit")],
  ])('a row %s is no proof', (_name, fields) => {
    expect(refused(fields)).toMatchObject({ type: 'limit', limit: { kind: 'five-hour', sure: false } });
  });

  test.each([
    ['a server error', content('Error during compaction: API Error: 500 usage limit reached')],
    ['a quotation', content("Error during compaction: it said: You've hit your 5-hour limit · resets 7pm")],
    ['words around it', { content: `He wrote ${JSON.parse(line).content}` }],
    ['no compaction', content("You've hit your 5-hour limit · resets 7pm (Europe/Paris)")],
    ['a hook’s words', content('Compaction blocked by PreCompact hook: You’ve hit your 5-hour limit')],
    ['another kind of row', { subtype: 'informational' }],
  ])('%s is no limit', (_name, fields) => {
    expect(refused(fields)).toMatchObject({ type: 'notice', limit: null });
  });

  test.each(['2.0.60', '2.1.126'])('%s takes the limit line for the summary: no evidence', (version) => {
    const rows = story(`${version}__limit-line-as-summary`);
    expect(types(rows)).not.toContain('limit');
    expect(rows.at(-1)).toMatchObject({ type: 'notice', text: 'Conversation compacted' });
  });
});

test.each(['Claude AI usage limit reached|0', 'Claude AI usage limit reached|'])(
  '1.0.60: %s has no reset: a plain 429',
  (text) => {
    const row = {
      type: 'assistant',
      uuid: 'u-1',
      timestamp: '2026-11-22T14:50:50.337Z',
      isApiErrorMessage: true,
      message: { content: [{ type: 'text', text }] },
    };
    expect(parseRow(row, 'UTC')).toMatchObject({ type: 'api-error', error: 'rate_limit', limit: null });
  },
);
