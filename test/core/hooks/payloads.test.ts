import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineText } from '../../../src/core/hooks/line.js';
import { readHeard } from '../../../src/core/hooks/read-heard.js';
import { shrinkHook, shrinkStatusLine } from '../../../src/core/hooks/shrink.js';
import { limitLineKind } from '../../../src/core/transcript-limit.js';

const FOLDER = join(import.meta.dirname, '../../../fixtures/payloads');
const SENDER = { pids: [11, 10], nowMs: 1_795_340_000_000 };

function payloads(file: string): readonly Record<string, unknown>[] {
  const lines = readFileSync(join(FOLDER, file), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}

const hookFiles = readdirSync(FOLDER).filter((name) => name.startsWith('hooks__'));

describe('real payloads of 2.1.330', () => {
  it('every hook is told or passed over, as its event says', () => {
    const heard = hookFiles.flatMap((file) =>
      payloads(file).flatMap((payload) => {
        const body = shrinkHook(payload, SENDER);
        if (body === null) return [];
        const read = readHeard(JSON.parse(JSON.stringify(body)));
        if (!read.ok) throw new Error(`${file}: ${read.reason}`);
        return [{ file, event: payload.hook_event_name, heard: read.heard }];
      }),
    );
    expect(new Set(heard.map(({ event }) => event))).toEqual(
      new Set(['SessionStart', 'Stop', 'StopFailure']),
    );
    const limits = heard.filter(
      ({ heard: one }) => one.type === 'stop-failure' && limitLineKind(one.message) !== null,
    );
    expect(limits.length).toBeGreaterThan(0);
    expect(limits.every(({ file }) => file.includes('limit'))).toBe(true);
    expect(heard.length).toBeGreaterThan(2 * hookFiles.length - 1);
  });

  it('the status line tells its windows, and draws one line', () => {
    const [first, ...rest] = payloads('statusline__2.1.330.jsonl');
    const windows = [first, ...rest].map((payload) => {
      const read = readHeard(JSON.parse(JSON.stringify(shrinkStatusLine(payload, SENDER))));
      return read.ok && read.heard.type === 'headroom' ? read.heard.windows : 'refused';
    });
    expect(windows[0]).toEqual([]);
    expect(windows.at(-1)).toMatchObject([
      { kind: 'five-hour', usedPercent: 100 },
      { kind: 'weekly', usedPercent: 42 },
    ]);
    const look = { color: false, nowMs: 1_795_300_000_000 };
    const reply = { account: 'work', state: 'cooldown', untilMs: look.nowMs + 240_000 };
    expect(lineText(rest.at(-1), reply, look)).toMatch(
      /^Opus 5\.5 · demo · work · 5h 100% until \d\d:\d\d · week 42% until \w{3} \d\d:\d\d · cooldown until \d\d:\d\d$/,
    );
    const paused = { account: 'work', state: 'paused', untilMs: null };
    expect(lineText(first, paused, look)).toBe('Opus 5.5 · demo · work · paused');
    expect(lineText(first, null, look)).toBe('Opus 5.5 · demo');
    expect(lineText(first, null, { ...look, color: true })).toContain('\u001b[2m · \u001b[0m');
  });
});

it('a window without an end costs the other one nothing', () => {
  const five_hour = { used_percentage: 0, resets_at: 0 };
  const seven_day = { used_percentage: 42, resets_at: 1_795_684_968 };
  const [payload = {}] = payloads('statusline__2.1.330.jsonl');
  const read = readHeard(shrinkStatusLine({ ...payload, rate_limits: { five_hour, seven_day } }, SENDER));
  expect(read.ok && read.heard).toMatchObject({
    windows: [
      { kind: 'five-hour', usedPercent: 0, resetsAtMs: null },
      { kind: 'weekly', usedPercent: 42 },
    ],
  });
});

describe('hostile input', () => {
  it('never throws, and what is taken is bounded and clean', () => {
    const thing = fc.oneof(fc.anything(), fc.string({ maxLength: 5_000 }));
    const input = fc.record({
      session_id: fc.oneof(fc.constant('abc'), thing),
      transcript_path: fc.oneof(fc.constant('/a/projects/b/abc.jsonl'), thing),
      hook_event_name: fc.constantFrom('StopFailure', 'Stop', 'SessionStart', 'Other'),
      error: thing,
      last_assistant_message: thing,
      background_tasks: thing,
      rate_limits: thing,
      cost: thing,
    });
    fc.assert(
      fc.property(input, (one) => {
        for (const shrink of [shrinkHook, shrinkStatusLine]) {
          const body = shrink(one, SENDER);
          const read = readHeard(body === null ? null : JSON.parse(JSON.stringify(body)));
          if (read.ok && read.heard.type === 'stop-failure') {
            expect(read.heard.message.length).toBeLessThanOrEqual(300);
            expect(read.heard.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          }
        }
        const line = lineText(one, null, { color: false, nowMs: 0 });
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
      { numRuns: 300 },
    );
  });

  it('a message is one clean line of 300 characters', () => {
    const [failure] = payloads('hooks__2.1.330__turns-then-5h-limit.jsonl').filter(
      (one) => one.hook_event_name === 'StopFailure',
    );
    const last_assistant_message = `\u001b[31mone\ntwo\u0000${'x'.repeat(900)}`;
    const read = readHeard(shrinkHook({ ...failure, last_assistant_message }, SENDER));
    const message = read.ok && read.heard.type === 'stop-failure' ? read.heard.message : '';
    expect(message).toMatch(/^one two x{200,}$/);
    expect(message.length).toBeLessThanOrEqual(300);
  });

  it('a transcript that is not that of the conversation is refused', () => {
    const body = { event: 'Stop', session_id: 'abc', sent_at: 1, transcript_path: '/a/projects/b/abc.jsonl' };
    expect(readHeard(body).ok).toBe(true);
    for (const transcript_path of [
      '/a/projects/b/other.jsonl',
      '/a/b/abc.jsonl',
      'projects/b/abc.jsonl',
      '/a/projects/../projects/b/abc.jsonl',
    ])
      expect(readHeard({ ...body, transcript_path })).toMatchObject({ ok: false });
    expect(readHeard({ ...body, more: 1 })).toMatchObject({ ok: false });
    expect(readHeard({ ...body, event: 'Other' })).toMatchObject({ ok: false });
    expect(readHeard([])).toMatchObject({ ok: false });
  });
});
