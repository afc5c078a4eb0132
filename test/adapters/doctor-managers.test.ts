import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gatherManagers } from '../../src/adapters/doctor/managers.js';
import { managers } from '../../src/core/doctor/managers.js';
import { privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';

test('a program that is known to change logins is found by its name, also behind its interpreter', async () => {
  const tmux = await privateTmux();
  onTestFinished(() => tmux.end());
  // A name of this test alone: other tests look at the same machine.
  const name = `manager-${randomBytes(4).toString('hex')}`;
  const program = join(tmux.dir, `${name}.py`);
  writeFileSync(program, 'read line\n', { mode: 0o755 });
  const pane = await tmux.start({ name: 'other', argv: ['sh', program] });
  const pid = Number(await tmux.tmux('display-message', '-p', '-t', pane, '#{pane_pid}'));
  const context = {
    env: {},
    home: tmux.dir,
    uid: process.getuid?.() ?? -1,
    platform: 'linux',
    stateDir: tmux.dir,
    loaded: { type: 'none', path: '/none' },
    config: null,
    nowMs: 0,
    programWithinMs: 0,
  } as const;
  const facts = await until('it is seen', async () => {
    const found = await gatherManagers(context, new Set([name]));
    return found.running.length > 0 && found;
  });
  expect(facts.running).toEqual([{ name, pids: [pid] }]);
  const [said] = managers.judge(facts);
  expect(said).toMatchObject({ id: 'other-manager', level: 'warn', what: `${name} runs (pid ${pid})` });
});
