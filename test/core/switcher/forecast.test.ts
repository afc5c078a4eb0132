import { describe, expect, test } from 'vitest';
import type { SessionView } from '../../../src/core/snapshot.js';
import { type Fate, forecast, forecastInWords } from '../../../src/core/switcher/forecast.js';

function session(more: Partial<SessionView>): SessionView {
  return {
    id: 'a',
    name: 'ccl-1',
    pane: '%1',
    kind: 'pool',
    state: 'working',
    detail: '',
    account: 'work',
    conversation: '0b5c7d1e',
    task: null,
    since: '2026-11-22T21:00:00.000Z',
    version: '2.1.330',
    lastLine: '',
    why: [],
    ...more,
  };
}

const OLD = '2.1.125';

describe('what a swap would do to a session', () => {
  test.each<readonly [Partial<SessionView>, Fate, RegExp]>([
    [{}, 'untouched', /next request/],
    [{ state: 'ready' }, 'untouched', /^its next request/],
    [{ state: 'ready', detail: 'draft' }, 'untouched', /its draft stays/],
    [{ kind: 'observed' }, 'untouched', /next request/],
    [{ state: 'limited' }, 'continued', /continue is typed/],
    [{ state: 'armed', kind: 'dedicated' }, 'continued', /unless it holds a draft/],
    [{ state: 'limited', kind: 'observed' }, 'left', /no keys/],
    [{ state: 'limited', kind: 'pinned' }, 'left', /login of its own/],
    [{ state: 'limited', version: OLD }, 'restarted', /2\.1\.125 keeps its login/],
    [{ state: 'limited', version: null }, 'restarted', /version is unknown/],
    [{ state: 'limited', version: OLD, conversation: null }, 'left', /conversation is unknown/],
    [{ state: 'limited', version: OLD, kind: 'dedicated' }, 'left', /configuration has its command/],
    [{ version: OLD }, 'later', /turn has ended/],
    [{ state: 'ready', version: OLD }, 'left', /until it is restarted/],
    [{ version: OLD, kind: 'observed' }, 'left', /keeps its login, and no keys/],
    [{ state: 'asking', detail: 'permission' }, 'left', /it asks \(permission\): answer it/],
    [{ state: 'parked' }, 'left', /waits for you/],
    [{ state: 'gone' }, 'left', /not running/],
    [{ state: 'stalled' }, 'untouched', /next request/],
  ])('%j', (more, fate, why) => {
    const [told] = forecast({ sessions: [session(more)] });
    expect(told?.fate).toBe(fate);
    expect(told?.why).toMatch(why);
  });

  test('in words, the ones that something is done to first', () => {
    const sessions = [session({}), session({ state: 'limited' }), session({ state: 'gone' }), session({})];
    expect(forecastInWords(forecast({ sessions }))).toBe('1 continued in place, 2 untouched, 1 left alone');
    expect(forecastInWords([])).toBe('');
  });
});
