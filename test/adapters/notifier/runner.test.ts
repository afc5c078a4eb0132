import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.js';
import { HandClock } from '../../support/hand-clock.js';
import { played, texts } from './played.js';
import { notificationsOf, nowhere, setupOf, snapshot } from './support.js';

const stage = played();

describe('what goes out when', () => {
  test('one event is one message; those close together are one too', async () => {
    const { tell, pass } = await stage.lab();
    tell('swap', 'swap work → home done');
    await pass(3 * SECOND);
    tell('task', 'task a failed: x');
    await pass(1 * SECOND);
    expect(stage.world.telegram.taken).toEqual([]);
    await pass(2 * SECOND);
    tell('back', 'work is free again');
    await pass(MINUTE);
    expect(texts(stage.world.telegram.taken)).toEqual([
      'swap work → home done\ntask a failed: x',
      'Hold is over: work is free again',
    ]);
    expect(stage.world.resend.requests).toBe(0);
  });

  test('suspected hits gather for the digest', async () => {
    const { tell, pass } = await stage.lab(['telegram'], { digest: '15m' });
    for (let i = 0; i < 3; i++) {
      tell('suspected', `ccl-${i}: "hit"`);
      await pass(4 * MINUTE);
    }
    expect(stage.world.telegram.taken).toEqual([]);
    await pass(4 * MINUTE);
    expect(stage.world.telegram.taken).toHaveLength(1);
    expect(stage.world.telegram.taken[0]?.text).toMatch(/12:00 Suspected: ccl-0.*\n.*ccl-1.*\n.*ccl-2/);
  });

  test('quiet hours hold back what can wait and end in one summary, over midnight and a change of the clocks', async () => {
    const clock = new HandClock('2026-10-24T20:30:00Z');
    const { tell, pass } = await stage.lab(
      ['telegram'],
      { quiet_hours: '23:00-07:00' },
      { clock, zone: 'Europe/Berlin' },
    );
    tell('swap', 'first swap');
    await pass(HOUR);
    tell('task', 'task b failed: y');
    tell('needs-person', 'the link is gone');
    tell('hold', 'every account is limited');
    await pass(MINUTE);
    tell('back', 'work is free again');
    tell('suspected', 'ccl-1: "hit"');
    // 07:00 in Berlin is 06:00 UTC from that night on.
    await pass(Date.parse('2026-10-25T05:59:00Z') - clock.wallMs);
    const night = texts(stage.world.telegram.taken);
    expect(night).toHaveLength(2);
    expect(night[0]).toBe('first swap');
    expect(night[1]).toMatch(/^Needs you: the link is gone\n.*\nHold: every account is limited$/);
    await pass(2 * MINUTE);
    expect(texts(stage.world.telegram.taken).slice(2)).toEqual([
      '23:30 task b failed: y\n23:31 Hold is over: work is free again\n23:31 Suspected: ccl-1: "hit"',
    ]);
  });

  test('the only channel gets everything', async () => {
    const { tell, pass } = await stage.lab(['email']);
    tell('swap', 'swap work → home done');
    await pass(MINUTE);
    expect(stage.world.resend.taken.map(({ subject }) => subject)).toEqual([
      'claude-failover: swap work → home done',
    ]);
  });

  test('without a channel nothing is kept, and a channel of later begins anew', async () => {
    const { tell, pass, notifier } = await stage.lab([]);
    tell('swap', 'nobody hears this');
    await pass(HOUR);
    notifier.reconfigure(setupOf(notificationsOf(stage.world, ['telegram'])));
    tell('swap', 'heard');
    await pass(MINUTE);
    expect(texts(stage.world.telegram.taken)).toEqual(['heard']);
  });
});

describe('trouble on the way', () => {
  test('a proposal brings its answers with it, which go when it has ended', async () => {
    stage.world.telegram.behaviour = 'reset';
    const { tell, pass, notifier, clock } = await stage.lab(['telegram']);
    const at = clock.wallMs;
    tell('proposal', 'swap to home? work is limited', 'home');
    await pass(6 * SECOND);
    stage.world.telegram.behaviour = 'ok';
    await pass(MINUTE);
    expect(
      stage.world.telegram.taken[0]?.buttons.map((one) => one.callback_data.replace(/^ack:.*/, 'ack')),
    ).toEqual([`yes:${at}`, `no:${at}`, 'ack']);
    stage.world.telegram.behaviour = 'reset';
    tell('proposal', 'swap to spare? home is limited', 'spare');
    await pass(6 * SECOND);
    notifier.see(() => snapshot());
    stage.world.telegram.behaviour = 'ok';
    await pass(MINUTE);
    expect(stage.world.telegram.taken[1]).toMatchObject({
      buttons: [],
      text: expect.stringContaining('over by now'),
    });
  });

  test('retry_after of ten minutes is waited for, the second time too', async () => {
    stage.world.telegram.behaviour = { status: 429, retryAfter: 600 };
    const { tell, pass } = await stage.lab(['telegram']);
    tell('swap', 'one');
    await pass(5 * SECOND + 599 * SECOND);
    expect(stage.world.telegram.requests).toBe(1);
    await pass(2 * SECOND);
    expect(stage.world.telegram.requests).toBe(2);
    stage.world.telegram.behaviour = 'ok';
    await pass(11 * MINUTE);
    expect(texts(stage.world.telegram.taken)).toEqual(['12:00 one']);
  });

  test('back-off: seconds at first, never over ten minutes, not hundreds of requests', async () => {
    stage.world.telegram.behaviour = { status: 500 };
    const { tell, pass, said } = await stage.lab(['telegram']);
    tell('swap', 'one');
    await pass(30 * SECOND);
    expect(stage.world.telegram.requests).toBeGreaterThanOrEqual(2);
    await pass(10 * HOUR);
    expect(stage.world.telegram.requests).toBeGreaterThan(55);
    expect(stage.world.telegram.requests).toBeLessThan(90);
    expect(said).toHaveLength(2);
    stage.world.telegram.behaviour = 'ok';
    await pass(11 * MINUTE);
    expect(said.at(-1)).toBe('good: Telegram delivers messages again');
  });

  test('what is refused waits, e-mail takes over, and nothing is lost', async () => {
    const { tell, pass, said } = await stage.lab();
    stage.world.telegram.behaviour = { status: 400, words: 'Bad Request: message is strange' };
    tell('swap', 'strange');
    tell('needs-person', 'needed all the same');
    await pass(MINUTE);
    stage.world.telegram.behaviour = 'ok';
    tell('swap', 'fine');
    await pass(MINUTE);
    expect(texts(stage.world.telegram.taken)).toEqual([
      'strange\nNeeds you: needed all the same\nNo automatic swap happens until it is mended.',
      'fine',
    ]);
    expect(said).toEqual([
      'bad: Telegram refuses every message: 400 Bad Request: message is strange. They wait and are tried again.',
      'good: Telegram delivers messages again',
    ]);
    expect(stage.world.resend.taken[0]?.text).toContain('needed all the same');
    const { requests } = stage.world.telegram;
    await pass(HOUR);
    expect(stage.world.telegram.requests).toBe(requests);
  });

  test('Telegram that hangs does not hold up e-mail', async () => {
    stage.world.telegram.behaviour = 'hang';
    const { tell, notifier, clock } = await stage.lab(
      undefined,
      { escalate_after: '1m' },
      { deadlineMs: 600_000 },
    );
    tell('needs-person', 'the link is gone');
    const mailed = async () => {
      for (let i = 0; i < 200 && stage.world.resend.taken.length === 0; i++)
        await new Promise((go) => setImmediate(go));
    };
    await clock.pass(70 * SECOND, mailed);
    expect(stage.world.resend.taken).toHaveLength(1);
    await notifier.close({ clean: true });
  });

  test('two days of outage: at most a hundred wait, those that need the person among them, and the rest is counted', async () => {
    stage.world.telegram.behaviour = 'reset';
    const { tell, pass } = await stage.lab(['telegram'], {}, { file: nowhere });
    for (let i = 0; i < 5; i++) {
      tell('parked', `ccl-${i} did not stay up`, `ccl-${i}`);
      await pass(HOUR);
    }
    for (let i = 0; i < 150; i++) {
      tell('swap', `swap ${i}`);
      await pass(15 * MINUTE);
    }
    stage.world.telegram.behaviour = 'ok';
    await pass(30 * MINUTE);
    const all = texts(stage.world.telegram.taken);
    expect(all).toHaveLength(100);
    expect(all.slice(0, 5).map((text) => /ccl-\d/.exec(text)?.[0])).toEqual([
      'ccl-0',
      'ccl-1',
      'ccl-2',
      'ccl-3',
      'ccl-4',
    ]);
    expect(all[0]).toMatch(/^22 Nov 12:00 Parked: ccl-0/);
    expect(all[0]).toMatch(/55 older messages were dropped: too many waited\.$/);
    expect(all.filter((text) => text.includes('dropped'))).toHaveLength(1);
    expect(all.at(-1)).toContain('swap 149');
  });
});
