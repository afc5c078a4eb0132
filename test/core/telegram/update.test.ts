import { describe, expect, test } from 'vitest';
import { decideUpdate } from '../../../src/core/telegram/update.js';
import { randomFrom } from '../../support/random.js';
import {
  ALLOWED,
  BOT,
  CHAT,
  JUST_NOW,
  messageOf,
  pressOf,
  SECOND_USER,
  SERVER_S,
  USER,
  updateOf,
} from './shapes.js';

const decide = (update: unknown, receipt = JUST_NOW) => decideUpdate(update, ALLOWED, receipt);
const ann = { id: USER, is_bot: false, first_name: 'Ann' };

describe('what is obeyed', () => {
  test.each([
    ['/status', 'status', []],
    ['/SWAP personal', 'swap', ['personal']],
    ['/swap@Failover_Bot  personal ', 'swap', ['personal']],
    ['/why ccl-1:0.1\n', 'why', ['ccl-1:0.1']],
    ['/dismiss \u001b[31mccl-2', 'dismiss', ['ccl-2']],
  ])('%j', (text, word, words) => {
    expect(decide(updateOf(1, text))).toEqual({ type: 'command', user: USER, private: true, word, words });
  });

  test('a second user of the list, in a group', () => {
    const more = { from: { ...ann, id: SECOND_USER }, chat: { id: CHAT, type: 'supergroup' } };
    expect(decide(updateOf(1, '/pause', more))).toMatchObject({ type: 'command', private: false });
  });

  test.each([
    ['ack:m-17', { type: 'ack', message: 'm-17' }],
    ['yes:1800000000123', { type: 'yes', proposalAtMs: 1_800_000_000_123 }],
    ['no:5', { type: 'no', proposalAtMs: 5 }],
    ['swap:a_B-9', { type: 'swap', question: 'a_B-9' }],
    ['cancel:a', { type: 'cancel', question: 'a' }],
  ])('a press of %s', (data, press) => {
    expect(decide(pressOf(1, data))).toEqual({
      type: 'button',
      user: USER,
      query: '123456789',
      message: 11,
      press,
    });
  });
});

describe('what gets silence', () => {
  const second = [
    { forward_origin: { type: 'user' } },
    { forward_from: ann },
    { forward_date: SERVER_S },
    { via_bot: { id: 5 } },
    { edit_date: SERVER_S },
    { sender_chat: { id: CHAT } },
    { sender_business_bot: { id: 5 } },
    { is_automatic_forward: true },
    { is_from_offline: true },
    { business_connection_id: 'x' },
    { author_signature: 'admin' },
  ];
  test.each(second)('a message with %j', (more) => {
    expect(decide(updateOf(1, '/swap', more))).toEqual({ type: 'ignored', rule: 'second hand' });
  });

  test.each(['edited_message', 'channel_post', 'edited_channel_post', 'inline_query', 'business_message'])(
    '%s',
    (kind) => {
      expect(decide({ update_id: 1, [kind]: messageOf('/swap') })).toEqual({ type: 'ignored', rule: 'kind' });
    },
  );

  test.each([
    ['old', { date: SERVER_S - 121 }],
    ['from the future', { date: SERVER_S + 121 }],
    ['undated', { date: undefined }],
    ['with a date as text', { date: String(SERVER_S) }],
  ])('a message %s', (_name, more) => {
    expect(decide(updateOf(1, '/swap', more))).toEqual({ type: 'ignored', rule: 'stale' });
  });

  test('just young enough is obeyed', () => {
    expect(decide(updateOf(1, '/swap', { date: SERVER_S - 120 })).type).toBe('command');
  });

  test('everything that waited while nobody looked', () => {
    const away = { serverSeconds: SERVER_S, waitedMs: null };
    expect(decide(updateOf(1, '/swap'), away).type).toBe('ignored');
    expect(decide(pressOf(1, 'yes:5'), away).type).toBe('ignored');
    expect(decide(pressOf(1, 'yes:5'), { ...away, waitedMs: 120_001 }).type).toBe('ignored');
    expect(decide(pressOf(1, 'yes:5'), { ...away, waitedMs: 120_000 }).type).toBe('button');
  });

  test.each([
    ['another bot', '/swap@other_bot'],
    ['plain words', 'swap now'],
    ['a command later in the line', 'please /swap'],
    ['a very long one', `/swap ${'a'.repeat(600)}`],
    ['no text', undefined],
    ['a number', 7],
    ['an empty command', '/'],
    ['a path', '/home/ann/swap'],
  ])('%s', (_name, text) => {
    expect(decide(updateOf(1, text)).type).toBe('ignored');
  });

  test.each([
    ['no data', undefined],
    ['a game', 7],
    ['an unknown word', 'force:1'],
    ['nothing after the colon', 'yes:'],
    ['a number out of reach', 'yes:99999999999999999999'],
    ['a negative number', 'yes:-5'],
    ['too long', `ack:${'a'.repeat(61)}`],
    ['two lines', 'ack:a\nyes:5'],
  ])('a press with %s', (_name, data) => {
    expect(decide(pressOf(1, data)).type).toBe('ignored');
  });

  test('a press below a message that is not the bot’s, or was forwarded, or is inline', () => {
    expect(decide(pressOf(1, 'yes:5', {}, { from: ann })).type).toBe('ignored');
    expect(decide(pressOf(1, 'yes:5', {}, { forward_origin: {} })).type).toBe('ignored');
    expect(decide(pressOf(1, 'yes:5', { message: undefined, inline_message_id: 'x' })).type).toBe('ignored');
    expect(decide(pressOf(1, 'yes:5', { inline_message_id: 'x' })).type).toBe('ignored');
  });

  test('a stranger, and a user of the list elsewhere: told by their ids, name cleaned', () => {
    const from = { id: 666, is_bot: false, username: '\u001b[31mMallory\n' };
    expect(decide(updateOf(1, '/swap', { from }))).toEqual({
      type: 'foreign',
      user: 666,
      name: 'Mallory',
      chat: CHAT,
    });
    expect(decide(updateOf(1, '/swap', { chat: { id: 5, type: 'group' } })).type).toBe('foreign');
    expect(decide(pressOf(1, 'yes:5', { from })).type).toBe('foreign');
    expect(decide(updateOf(1, '/swap', { from: { ...ann, is_bot: true } })).type).toBe('ignored');
  });

  test.each([
    null,
    7,
    'x',
    [],
    {},
    { update_id: 1 },
    { update_id: 1, message: null },
    { update_id: 1, message: [] },
  ])('no update at all: %j', (update) => {
    expect(decide(update).type).toBe('ignored');
  });

  test('two payloads at once', () => {
    expect(decide({ ...updateOf(1, '/swap'), ...pressOf(1, 'yes:5') }).type).toBe('ignored');
  });
});

const POISON: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  '',
  String(USER),
  [USER],
  { id: USER },
  'x'.repeat(5_000),
];

/** A copy with one value somewhere in it replaced, or one key taken away or added. */
function spoil(value: unknown, random: () => number): unknown {
  const pick = (): unknown => POISON[Math.floor(random() * POISON.length)];
  if (typeof value !== 'object' || value === null || random() < 0.1) return pick();
  const entries = Object.entries(value);
  const [key] = entries[Math.floor(random() * entries.length)] ?? ['none'];
  if (random() < 0.15) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return { ...value, [key]: spoil(Reflect.get(value, key), random) };
}

test('of ten thousand spoilt updates only those of a configured user, in the chat, in person and in time are obeyed', () => {
  const random = randomFrom(11);
  let obeyed = 0;
  for (let round = 0; round < 10_000; round += 1) {
    const whole = random() < 0.5 ? updateOf(1, '/swap personal') : pressOf(1, 'yes:5');
    const update = spoil(random() < 0.4 ? spoil(whole, random) : whole, random);
    const decision = decide(update);
    if (decision.type !== 'command' && decision.type !== 'button') continue;
    obeyed += 1;
    // Whatever is obeyed still holds these, exactly as configured.
    const { message, callback_query: query } = update as Record<string, Record<string, unknown>>;
    const place = (message ?? query?.message) as Record<string, Record<string, unknown>>;
    const from = (message ?? query)?.from as Record<string, unknown>;
    expect(ALLOWED.userIds).toContain(from.id);
    expect(from.is_bot).toBe(false);
    expect(place.chat?.id).toBe(CHAT);
    if (message) expect(Math.abs(SERVER_S - Number(message.date))).toBeLessThanOrEqual(120);
    else expect(place.from?.id).toBe(BOT);
  }
  // Harmless fields were spoilt often enough for the test to say something.
  expect(obeyed).toBeGreaterThan(500);
});
