import { expect, test } from 'vitest';
import { configChanges } from '../../../src/core/config/changes.js';
import { editWords } from '../../../src/core/config/edit-words.js';
import { ConfigSchema } from '../../../src/core/config/schema.js';

const LONG = 'x'.repeat(300);
const written = (command?: string) => ({ raw: { sessions: { command } }, config: null });

test('a long value is cut where an edit is told', () => {
  expect(editWords(['sessions', 'command'], written(LONG), written())).toBe(
    `sessions.command ${'x'.repeat(199)}… -> none`,
  );
  expect(editWords(['sessions', 'command'], written(), written('x'.repeat(200)))).toBe(
    `sessions.command none -> ${'x'.repeat(200)}`,
  );
});

test('and more so in the line that tells of a changed file', () => {
  const config = (command: string) => ConfigSchema.parse({ sessions: { command } });
  expect(configChanges(config('claude'), config(LONG))).toEqual([
    `sessions.command claude → ${'x'.repeat(59)}…`,
  ]);
});

test('a part that goes is told without the secrets in it', () => {
  const before = {
    raw: { notifications: { channels: { own: { url: 'hush', more: ['hush'] } } } },
    config: null,
  };
  expect(editWords(['notifications', 'channels'], before, { raw: {}, config: null })).toBe(
    'notifications.channels {"own":{"url":"[secret]","more":["[secret]"]}} -> none',
  );
});

test('a secret is said to come, to change and to go, and never what it is', () => {
  const path = ['notifications', 'telegram', 'token'];
  const holding = (token?: string) => ({ raw: { notifications: { telegram: { token } } }, config: null });
  expect(editWords(path, holding(), holding('hush'))).toBe('notifications.telegram.token added');
  expect(editWords(path, holding('hush'), holding('env:T'))).toBe('notifications.telegram.token changed');
  expect(editWords(path, holding('hush'), holding())).toBe('notifications.telegram.token removed');
});
