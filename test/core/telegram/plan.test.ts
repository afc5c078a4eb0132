import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/core/snapshot.js';
import { helpAnswer, planOf, resultText } from '../../../src/core/telegram/plan.js';
import { messageOf, piece } from '../../../src/core/telegram/text.js';
import { hit, session } from '../../ui/items.js';
import { normal, states, suspected } from '../../ui/snapshots.js';
import { NOW } from '../../ui/times.js';

const plan = (line: string, snapshot: Snapshot = normal) => {
  const [word = '', ...words] = line.split(' ');
  return planOf(word, words, snapshot, NOW);
};
const text = (line: string, snapshot?: Snapshot): string => {
  const found = plan(line, snapshot);
  if (found === null || !('text' in found)) throw new Error(`${line} says nothing`);
  return found.text;
};

describe('every state of the engine', () => {
  test.each(Object.entries(states))(
    '%s: each answer is short, clean and says something',
    (_name, snapshot) => {
      for (const line of [
        'status',
        'queue',
        'why',
        'help',
        'mode',
        `why ${snapshot.sessions[0]?.name ?? 'x'}`,
      ]) {
        const said = text(line, snapshot);
        expect(said.length).toBeGreaterThan(10);
        expect(said.length).toBeLessThanOrEqual(4_096);
        expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|undefined|NaN|\[object/);
      }
    },
  );

  test('status names account, mode, sessions and queue', () => {
    const said = text('status');
    expect(said).toContain(`Active account: ${normal.activeAccount}`);
    expect(said).toContain('(mode auto)');
    expect(said).toContain('ccl-5-web: asks (permission; task upgrade-deps)');
    expect(said).toMatch(/Queue: \d+ waiting, \d+ running/);
  });

  test('status says that it is looking, before the first look has ended', () => {
    const before = { ...normal, sessions: [], ages: { ...normal.ages, poll: null } };
    expect(text('status', before)).toContain('Sessions: looking at the panes');
  });

  test('why tells the sentences of a session and its hit', () => {
    expect(text('why ccl-3-api', suspected)).toContain('It names no reset time');
    expect(text('why ccl-3-api:1.0', suspected)).toContain('It names no reset time');
    expect(text('why nobody')).toContain('No session is called nobody.');
  });
});

describe('swap', () => {
  const names = normal.accounts.filter(({ state }) => state !== 'active').map(({ name }) => name);

  test('asks, to the next account or to the one named', () => {
    expect(plan('swap')).toMatchObject({ type: 'ask', to: normal.next.account, force: false });
    const [other = ''] = names;
    expect(plan(`swap ${other}`)).toMatchObject({ type: 'ask', to: other });
  });

  test('says that an account is limited, and then forces', () => {
    const limited = normal.accounts.find(({ state }) => state === 'limited');
    expect(plan(`swap ${limited?.name}`)).toMatchObject({ type: 'ask', to: limited?.name, force: true });
    expect(text(`swap ${limited?.name}`)).toContain('It is limited, back in');
  });

  test('orders nothing for an unknown account, the active one, none that is free, one too many', () => {
    expect(text('swap nobody')).toContain('No account is called nobody. The others are:');
    expect(text(`swap ${normal.activeAccount}`)).toContain('the active account already');
    const none: Snapshot = { ...normal, next: { account: null, reason: 'all are limited' } };
    expect(text('swap', none)).toContain('No other account is free: all are limited.');
    expect(text('swap a b')).toBe('Too many words. It is: /swap [account]');
    expect(text('swap', states.swap)).toContain('is in progress');
  });
});

describe('orders', () => {
  test.each([
    ['pause', { type: 'pause' }],
    ['resume', { type: 'resume' }],
    ['mode observe', { type: 'mode', mode: 'observe' }],
  ])('%s', (line, command) => {
    expect(plan(line)).toEqual({ type: 'order', command });
  });

  test('dismiss: the only hit, by session, all', () => {
    const only = { type: 'order', command: { type: 'dismiss', hit: 'h1' } };
    expect(plan('dismiss', suspected)).toEqual(only);
    expect(plan('dismiss ccl-3-api', suspected)).toEqual(only);
    expect(plan('dismiss all', suspected)).toEqual({
      type: 'order',
      command: { type: 'dismiss', hit: 'all' },
    });
    expect(text('dismiss')).toBe('There is no suspected or deferred hit to dismiss.');
  });

  test('dismiss: several are named', () => {
    const two: Snapshot = {
      ...suspected,
      hits: [...suspected.hits, hit('h9', 'ccl-9', { state: 'deferred', dismissable: true })],
    };
    expect(text('dismiss', two)).toBe(
      '2 hits can be dismissed.\n/dismiss ccl-3-api\n/dismiss ccl-9\n/dismiss all',
    );
    expect(text('dismiss ccl-4', two)).toContain('Nothing to dismiss on ccl-4.');
  });

  test('an unknown mode is named, an unknown command is none of ours', () => {
    expect(text('mode turbo')).toBe('turbo is no mode. Modes are: auto, confirm, observe.');
    expect(plan('shell')).toBeNull();
    expect(plan('constructor')).toBeNull();
  });

  test('results', () => {
    expect(resultText({ status: 'refused', reason: 'nothing is proposed' })).toBe(
      'Not done: nothing is proposed.',
    );
    expect(resultText({ status: 'started', intentId: 's1', text: 'swap to b started' })).toBe(
      'Done: swap to b started.',
    );
  });

  test('help names every command', () => {
    for (const name of ['status', 'swap', 'dismiss', 'pause', 'resume', 'mode', 'queue', 'why', 'help'])
      expect(helpAnswer()).toContain(`/${name}`);
  });
});

describe('foreign text', () => {
  test('holds no sequence, and no command for a finger', () => {
    expect(piece('\u001b[31mtap /mode observe\u202e')).toBe('tap \u2215mode observe');
    expect(piece('src/core/mode.ts and a/b')).toBe('src/core/mode.ts and a/b');
  });

  test('is bounded: a thousand hostile sessions still fit into one message', () => {
    const sessions = Array.from({ length: 1_000 }, (_, index) =>
      session(`s${index}`, `${'😀'.repeat(200)}${index}`, {
        detail: '\u001b]0;x\u0007'.repeat(50),
        why: Array.from({ length: 50 }, () => 'w'.repeat(5_000)),
      }),
    );
    const hostile: Snapshot = {
      ...normal,
      sessions,
      needs: Array.from({ length: 100 }, () => 'n'.repeat(900)),
    };
    for (const line of ['status', 'why', `why ${sessions[0]?.name}`]) {
      expect(text(line, hostile).length).toBeLessThanOrEqual(4_096);
      // Half of a pair of surrogates would come back as another character.
      expect(Buffer.from(text(line, hostile)).toString()).toBe(text(line, hostile));
    }
  });

  test('what does not fit is counted', () => {
    expect(messageOf(Array.from({ length: 500 }, () => 'x'.repeat(50)))).toMatch(/\n… \d+ more lines$/);
  });
});
