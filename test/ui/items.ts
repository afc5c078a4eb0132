import type { HitView, SessionView } from '../../src/core/snapshot.js';
import { MINUTE } from '../../src/core/time.js';
import { ago } from './times.js';

export function session(id: string, name: string, more: Partial<SessionView> = {}): SessionView {
  return {
    id,
    name,
    pane: `%${id.length}`,
    kind: 'pool',
    state: 'working',
    detail: '',
    account: 'work',
    conversation: '0b5c7d1e',
    task: null,
    since: ago(4 * MINUTE),
    version: '2.1.330',
    lastLine: 'Reading src/invoice/totals.ts',
    why: [
      'The transcript’s newest row is a running tool call.',
      'The screen shows a spinner above the composer.',
    ],
    ...more,
  };
}

export function hit(id: string, on: string, more: Partial<HitView> = {}): HitView {
  return {
    id,
    session: on,
    account: 'work',
    kind: 'five-hour',
    pattern: "You've hit your 5-hour limit",
    rule: 'limit-line',
    snippet: "⎿  You've hit your 5-hour limit · resets 11pm",
    state: 'vetoed',
    suspectedAt: ago(13 * MINUTE),
    at: ago(13 * MINUTE),
    resetsAt: null,
    why: 'server error 500',
    evidence: ['Row 31 holds limit-like text.', 'The same block names HTTP status 500: veto server-error.'],
    dismissable: false,
    ...more,
  };
}
