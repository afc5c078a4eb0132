import { expect, test } from 'vitest';
import { refusal } from '../support/fake-telegram.js';
import { until } from '../support/until.js';
import { talk } from './telegram-support.js';

// The words of a refusal are cut: what is left of a token is no longer the token.
test.each([80, 95, 100, 105])(
  'a refusal that repeats the address tells no part of the token (%i)',
  async (before) => {
    const it = await talk({
      before: (server) => {
        const words = `${'x'.repeat(before)} /bot${server.token}/getUpdates`;
        server.trick = ({ method }) => (method === 'getUpdates' ? refusal(500, words) : null);
      },
    });
    await until('it is told', () => it.log.length > 0);
    const { token } = it.server;
    const parts = Array.from({ length: token.length - 7 }, (_, from) => token.slice(from, from + 8));
    expect(parts.filter((part) => it.log.join().includes(part))).toEqual([]);
  },
);
