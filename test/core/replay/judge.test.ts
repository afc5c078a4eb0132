import { describe, expect, test } from 'vitest';
import type { ReplaySettings } from '../../../src/core/replay/checks.js';
import { judge } from '../../../src/core/replay/judge.js';
import { readLines } from '../../../src/core/replay/lines.js';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.js';
import { journal } from './journal.js';

const SETTINGS: ReplaySettings = { cooldownMs: 5 * MINUTE, accounts: 2 };

/** What is broken, as `line: words`. */
function broken(text: string, settings: ReplaySettings | null = SETTINGS): readonly string[] {
  return judge(readLines('j', text), settings).violations.map(({ line, what }) => `${line}: ${what}`);
}

describe('a journal in which all is well', () => {
  test('whole swaps, a task, a restart', () => {
    const text = journal()
      .start('missing')
      .swap('swap-1', 'monitor')
      .pass(10 * MINUTE)
      .task('a', 1, 'claiming', 'launching', 'submitting', 'working', null)
      .start('stored')
      .swap('swap-2', 'person')
      .swap('swap-3', 'person')
      .text();
    expect(broken(text)).toEqual([]);
  });

  test('a swap that tries its next candidate, and a flip that a restart interrupted', () => {
    const text = journal()
      .start('missing')
      .phase('swap-1', 'preflight', 'monitor', true)
      .settled('preflight', 'swap-1', 'flip')
      .start('stored')
      .phase('swap-1', 'verify', 'monitor')
      .settled('verify', 'swap-1', 'canary')
      .phase('swap-1', 'preflight', 'monitor')
      .settled('preflight', 'swap-1', 'flip')
      .settled('flip', 'swap-1', 'verify')
      .settled('verify', 'swap-1', 'done')
      .text();
    expect(broken(text)).toEqual([]);
  });

  test('nothing is said of what stood before the first line', () => {
    const text = journal()
      .phase('swap-9', 'preflight', 'monitor')
      .settled('preflight', 'swap-9', 'flip')
      .settled('flip', 'swap-9', 'verify')
      .text();
    expect(broken(text)).toEqual([]);
    expect(broken(journal().settled('flip', null, null).text())).toEqual([]);
  });
});

describe('what is found', () => {
  test('a flip without an intent, and one before its phase', () => {
    expect(broken(journal().start('missing').settled('flip', null, null).text())).toEqual([
      '2: a flip without a swap',
    ]);
    const early = journal()
      .start('missing')
      .phase('swap-1', 'preflight', 'person')
      .settled('flip', null, null);
    expect(broken(early.text())).toEqual(['3: a flip while swap-1 was in preflight']);
  });

  test('a swap inside another, and one that comes back', () => {
    const inside = journal()
      .start('missing')
      .phase('swap-1', 'preflight', 'person')
      .phase('swap-2', 'preflight', 'person');
    expect(broken(inside.text())).toEqual(['3: swap-2 began inside swap-1']);
    const back = journal().start('missing').swap('swap-1', 'person').phase('swap-1', 'verify', 'person');
    expect(broken(back.text())).toEqual(['6: swap-1 went from done to verify']);
  });

  test('an automatic swap without a hit; ahead of the limit it needs none', () => {
    const text = (origin: string) => journal().start('missing').phase('swap-1', 'preflight', origin).text();
    expect(broken(text('monitor'))).toEqual(['2: swap-1 began without one']);
    expect(broken(text('return'))).toEqual(['2: swap-1 began without one']);
    expect(broken(text('proactive'))).toEqual([]);
    expect(broken(text('person'))).toEqual([]);
  });

  test('an automatic swap within the cooldown, also over a restart; a person’s is free', () => {
    const later = (ms: number, origin: string, restart = false) => {
      const first = journal().start('missing').swap('swap-1', 'person').pass(ms);
      return (restart ? first.start('stored') : first).swap('swap-2', origin).text();
    };
    expect(broken(later(4 * MINUTE, 'monitor'))).toEqual([
      expect.stringContaining('swap-2 began 241 s after it, the cooldown is 300 s'),
    ]);
    expect(broken(later(MINUTE, 'return', true))).toHaveLength(1);
    expect(broken(later(5 * MINUTE, 'monitor'))).toEqual([]);
    expect(broken(later(MINUTE, 'person'))).toEqual([]);
    expect(broken(later(MINUTE, 'monitor'), null)).toEqual([]);
  });

  test('a start with a broken state counts as a flip', () => {
    const text = journal().start('corrupt').pass(MINUTE).swap('swap-1', 'monitor').text();
    expect(broken(text)).toHaveLength(1);
  });

  test('a reboot: the wall clock tells how long it was', () => {
    const text = journal()
      .start('missing')
      .swap('swap-1', 'person')
      .pass(MINUTE)
      .reboot(HOUR)
      .start('stored');
    expect(broken(text.pass(SECOND).swap('swap-2', 'monitor').text())).toEqual([]);
  });

  test('the seventh automatic swap within an hour, unless the person re-armed', () => {
    const six = (rearm: boolean) => {
      const it = journal().start('missing');
      for (let index = 1; index <= 6; index += 1) it.swap(`swap-${index}`, 'monitor').pass(6 * MINUTE);
      if (rearm) it.command({ type: 'mode', mode: 'auto' });
      return it.swap('swap-7', 'monitor').text();
    };
    const many: ReplaySettings = { ...SETTINGS, accounts: 9 };
    expect(broken(six(false), many)).toEqual([
      expect.stringContaining('swap-7 is automatic swap 7 within 1h'),
    ]);
    expect(broken(six(true), many)).toEqual([]);
    expect(broken(six(false), SETTINGS).length).toBeGreaterThan(1);
  });

  test('an automatic swap after the person said observe; not after a restart or other settings', () => {
    const said = journal().start('missing').command({ type: 'mode', mode: 'observe' });
    expect(broken(said.swap('swap-1', 'monitor').text())).toEqual(['3: swap-1 began in mode observe']);
    const restarted = journal().start('missing').command({ type: 'mode', mode: 'observe' }).start('stored');
    expect(broken(restarted.swap('swap-1', 'monitor').text())).toEqual([]);
  });

  test('a task handed out while paused, also after a restart, or during a swap', () => {
    const paused = journal()
      .start('missing')
      .command({ type: 'pause' })
      .start('stored')
      .task('a', 1, 'claiming');
    expect(broken(paused.text())).toEqual(['4: a while paused']);
    const resumed = journal().start('missing').command({ type: 'pause' }).command({ type: 'resume' });
    expect(broken(resumed.task('a', 1, 'claiming').text())).toEqual([]);
    const during = journal().start('missing').phase('swap-1', 'preflight', 'person').task('a', 1, 'claiming');
    expect(broken(during.text())).toEqual(['3: a during swap-1']);
  });

  test('a prompt typed again in the same attempt; in the next one it is right', () => {
    const again = journal().start('missing').task('a', 1, 'claiming', 'submitting', 'working', 'submitting');
    expect(broken(again.text())).toEqual(['5: a was submitted again in attempt 1']);
    const next = journal()
      .start('missing')
      .task('a', 1, 'submitting', 'working', null)
      .task('a', 2, 'submitting');
    expect(broken(next.text())).toEqual([]);
    const refused = journal().start('missing').task('a', 1, 'submitting', 'coming-up', 'submitting');
    expect(broken(refused.text())).toEqual([]);
  });

  test('an effect that settles twice in one life', () => {
    const text = journal()
      .start('missing')
      .settled('tidy', null, null, 'e1')
      .settled('tidy', null, null, 'e1');
    expect(broken(text.text())).toEqual(['3: e1 settled again']);
    const lives = journal().start('missing').settled('tidy', null, null, 'e1').start('stored');
    expect(broken(lives.settled('tidy', null, null, 'e1').text())).toEqual([]);
  });

  test('steady time that goes back', () => {
    const text = journal()
      .start('missing')
      .pass(-3 * SECOND)
      .command({ type: 'pause' })
      .text();
    expect(broken(text)).toEqual(['2: by 2000 ms']);
  });
});

describe('a journal that is not whole', () => {
  test('cut lines and unknown entries are counted, and what hangs on them is not judged', () => {
    const whole = journal().start('missing').phase('swap-1', 'preflight', 'person').text();
    const text = `${whole}{"at":"2026-\n[]\n7\n{"at":"x","steadyMs":1,"type":"started"}\n${journal()
      .settled('flip', null, null)
      .text()}{"at":"2026-11-22T09:00:00.000Z","steadyMs":90000,"type":"from-the-future","swap":7}\n`;
    const { violations, ...counts } = judge(readLines('j', text), null);
    expect(violations).toEqual([]);
    expect(counts).toMatchObject({ entries: 4, unreadable: 4, unknown: 1, starts: 1 });
    expect(counts.unchecked).toHaveLength(2);
  });

  test('entries whose parts have other shapes break nothing', () => {
    const odd: readonly unknown[] = [null, 7, 'x', [], {}, [null], [[]], { id: 7 }, [{ id: 7, step: [] }]];
    const base = { at: '2026-11-22T08:00:00.000Z', steadyMs: 1 };
    const lines = ['started', 'polled', 'settled', 'commanded', 'heard'].flatMap((type) =>
      odd.map((value) => {
        const all = { swap: value, hits: value, tasks: value, command: value, outcome: value, effect: value };
        return JSON.stringify({ ...base, type, ...all, provenance: value, sessions: value });
      }),
    );
    expect(broken(lines.join('\n')).filter((text) => !text.includes('settled again'))).toEqual([]);
  });
});
