import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/core/snapshot.js';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.js';
import { played, texts } from './played.js';
import { type Lab, notificationsOf, SECRETS, setupOf, snapshot } from './support.js';

const stage = played();

describe('escalation', () => {
  test('what needs the person goes out by e-mail too when nobody reacts', async () => {
    const { tell, pass } = await stage.lab(undefined, { escalate_after: '15m' });
    tell('breaker', 'automatic swapping stopped: 6 in an hour');
    tell('swap', 'swap done');
    await pass(14 * MINUTE);
    expect(stage.world.telegram.taken).toHaveLength(1);
    expect(stage.world.telegram.taken[0]?.buttons.map(({ text }) => text)).toEqual(['Seen']);
    expect(stage.world.resend.requests).toBe(0);
    await pass(2 * MINUTE);
    expect(stage.world.resend.taken).toHaveLength(1);
    expect(stage.world.resend.taken[0]?.text).toContain('Nobody reacted to this on Telegram.');
    expect(stage.world.resend.taken[0]?.subject).toContain('Breaker open: automatic swapping stopped');
    await pass(24 * HOUR);
    expect([stage.world.telegram.requests, stage.world.resend.requests]).toEqual([1, 1]);
  });

  test.each<[string, (lab: Lab) => unknown]>([
    [
      'the button',
      ({ notifier }) =>
        notifier.acknowledge((stage.world.telegram.taken[0]?.buttons[0]?.callback_data ?? '').slice(4)),
    ],
    ['a command', ({ notifier }) => notifier.acknowledgeAll()],
    ['its own end', ({ notifier }) => notifier.see(() => snapshot({ needs: ['two accounts'] }))],
  ])('%s ends it', async (_name, react) => {
    const opened = await stage.lab();
    opened.tell('needs-person', 'the link is gone', 'the link is gone');
    await opened.pass(MINUTE);
    opened.notifier.see(() => snapshot({ needs: ['the link is gone'] }));
    react(opened);
    await opened.pass(HOUR);
    expect([stage.world.telegram.taken.length, stage.world.resend.requests]).toEqual([1, 0]);
  });

  test('an unknown button is told apart, and one condition that ended is not the other', async () => {
    const { tell, pass, notifier } = await stage.lab();
    expect(notifier.acknowledge('nothing')).toBe(false);
    tell('login', 'work needs a new login', 'work');
    tell('login', 'home needs a new login', 'home');
    await pass(MINUTE);
    const home = { name: 'home', state: 'login' } as Snapshot['accounts'][number];
    notifier.see(() => snapshot({ accounts: [home] }));
    await pass(HOUR);
    expect(stage.world.resend.taken[0]?.text).toMatch(
      /work needs.*\nThat is over by now\.\n.*home needs.*\nLog in/,
    );
  });

  test('a command before the message was delivered has not seen it', async () => {
    stage.world.telegram.behaviour = 'reset';
    const { tell, pass, notifier } = await stage.lab();
    tell('parked', 'ccl-1 did not stay up', 'ccl-1');
    await pass(MINUTE);
    notifier.acknowledgeAll();
    await pass(HOUR);
    expect(stage.world.resend.taken).toHaveLength(1);
    expect(stage.world.resend.taken[0]?.text).toContain('claude-failover unpark ccl-1');
  });

  test('Telegram switched off: e-mail takes over at once, for what needs the person alone', async () => {
    stage.world.telegram.behaviour = { status: 401, words: 'Unauthorized' };
    const { tell, pass, said, notifier } = await stage.lab();
    tell('swap', 'swap done');
    await pass(MINUTE);
    tell('login', 'work needs a new login', 'work');
    await pass(30 * SECOND);
    expect(texts(stage.world.resend.taken)).toHaveLength(1);
    expect(stage.world.resend.taken[0]?.text).toContain('This could not be delivered on Telegram.');
    await pass(3 * HOUR);
    expect(stage.world.telegram.requests).toBeGreaterThanOrEqual(3);
    expect(stage.world.telegram.requests).toBeLessThanOrEqual(5);
    expect(said.filter((line) => line.includes('Telegram is off'))).toEqual([
      'bad: Telegram is off: 401 Unauthorized. Check its token and address under notifications; it is tried again by itself.',
    ]);
    stage.world.telegram.behaviour = 'ok';
    notifier.reconfigure(setupOf(notificationsOf(stage.world, ['telegram', 'email'], { coalesce: '6s' })));
    await pass(MINUTE);
    expect(texts(stage.world.telegram.taken)[0]).toContain('swap done');
  });

  test('a secret that cannot be had: said once, e-mail takes over, and it is looked up again within an hour or so', async () => {
    let token: typeof SECRETS.telegramToken = { ok: false, reason: 'the variable T is not set.' };
    const notifications = notificationsOf(stage.world);
    const setup = { notifications, secrets: () => ({ ...SECRETS, telegramToken: token }) };
    const { tell, pass, said } = await stage.lab(undefined, {}, { setup });
    tell('needs-person', 'the link is gone');
    await pass(MINUTE);
    expect(stage.world.resend.taken).toHaveLength(1);
    tell('swap', 'swap done');
    await pass(5 * HOUR);
    expect(said).toEqual(['bad: Telegram is off: the variable T is not set.']);
    token = SECRETS.telegramToken;
    await pass(HOUR + MINUTE);
    expect(texts(stage.world.telegram.taken).at(-1)).toContain('swap done');
  });
});
