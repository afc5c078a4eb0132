import { describe, expect, test } from 'vitest';
import { fakeTelegram, refusal, type Trick } from '../support/fake-telegram.js';
import { until } from '../support/until.js';
import { troubled } from '../ui/snapshots.js';
import { CHAT, listening, talk } from './telegram-support.js';

/** Every request of this method gets the trick, until it is taken back. */
const spoil = (method: string, trick: Trick) => (call: { readonly method: string }) =>
  call.method === method ? trick : null;

const none = () => null;

describe('a server that misbehaves', () => {
  const tricks: readonly (readonly [string, Trick, string])[] = [
    ['500', refusal(500, 'Internal Server Error'), 'Telegram answered 500 Internal Server Error'],
    ['400', refusal(400, 'Bad Request \u001b[31mred'), 'Telegram answered 400 Bad Request red'],
    ['a page of HTML', { status: 200, body: '<html>captive portal</html>' }, 'is not the Bot API'],
    ['a 502 page', { status: 502, body: '<html>bad gateway</html>' }, 'it cannot be reached'],
    ['another shape', { status: 200, body: '{"ok":true,"result":{"update_id":1}}' }, 'is not the Bot API'],
    ['an empty body', { status: 200, body: '' }, 'is not the Bot API'],
    ['a JSON null', { status: 200, body: 'null' }, 'is not the Bot API'],
    ['an error of no shape', { status: 200, body: '{"ok":false,"error_code":"x"}' }, 'is not the Bot API'],
    ['a reset', 'reset', 'it cannot be reached'],
    ['a body without end', 'endless', 'it cannot be reached'],
  ];
  test.each(tricks)('%s: told in the log, waited, gone on', async (_name, trick, words) => {
    const it = await talk({
      before: (server) => {
        server.trick = spoil('getUpdates', trick);
      },
    });
    await until('it tried again', () => it.pauses.length >= 3);
    expect(it.pauses.slice(0, 3)).toEqual([500, 1_000, 2_000]);
    expect(it.log).toHaveLength(1);
    expect(it.log[0]).toContain(words);
    it.server.trick = none;
    await listening(it);
    it.say('/pause');
    await until('the command', () => it.sent.length === 1);
    expect(it.log.at(-1)).toBe('Telegram commands arrive again.');
    expect(it.screen).toEqual([]);
  });

  test('no answer at all: given up in time', async () => {
    const it = await talk({
      before: (server) => {
        server.trick = spoil('getUpdates', 'hang');
      },
    });
    await until('it tried again', () => it.pauses.length >= 1, 3_000);
    expect(it.log[0]).toContain('did not answer in time');
  });

  test('429: waits as long as it is told to', async () => {
    const it = await talk({
      before: (server) => {
        server.trick = spoil('getUpdates', refusal(429, 'Too Many Requests', { retry_after: 7 }));
      },
    });
    await until('it waited', () => it.pauses.length >= 2);
    expect(it.pauses.slice(0, 2)).toEqual([7_000, 7_000]);
  });

  test('a redirect is not followed: the token stands in the address', async () => {
    const other = await fakeTelegram();
    const it = await talk({
      before: (server) => {
        const headers = { location: `${other.url}/bot${server.token}/getUpdates` };
        server.trick = spoil('getUpdates', { status: 307, body: '', headers });
      },
    });
    await until('it tried again', () => it.pauses.length >= 2);
    expect(other.calls).toEqual([]);
  });

  test('409: on the screen once, first try after a minute, goes on by itself', async () => {
    const it = await talk({
      before: (server) => {
        server.trick = spoil('getUpdates', refusal(409, 'Conflict: terminated by other getUpdates request'));
      },
    });
    await until('it tried again', () => it.pauses.length >= 3);
    expect(it.pauses.slice(0, 3)).toEqual([60_000, 120_000, 240_000]);
    it.server.trick = none;
    await listening(it);
    it.server.trick = spoil('getUpdates', refusal(409, 'Conflict: terminated by other getUpdates request'));
    const before = it.pauses.length;
    it.say('/help');
    await until('the next conflict', () => it.pauses.length > before);
    expect(it.screen).toHaveLength(1);
    expect(it.screen[0]).toContain('someone else polls this bot');
  });

  test.each([401, 403, 404])('%i: said once, and tried again by itself, rarely', async (code) => {
    let refusals = 0;
    const it = await talk({
      before: (server) => {
        server.trick = (call) =>
          call.method === 'getMe' && ++refusals <= 4 ? refusal(code, 'Unauthorized') : null;
      },
    });
    await listening(it);
    expect(it.screen).toHaveLength(1);
    expect(it.screen[0]).toContain(`Telegram commands are off: the bot’s token was refused (${code}).`);
    expect(it.pauses).toEqual([60_000, 600_000, 3_600_000, 3_600_000]);
  });

  test('a token that was refused is tried at once when the configuration is read again', async () => {
    const it = await talk({
      pause: (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
      before: (server) => {
        server.trick = spoil('getMe', refusal(401, 'Unauthorized'));
      },
    });
    await until('it is said', () => it.screen.length === 1);
    it.server.trick = none;
    it.telegram.reconfigure(it.settings);
    await listening(it);
  });

  test('a refused menu and refused answers are nothing', async () => {
    const it = await talk({
      before: (server) => {
        server.trick = ({ method }) =>
          method === 'setMyCommands' || method === 'sendMessage' ? refusal(400, 'chat not found') : null;
      },
    });
    await listening(it);
    it.say('/pause');
    await until('the lost answer', () => it.log.length === 1);
    expect(it.sent).toHaveLength(1);
    expect(it.log[0]).toBe('Telegram: an answer could not be sent: Telegram answered 400 chat not found.');
  });

  test('answers that hang hold up no command', async () => {
    const it = await talk({
      before: (server) => {
        server.trick = spoil('sendMessage', 'hang');
      },
    });
    await listening(it);
    for (let round = 0; round < 5; round += 1) it.say('/pause');
    await until('all five', () => it.sent.length === 5, 1_500);
  });
});

describe('secrets', () => {
  test('stand in no answer and in no line, whatever the state says', async () => {
    const it = await talk();
    await listening(it);
    const { token } = it.server;
    it.snapshot = { ...troubled, needs: [`curl https://x/bot${token}/getMe`, 're_another-secret'] };
    it.obey = async () => ({ status: 'refused', reason: `no ${token}` });
    it.say('/status');
    it.say('/pause');
    await until('the answers', () => it.server.said().length === 2);
    const all = [...it.server.said(), ...it.log, ...it.screen].join('\n');
    expect(all).toContain('[secret]');
    expect(all).not.toContain(token);
    expect(all).not.toContain('re_another-secret');
  });

  test('a token that cannot be had is said', async () => {
    const it = await talk({
      settings: { token: { ok: false, reason: 'the variable T is not set. Set it.' } },
    });
    await until('it is said', () => it.screen.length === 1);
    expect(it.screen).toEqual(['Telegram commands are off: the variable T is not set. Set it.']);
    expect(it.server.calls).toEqual([]);
  });
});

describe('a change of the settings', () => {
  test('the same ones disturb nothing', async () => {
    const it = await talk();
    await listening(it);
    it.telegram.reconfigure({ ...it.settings });
    it.say('/pause');
    await until('the command', () => it.sent.length === 1);
    expect(it.server.count('getMe')).toBe(1);
  });

  test('a user who was taken off the list is a stranger at once', async () => {
    const it = await talk();
    await listening(it);
    it.telegram.reconfigure({ ...it.settings, userIds: [77] });
    await until('it began anew', () => it.server.count('getMe') === 2);
    await until('its long poll', () => {
      return it.server.calls.filter(({ params }) => params.timeout === 20).length === 2;
    });
    it.say('/pause');
    await until('the line', () => it.log.some((line) => line.includes('not allowed')));
    expect(it.sent).toEqual([]);
  });

  test('taken out of the configuration: silence', async () => {
    const it = await talk();
    await listening(it);
    it.telegram.reconfigure(null);
    await it.telegram.stop();
    const asked = it.server.calls.length;
    it.say('/pause');
    expect(it.sent).toEqual([]);
    expect(it.server.calls).toHaveLength(asked);
  });
});

describe('the end', () => {
  const within = async (work: Promise<void>): Promise<number> => {
    const begun = performance.now();
    await work;
    return performance.now() - begun;
  };

  test('comes at once in the middle of a long poll', async () => {
    const it = await talk();
    await listening(it);
    expect(await within(it.telegram.stop())).toBeLessThan(5_000);
  });

  test('comes within a second while nothing answers, the engine included', async () => {
    const it = await talk({
      before: (server) => {
        server.trick = spoil('sendMessage', 'hang');
      },
    });
    await listening(it);
    it.say('/status');
    it.obey = () => new Promise(() => undefined);
    it.say('/pause');
    await until('the command', () => it.sent.length === 1);
    expect(await within(it.telegram.stop())).toBeLessThan(1_000);
  });

  test('nothing begins after it', async () => {
    const it = await talk();
    await it.telegram.stop();
    it.telegram.reconfigure({ ...it.settings, chatId: CHAT + 1 });
    await it.telegram.stop();
    expect(it.server.count('getUpdates')).toBeLessThanOrEqual(1);
  });
});
