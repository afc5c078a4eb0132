import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../support/until.js';
import { proposal } from '../ui/snapshots.js';
import { temporaryFolder } from './support.js';
import { CHAT, listening, messageOf, pressOf, talk, USER, updateOf } from './telegram-support.js';

const now = (): number => Math.floor(Date.now() / 1_000);

describe('a conversation', () => {
  test('/status is answered, the menu is offered in this chat alone', async () => {
    const it = await talk();
    await listening(it);
    it.say('/status');
    await until('the answer', () => it.server.said().length === 1);
    expect(it.server.said()[0]).toContain('Active account:');
    const [answer] = it.server.calls.filter(({ method }) => method === 'sendMessage');
    expect(answer?.params).toMatchObject({ chat_id: CHAT, link_preview_options: { is_disabled: true } });
    expect(answer?.params).not.toHaveProperty('parse_mode');
    const menu = it.server.calls.find(({ method }) => method === 'setMyCommands');
    expect(menu?.params.scope).toEqual({ type: 'chat', chat_id: CHAT });
    expect(it.server.count('setMyCommands')).toBe(1);
    expect(it.acknowledged).toEqual(['*']);
  });

  test('an order reaches the engine, its answer the chat', async () => {
    const it = await talk();
    await listening(it);
    it.obey = async () => ({ status: 'refused', reason: 'the disk is full' });
    it.say('/pause');
    await until('the answer', () => it.server.said().length === 1);
    expect(it.sent).toEqual([{ type: 'pause' }]);
    expect(it.server.said()).toEqual(['Not done: the disk is full.']);
  });

  test('a swap is asked back, and done by one press of the one who asked', async () => {
    const it = await talk();
    await listening(it);
    it.say('/swap');
    await until('the question', () => it.server.keys().length === 2);
    expect(it.sent).toEqual([]);
    const [yes = '', cancel = ''] = it.server.keys();
    it.press(yes, { from: { id: 77, is_bot: false } });
    await until('an answer for the other user', () => it.server.count('answerCallbackQuery') === 1);
    expect(it.sent).toEqual([]);
    it.press(yes);
    await until('the swap', () => it.sent.length === 1);
    expect(it.sent).toEqual([{ type: 'swap', to: it.snapshot.next.account, force: false }]);
    it.press(yes);
    it.press(cancel);
    await until('their answers', () => it.server.count('answerCallbackQuery') === 4);
    expect(it.sent).toHaveLength(1);
    expect(it.server.count('editMessageReplyMarkup')).toBe(1);
  });

  test('Cancel takes the question away', async () => {
    const it = await talk();
    await listening(it);
    it.say('/swap');
    await until('the question', () => it.server.keys().length === 2);
    const [yes = '', cancel = ''] = it.server.keys();
    it.press(cancel);
    it.press(yes);
    await until('both answers', () => it.server.count('answerCallbackQuery') === 2);
    expect(it.sent).toEqual([]);
    expect(it.server.said().at(-1)).toBe('Cancelled: no swap.');
  });

  test('the buttons of a proposal answer that proposal and no other', async () => {
    const it = await talk();
    await listening(it);
    it.snapshot = proposal;
    const at = Date.parse(proposal.proposal?.at ?? '');
    it.press(`yes:${at - 1}`);
    await until('the refusal', () => it.server.said().length === 1);
    expect(it.sent).toEqual([]);
    expect(it.server.said()[0]).toContain('no longer stands');
    it.press(`yes:${at}`);
    await until('the order', () => it.sent.length === 1);
    expect(it.sent).toEqual([{ type: 'answer', yes: true, of: proposal.proposal?.at }]);
    it.press(`no:${at}`);
    await until('the other order', () => it.sent.length === 2);
    expect(it.sent[1]).toEqual({ type: 'answer', yes: false, of: proposal.proposal?.at });
  });

  test('a message of the notifier is acknowledged', async () => {
    const it = await talk();
    await listening(it);
    it.press('ack:m-17');
    await until('the answer', () => it.server.count('answerCallbackQuery') === 1);
    expect(it.acknowledged).toEqual(['m-17']);
  });

  test('ten a minute: the eleventh is told so, the others get silence', async () => {
    const it = await talk();
    await listening(it);
    it.server.push(
      ...Array.from({ length: 15 }, (_, index) => updateOf(500 + index, '/pause', { date: now() })),
    );
    await until('all are taken', () => it.server.calls.some(({ params }) => Number(params.offset) >= 515));
    await until('the answers', () => it.server.said().length === 11);
    expect(it.sent).toHaveLength(10);
    expect(it.server.said().filter((text) => text.startsWith('Too many commands'))).toHaveLength(1);
  });
});

describe('silence', () => {
  test('without users nobody is asked and nobody may ask', async () => {
    const it = await talk({ settings: { userIds: [] } });
    it.telegram.reconfigure(null);
    await it.telegram.stop();
    expect(it.server.calls).toEqual([]);
  });

  test('what waited while nobody looked is confirmed, not obeyed, however much', async () => {
    const waiting = Array.from({ length: 230 }, (_, index) =>
      updateOf(100 + index, '/pause', { date: now() }),
    );
    const it = await talk({ before: (server) => server.push(...waiting, pressOf(330, 'yes:5')) });
    await listening(it);
    expect(it.sent).toEqual([]);
    it.say('/resume');
    await until('the new one', () => it.sent.length === 1);
    expect(it.sent).toEqual([{ type: 'resume' }]);
    await until('its answer', () => it.server.said().length === 1);
  });

  test('of a crowd of forbidden updates none does anything', async () => {
    const it = await talk();
    await listening(it);
    const date = now();
    const from = { id: 666, is_bot: false, username: 'mallory\u001b[2J' };
    const shapes: readonly Record<string, unknown>[] = [
      { message: messageOf('/pause', { date, from }) },
      { message: messageOf('/pause', { date, from }) },
      { message: messageOf('/pause', { date, chat: { id: 5, type: 'private' } }) },
      { message: messageOf('/pause', { date: date - 500 }) },
      { message: messageOf('/pause', { date, forward_origin: {} }) },
      { message: messageOf('/pause', { date, via_bot: {} }) },
      { message: messageOf('/pause@other_bot', { date }) },
      { message: messageOf({ text: '/pause' }, { date }) },
      { edited_message: messageOf('/pause', { date }) },
      { channel_post: messageOf('/pause', { date }) },
      { inline_query: { id: '1', from, query: '/pause' } },
      { message: null },
      pressOf(0, 'yes:5', { from }),
      pressOf(0, 'nonsense'),
    ];
    const bad = shapes.map((shape, index) => ({ ...shape, update_id: 600 + index }));
    it.server.push(null, 'x', 7, { update_id: 'abc' }, { update_id: 2 ** 60 }, ...bad);
    it.server.push(updateOf(700, '/resume', { date }));
    await until('the good one', () => it.sent.length === 1);
    expect(it.sent).toEqual([{ type: 'resume' }]);
    await until('its answer', () => it.server.said().length === 1);
    expect(it.server.count('answerCallbackQuery')).toBe(0);
    expect(it.log.filter((line) => line.includes('not allowed'))).toEqual([
      'Telegram: user 666 ("mallory") in chat 4242 is not allowed, ignored.',
      `Telegram: user ${USER} ("Ann") in chat 5 is not allowed, ignored.`,
    ]);
  });

  test('an id out of reach does not move the offset, nor make a busy loop', async () => {
    const it = await talk();
    await listening(it);
    it.server.push({ ...updateOf(2 ** 40, '/pause', { date: now() }) });
    await until('it backs off', () => it.pauses.length >= 3);
    expect(it.pauses.slice(0, 3)).toEqual([500, 1_000, 2_000]);
    expect(it.sent).toEqual([]);
  });
});

describe('at most once', () => {
  const fileOf = (stateDir: string): string => join(stateDir, 'telegram-offset.json');

  test('the offset is on the disk, for us alone, when a command acts', async () => {
    const it = await talk();
    await listening(it);
    let seen = '';
    it.obey = async () => {
      seen = readFileSync(fileOf(it.stateDir), 'utf8');
      return { status: 'done', text: 'ok' };
    };
    it.say('/pause');
    await until('the command', () => it.sent.length === 1);
    expect(JSON.parse(seen)).toMatchObject({ bot: it.server.bot.id, next: 501 });
    expect(statSync(fileOf(it.stateDir)).mode & 0o777).toBe(0o600);
  });

  test('a life that ended between offset and act: the next one does not obey it again', async () => {
    const first = await talk();
    await listening(first);
    first.obey = () => new Promise(() => undefined);
    first.say('/pause');
    await until('the command', () => first.sent.length === 1);
    await first.telegram.stop();
    const second = await talk({ stateDir: first.stateDir, server: first.server });
    const polls = (): number => second.server.calls.filter(({ params }) => params.timeout === 20).length;
    const before = polls();
    await until('its long poll', () => polls() > before);
    // A server that hands the same update out again, as if it were new.
    second.server.forgetful = true;
    second.server.push(updateOf(500, '/pause', { date: now() }), updateOf(501, '/resume', { date: now() }));
    await until('the new one', () => second.sent.length > 0);
    expect(second.sent).toEqual([{ type: 'resume' }]);
  });

  test('repeated within a life it is obeyed once', async () => {
    const it = await talk();
    await listening(it);
    it.server.forgetful = true;
    it.say('/pause');
    it.say('/resume');
    await until('both', () => it.sent.length === 2);
    await until('it backs off', () => it.pauses.length > 2);
    expect(it.sent).toEqual([{ type: 'pause' }, { type: 'resume' }]);
  });

  test('nothing is done when the offset cannot be written', async () => {
    const notAFolder = join(temporaryFolder(), 'file');
    writeFileSync(notAFolder, '');
    const it = await talk({ stateDir: notAFolder });
    await listening(it);
    it.say('/pause');
    await until('the complaint', () => it.server.said().length === 1);
    expect(it.server.said()[0]).toContain('cannot be written');
    expect(it.sent).toEqual([]);
  });
});
