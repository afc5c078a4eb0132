import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Channel } from '../../../src/adapters/notifier/channel.js';
import { CHANNELS } from '../../../src/adapters/notifier/channels/index.js';
import { testChannels } from '../../../src/adapters/notifier/test-message.js';
import type { Secrets } from '../../../src/adapters/secrets.js';
import type { SendOutcome } from '../../../src/core/notifier/health.js';
import type { Message } from '../../../src/core/notifier/message.js';
import {
  type Behaviour,
  type Messengers,
  RESEND_KEY,
  startMessengers,
  TOKEN,
} from '../../support/fake-messengers.js';
import { type Played, startPlayed } from '../../support/played-service.js';
import { notificationsOf, SECRETS } from './support.js';

let world: Messengers;
/** The services of the channels that say themselves how they are played. */
const played = new Map<string, Played>();
beforeAll(async () => {
  world = await startMessengers();
  for (const { name, played: service } of CHANNELS)
    if (service !== undefined) played.set(name, await startPlayed(service));
});
afterAll(async () => {
  await Promise.all([world, ...played.values()].map((one) => one.close()));
});
afterEach(() => {
  for (const service of [world.telegram, world.resend, ...played.values()]) service.behaviour = 'ok';
});

function settingsIn(secrets: Secrets['telegramToken'] = null): Secrets['channels'] {
  const entries = [...played].map(([name, { settings }]) => {
    const values = Object.entries(settings).map(([key, value]) => [key, secrets ?? { ok: true, value }]);
    return [name, Object.fromEntries(values)];
  });
  return Object.fromEntries(entries);
}

let ids = 0;
function letter(part: Partial<Message> = {}): Message {
  const id = `id-${++ids}`;
  return { id, kind: 'swap', atMs: 0, text: 'swap work → home done', level: 'info', buttons: [], ...part };
}

describe.each(CHANNELS)('the channel $name', (maker) => {
  const serviceOf = () =>
    played.get(maker.name) ?? (maker.name === 'telegram' ? world.telegram : world.resend);
  const secretsOf = (): Secrets => ({ ...SECRETS, channels: settingsIn() });

  function open(deadlineMs = 2_000): Channel {
    const opened = maker.open({ notifications: notificationsOf(world), secrets: secretsOf(), deadlineMs });
    if (opened.type !== 'ready') throw new Error(`it is ${opened.type}`);
    return opened.channel;
  }

  async function send(behaviour: Behaviour, message = letter(), deadlineMs?: number): Promise<SendOutcome> {
    serviceOf().behaviour = behaviour;
    return sent(open(deadlineMs), message);
  }

  test('delivers a text as it is', async () => {
    expect(await send('ok', letter({ text: '<b>*no* _markup_</b>\nsecond line' }))).toEqual({ type: 'sent' });
    expect(serviceOf().taken.at(-1)?.text).toBe('<b>*no* _markup_</b>\nsecond line');
    expect(serviceOf().taken.at(-1)?.fields).not.toHaveProperty('parse_mode');
    expect(serviceOf().taken.at(-1)?.fields).not.toHaveProperty('html');
  });

  test.each<[string, Behaviour, SendOutcome['type']]>([
    ['a broken connection', 'reset', 'retry'],
    ['a proxy’s page', 'html', 'retry'],
    ['a captive portal’s page', 'html200', 'retry'],
    ['JSON of nobody', 'null', 'retry'],
    ['a redirect', 'redirect', 'retry'],
    ['500', { status: 500 }, 'retry'],
    ['409', { status: 409 }, 'retry'],
    ['429', { status: 429 }, 'retry'],
    ['400 in every form', { status: 400 }, 'rejected'],
    ['401', { status: 401 }, 'off'],
    ['403', { status: 403 }, 'off'],
  ])('%s', async (_name, behaviour, expected) => {
    expect((await send(behaviour)).type).toBe(expected);
  });

  test('retry_after is handed on, however long', async () => {
    const outcome = await send({ status: 429, retryAfter: 4_000 });
    expect(outcome).toMatchObject({ type: 'retry', retryAfterMs: 4_000_000 });
  });

  test('a service that never answers is given up at the deadline', async () => {
    expect((await send('hang', letter(), 60)).type).toBe('retry');
  });

  test('is given up at once when the notifier closes', async () => {
    serviceOf().behaviour = 'hang';
    const closing = new AbortController();
    const sent = open(600_000).send({ message: letter(), note: '' }, closing.signal);
    closing.abort();
    expect((await sent).type).toBe('retry');
  });

  test('what is refused goes once more in its plainest form', async () => {
    const before = serviceOf().taken.length;
    const buttons = [{ label: 'Seen', data: 'ack:x' }];
    expect(await send('refuse-fancy', letter({ text: 'work → home', buttons }))).toEqual({ type: 'sent' });
    expect(
      serviceOf()
        .taken.slice(before)
        .map(({ text }) => text),
    ).toEqual(['work ? home']);
  });

  test('no reason holds a secret, not even when the service repeats it', async () => {
    const words = `bad ${TOKEN} and ${RESEND_KEY}\u001b[31m\n${encodeURIComponent(TOKEN)}`;
    for (const status of [400, 401, 429, 500]) {
      const outcome = await send({ status, words });
      const text = JSON.stringify(outcome);
      expect(text).toContain('reason');
      for (const secret of [TOKEN, RESEND_KEY, encodeURIComponent(TOKEN), '\\u001b'])
        expect(text).not.toContain(secret);
    }
    for (const behaviour of ['reset', 'html', 'redirect'] as const)
      expect(JSON.stringify(await send(behaviour))).not.toContain(TOKEN);
  });

  test('a secret that cannot be had is no channel', () => {
    const refusal = { ok: false, reason: 'the variable X is not set.' } as const;
    const secrets = { telegramToken: refusal, resendKey: refusal, channels: settingsIn(refusal), all: [] };
    const opened = maker.open({ notifications: notificationsOf(world), secrets, deadlineMs: 1 });
    expect(opened).toEqual({ type: 'trouble', reason: refusal.reason });
    const none = { telegramToken: null, resendKey: null, channels: {}, all: [] };
    const notifications = notificationsOf(world, []);
    expect(maker.open({ notifications, secrets: none, deadlineMs: 1 })).toEqual({ type: 'unused' });
  });
});

function opened(name: string): Channel {
  const maker = CHANNELS.find((one) => one.name === name);
  const open = maker?.open({ notifications: notificationsOf(world), secrets: SECRETS, deadlineMs: 2_000 });
  if (open?.type !== 'ready') throw new Error('not ready');
  return open.channel;
}

function sent(channel: Channel, message: Message): Promise<SendOutcome> {
  return channel.send({ message, note: '' }, new AbortController().signal);
}

describe('Telegram alone', () => {
  test('no link preview, buttons in one row, at most 4096 characters with whole ones at the end', async () => {
    const text = `${'x'.repeat(4_000)}\n${'\u{1f600}'.repeat(500)}`;
    const buttons = [
      { label: 'Swap', data: 'yes:1' },
      { label: 'Seen', data: 'ack:a' },
    ];
    await sent(opened('telegram'), letter({ text, buttons }));
    const taken = world.telegram.taken.at(-1);
    expect(taken?.buttons.map((one) => one.callback_data)).toEqual(['yes:1', 'ack:a']);
    expect(taken?.fields.link_preview_options).toBe('{"is_disabled":true}');
    expect(taken?.text.length).toBeLessThanOrEqual(4_096);
    expect(taken?.text).not.toContain('\ufffd');
    expect(taken?.text.endsWith(' …')).toBe(true);
  });

  test('no buttons where nobody listens to them', async () => {
    const notifications = notificationsOf(world);
    const deaf = { ...notifications, telegram: { ...notifications.telegram, user_ids: [] } };
    const maker = CHANNELS.find((one) => one.name === 'telegram');
    const opened = maker?.open({
      notifications: deaf as typeof notifications,
      secrets: SECRETS,
      deadlineMs: 2_000,
    });
    if (opened?.type !== 'ready') throw new Error('not ready');
    const message = letter({ buttons: [{ label: 'Seen', data: 'ack:a' }] });
    await sent(opened.channel, message);
    expect(world.telegram.taken.at(-1)?.fields).not.toHaveProperty('reply_markup');
  });

  test('a chat that is not there switches the channel off instead of eating every message', async () => {
    world.telegram.behaviour = { status: 400, words: 'Bad Request: chat not found' };
    const outcome = await sent(opened('telegram'), letter());
    expect(outcome.type).toBe('off');
  });
});

describe('E-mail alone', () => {
  test('an answer that was lost does not make a second mail, also when the text tells its time by then', async () => {
    const message = letter({ text: 'first words' });
    const channel = opened('email');
    const before = world.resend.taken.length;
    world.resend.behaviour = 'lost';
    const first = await sent(channel, message);
    world.resend.behaviour = 'ok';
    const later = { ...message, text: '12:00 first words' };
    const second = await sent(channel, later);
    expect([first.type, second.type]).toEqual(['retry', 'sent']);
    expect(world.resend.taken.slice(before).map((one) => [one.key, one.text])).toEqual([
      [message.id, 'first words'],
    ]);
  });

  test('the subject is one line of at most 150 characters', async () => {
    const text = `Needs you: a\r\nBcc: evil@example.com\u001b]0;x\u0007 ${'y'.repeat(400)}`;
    const message = letter({ text, kind: 'needs-person', level: 'urgent' });
    await sent(opened('email'), message);
    const subject = world.resend.taken.at(-1)?.subject ?? '';
    expect(subject).toMatch(/^claude-failover: Needs you: a/);
    expect(subject).not.toMatch(/[\r\n\u001b\u0007]/);
    expect(subject.length).toBeLessThanOrEqual(150);
  });

  test('a sender whose domain is not verified switches the channel off', async () => {
    world.resend.behaviour = { status: 422, words: 'Invalid `from` field. The domain is not verified.' };
    const outcome = await sent(opened('email'), letter());
    expect(outcome.type).toBe('off');
  });
});

describe('the test message of the doctor', () => {
  test('goes out on every configured channel, and tells why it did not', async () => {
    world.telegram.behaviour = { status: 401, words: `no ${TOKEN}` };
    const channels = testChannels({ notifications: notificationsOf(world) }, SECRETS);
    const results = await Promise.all(channels.map(async (one) => [one.name, await one.sendTest()]));
    expect(results).toEqual([
      ['telegram', { ok: false, reason: '401 no [secret]' }],
      ['email', { ok: true }],
    ]);
    expect(world.resend.taken.at(-1)?.subject).toBe(
      'claude-failover: This is a test message of claude-failover. Messages will arrive here.',
    );
    expect(testChannels({ notifications: notificationsOf(world, []) }, SECRETS)).toEqual([]);
  });
});
