import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { processWith } from '../../src/adapters/open-conversation.js';
import { privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { temporaryFolder } from './support.js';

const AGENT = new URL('../../fixtures/agents/claude', import.meta.url).pathname;
const ID = '11111111-2222-4333-8444-555555555555';

test('a process that has a conversation open is found wherever it runs, and not after its end', async () => {
  const home = temporaryFolder();
  const dir = join(home, '.claude');
  mkdirSync(dir);
  const server = await privateTmux();
  onTestFinished(() => server.end());
  await server.start({ name: 'elsewhere', argv: ['env', `HOME=${home}`, AGENT, '--session-id', ID] });
  await until('the agent', () => processWith(ID, [dir]) !== null);
  expect(processWith('another', [dir])).toBeNull();
  expect(processWith(ID, [join(home, 'other')])).toBeNull();
  await server.end();
  await until('its end', () => processWith(ID, [dir]) === null);
});
