import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RECOGNISERS } from '../../src/core/quota/recognisers/index.js';
import type { TranscriptRow } from '../../src/core/transcript.js';
import { parseRow } from '../../src/core/transcript-row.js';

const PAYLOADS = 'fixtures/payloads';
const AT = '2026-11-22T07:45:00.000Z';

function rowsOf(file: string, zone = 'UTC'): readonly (TranscriptRow | null)[] {
  const lines = readFileSync(`${PAYLOADS}/${file}`, 'utf8').trim().split('\n');
  return lines.map((line) => parseRow(JSON.parse(line), zone));
}

function filesWith(prefix: string): readonly string[] {
  return readdirSync(PAYLOADS).filter((name) => name.startsWith(prefix));
}

const hour = (text: string) => Date.parse(text);

describe.each(RECOGNISERS)('the wording $id', ({ samples }) => {
  const dated = samples.filter(([text]) => /\d[ap]m\b/.test(text));

  test.each(dated)('is a sure limit in a row too: %s', (content, kind) => {
    const message = { role: 'assistant', content };
    const limit = row({ type: 'assistant', isApiErrorMessage: true, error: 'rate_limit', message })?.limit;
    expect(limit).toMatchObject({ sure: true });
    // Where a spend limit's line tells another limit's reset too, the row keeps to its first words.
    expect(limit?.kind).toBe(/spend limit/.test(content) ? 'spend' : kind);
  });
});

describe('real limit rows', () => {
  test('each of the 36 is a sure limit that ends the turn', () => {
    const files = filesWith('transcript-limit__');
    expect(files).toHaveLength(36);
    for (const file of files) {
      const [row] = rowsOf(file);
      expect(row, file).toMatchObject({
        type: 'limit',
        endsTurn: true,
        sidechain: false,
        limit: { sure: true },
      });
    }
  });

  test.each([
    ['21330-5h-2h-kolkata', 'five-hour', 1_795_341_600_000],
    ['21330-7d-3days-paris', 'weekly', 1_795_590_000_000],
    ['21330-7dopus-2days-utc', 'opus', 1_795_510_800_000],
    ['21330-overage-claim', 'spend', 1_796_112_000_000],
    ['21330-5h-overage-orgspendcap-team', 'five-hour', 1_795_345_200_000],
    ['21150-5h-2h-paris', 'five-hour', hour('2026-11-22T10:01:00Z')],
    ['21150-7d-3days-newyork', 'weekly', hour('2026-11-25T07:01:00Z')],
    ['21150-7dopus-2days-utc', 'opus', hour('2026-11-24T09:01:00Z')],
    ['2150-5h-2h-paris', 'unknown', hour('2026-11-22T10:01:00Z')],
    ['2060-5h-2h-nooverage-hdr', 'five-hour', hour('2026-11-22T10:01:00Z')],
    ['2060-7d-3days-newyork', 'unknown', hour('2026-11-25T07:01:00Z')],
    ['10128-7d-3days-nooverage-hdr', 'weekly', hour('2026-11-25T07:01:00Z')],
    ['10128-7dopus-2days-utc', 'unknown', hour('2026-11-24T09:01:00Z')],
    ['1060-5h-2h-paris', 'unknown', 1_795_341_600_000],
  ])('%s: %s', (name, kind, resetsAtMs) => {
    expect(rowsOf(`transcript-limit__${name}.jsonl`)[0]?.limit).toEqual({ kind, resetsAtMs, sure: true });
  });

  test('a time without a zone is read in the zone of the process', () => {
    const limit = rowsOf('transcript-limit__10128-5h-2h-paris.jsonl', 'Europe/Paris')[0]?.limit;
    expect(limit?.resetsAtMs).toBe(hour('2026-11-22T10:01:00Z'));
  });

  test('the notice of an armed wait stays a notice', () => {
    expect(rowsOf('transcript-limit__21330-5h-2h-utc.jsonl')[1]).toMatchObject({
      type: 'notice',
      text: 'Usage limit reached · set to continue automatically at 10am',
      endsTurn: false,
    });
  });
});

describe('real errors that are no usage limit', () => {
  const files = filesWith('transcript-errors__');

  test('none of the 38 is a limit', () => {
    expect(files).toHaveLength(38);
    for (const file of files) {
      expect(rowsOf(file)[0], file).toMatchObject({ type: 'api-error', limit: null, endsTurn: true });
    }
  });

  test.each([
    ['oauth-api429-retryafter600', 'rate_limit', 429],
    ['oauth-unified429-nostatus-extra', 'rate_limit', 429],
    ['oauth-http500-ratelimit-text', 'server_error', 500],
    ['api-http529-overloaded', 'server_error', 529],
    ['oauth-connreset', 'server_error', null],
    ['oauth-h401', 'authentication_failed', 401],
    ['oauth-h400-credit', 'billing_error', 400],
    ['api-h404-model', 'model_not_found', 404],
  ])('%s', (name, error, status) => {
    expect(rowsOf(`transcript-errors__2.1.330__${name}.jsonl`)[0]).toMatchObject({ error, status });
  });
});

function row(fields: Record<string, unknown>): TranscriptRow | null {
  return parseRow({ uuid: 'u-1', timestamp: AT, isSidechain: false, ...fields }, 'UTC');
}

function said(text: string, more: Record<string, unknown> = {}, message: Record<string, unknown> = {}) {
  return row({ type: 'assistant', message: { content: [{ type: 'text', text }], ...message }, ...more });
}

function asked(content: unknown, more: Record<string, unknown> = {}) {
  return row({ type: 'user', message: { role: 'user', content }, ...more });
}

describe('what looks like a limit', () => {
  const LINE = "You've hit your 5-hour limit · resets 11am (Europe/Paris)";

  test('the model saying the very words is a reply', () => {
    expect(said(LINE, {}, { model: 'claude-opus-5-5', stop_reason: 'end_turn' })).toMatchObject({
      type: 'reply',
      limit: null,
      endsTurn: true,
    });
  });

  test('1.0.60 without its epoch is a plain 429', () => {
    expect(said('Claude AI usage limit reached', { isApiErrorMessage: true })).toMatchObject({
      type: 'api-error',
      error: 'rate_limit',
      limit: null,
    });
  });

  test('a limit line with a status of a server error is a server error', () => {
    const more = { isApiErrorMessage: true, apiErrorStatus: 500, error: 'server_error' };
    expect(said(LINE, more)).toMatchObject({ type: 'api-error', status: 500 });
    expect(said(LINE, { isApiErrorMessage: true, apiErrorStatus: 529 })?.type).toBe('api-error');
    expect(said(LINE, { isApiErrorMessage: true, error: 'unknown' })?.type).toBe('api-error');
    expect(
      said('API Error: 500 {"message": "usage limit reached"}', { isApiErrorMessage: true }),
    ).toMatchObject({
      type: 'api-error',
      status: 500,
    });
    expect(
      said('Context limit reached · /compact or /clear to continue', { isApiErrorMessage: true })?.type,
    ).toBe('api-error');
  });

  test('without a reset time it is a limit, but not a sure one, unless the row says so itself', () => {
    expect(said("You've hit your 5-hour limit", { isApiErrorMessage: true })?.limit).toEqual({
      kind: 'five-hour',
      resetsAtMs: null,
      sure: false,
    });
    const more = { isApiErrorMessage: true, apiError: 'usage_limit_reached', apiErrorStatus: 429 };
    expect(said("You've hit your 5-hour limit", more)?.limit).toEqual({
      kind: 'five-hour',
      resetsAtMs: null,
      sure: true,
    });
    const odd = { ...more, quotaLimits: { rateLimitType: 'new_kind', resetsAt: '11am' } };
    expect(said('Something new', odd)?.limit).toEqual({ kind: 'unknown', resetsAtMs: null, sure: true });
  });

  test('a sub-agent’s row says so', () => {
    expect(said(LINE, { isApiErrorMessage: true, isSidechain: true })).toMatchObject({
      sidechain: true,
      type: 'limit',
    });
  });
});

describe('the rest of a conversation', () => {
  test('prompts, and what only looks like one', () => {
    expect(asked('write tests')).toMatchObject({ type: 'prompt', text: 'write tests', endsTurn: false });
    expect(asked([{ type: 'text', text: 'write\ntests' }])).toMatchObject({
      type: 'prompt',
      text: 'write tests',
    });
    expect(asked([{ type: 'tool_result', content: 'x' }])?.type).toBe('tool-result');
    expect(asked('Caveat: …', { isMeta: true })).toBeNull();
    expect(asked('<command-name>/clear</command-name>')).toBeNull();
    expect(asked('<local-command-stdout></local-command-stdout>')).toBeNull();
    expect(asked('<bash-input>ls</bash-input>')).toBeNull();
    expect(asked([{ type: 'text', text: '[Request interrupted by user]' }])?.type).toBe('notice');
    expect(asked('This session is being continued', { isCompactSummary: true })?.type).toBe('notice');
  });

  test('a reply ends a turn only when it says so and calls no tool', () => {
    expect(said('done', {}, { stop_reason: 'end_turn' })?.endsTurn).toBe(true);
    expect(said('wait', {}, { stop_reason: 'tool_use' })?.endsTurn).toBe(false);
    expect(said('part', {}, { stop_reason: null })?.endsTurn).toBe(false);
  });

  test('a retry written down by older versions ends nothing', () => {
    expect(
      row({ type: 'system', subtype: 'api_error', level: 'error', error: { status: 529 } }),
    ).toMatchObject({
      type: 'api-error',
      status: 529,
      endsTurn: false,
    });
  });

  test('text is cleaned and cut', () => {
    expect(said(`\u001b[31mred\u001b[0m\u0007${'x'.repeat(1_000)}`)?.text).toBe(`red ${'x'.repeat(296)}`);
  });
});

test.each([
  null,
  1,
  'text',
  [],
  {},
  { type: 'assistant' },
  { type: 'summary', summary: 'x', leafUuid: 'y' },
  { type: 'user', uuid: 'u', timestamp: AT },
  { type: 'user', uuid: 'u', timestamp: 'yesterday', message: { content: 'x' } },
  { type: 'user', uuid: '../../etc', timestamp: AT, message: { content: 'x' } },
  { type: 'system', uuid: 'u', timestamp: AT, subtype: 'turn_duration' },
])('%j is no row', (json) => {
  expect(parseRow(json, 'UTC')).toBeNull();
});
