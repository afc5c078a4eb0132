import { expect, test } from 'vitest';
import { readHeard } from '../../src/core/hooks/read-heard.js';
import { ACTS, AGENTS, TELLER } from '../../src/demo/scenario.js';
import { statusLineOf } from '../../src/demo/status-line.js';

const startMs = Date.UTC(2026, 10, 22, 12);

test('what the demo’s status lines tell is what the supervisor reads', () => {
  const told = ACTS.flatMap((act) =>
    act.do === 'tell' ? [statusLineOf(act, '/tmp/demo', { startMs, nowMs: startMs + act.atS * 1_000 })] : [],
  );
  const [first] = told.map(readHeard);
  expect(told.map(readHeard).filter(({ ok }) => !ok)).toEqual([]);
  expect(first).toMatchObject({
    heard: {
      type: 'headroom',
      conversation: AGENTS.find(({ name }) => name === TELLER)?.conversation,
      windows: [
        { kind: 'five-hour', usedPercent: 64, resetsAtMs: startMs + 2 * 3_600_000 },
        { kind: 'weekly', usedPercent: 41 },
      ],
    },
  });
});
