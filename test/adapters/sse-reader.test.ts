import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SseEvent, SseReader } from '../../src/adapters/http/sse-reader.js';

const STREAM =
  ': hello\n\nid: 1\nevent: snapshot\ndata: {"a":1}\n\n: alive\r\n\r\nevent: snapshot\r\ndata:{"b": "é→"}\r\n\r\ndata: one\ndata: two\n\nevent: empty\n\nevent: cut\ndata: never';
const EVENTS: readonly SseEvent[] = [
  { name: 'snapshot', data: '{"a":1}' },
  { name: 'snapshot', data: '{"b": "é→"}' },
  { name: 'message', data: 'one\ntwo' },
];

function readIn(pieces: readonly string[], reader = new SseReader()): readonly SseEvent[] {
  return pieces.flatMap((piece) => reader.push(piece) ?? []);
}

describe('server-sent events', () => {
  test('are read whole; comments, events without data and what was cut off are let go', () => {
    expect(readIn([STREAM])).toEqual(EVENTS);
  });

  test('are the same however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), STREAM.length];
        const pieces = at.slice(1).map((end, index) => STREAM.slice(at[index], end));
        expect(readIn(pieces)).toEqual(EVENTS);
      }),
    );
  });

  test('that are too long are not kept', () => {
    const reader = new SseReader(1_000);
    expect(reader.push('data: short\n\n')).toHaveLength(1);
    expect(reader.push(`data: ${'x'.repeat(600)}`)).toEqual([]);
    expect(reader.push('x'.repeat(600))).toBeNull();
    const lines = new SseReader(1_000);
    expect(lines.push(`data: ${'x'.repeat(600)}\n`)).toEqual([]);
    expect(lines.push(`data: ${'x'.repeat(600)}\n`)).toBeNull();
  });
});
