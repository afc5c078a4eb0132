import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callbackData, readCallback } from '../../../src/core/notifier/message.js';

describe('what a button says', () => {
  test('is read back as it was written, in at most 64 bytes', () => {
    const callback = fc.oneof(
      fc.record({ type: fc.constant('ack' as const), message: fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/) }),
      fc.record({
        type: fc.constantFrom('yes' as const, 'no' as const),
        proposalAtMs: fc.integer({ min: 0, max: 8.64e14 }),
      }),
    );
    fc.assert(
      fc.property(callback, (said) => {
        const data = callbackData(said);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        expect(readCallback(data)).toEqual(said);
      }),
    );
  });

  test.each([
    '',
    'ack:',
    'ack:a b',
    'ack:../x',
    `ack:${'a'.repeat(41)}`,
    'yes:',
    'yes:-1',
    'yes:1e9',
    'no:12x',
    'YES:1',
    'yes:1\n',
  ])('%j is nothing of ours', (data) => {
    expect(readCallback(data)).toBeNull();
  });
});
