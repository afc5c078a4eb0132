import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { focusing } from '../../src/commands/viewer-focus.js';
import { temporaryFolder } from '../adapters/support.js';
import { normal } from '../ui/snapshots.js';

test('tmux learns whose client is to move, and no secret of our environment', async () => {
  const dir = temporaryFolder();
  const session = normal.sessions[0];
  if (session === undefined) throw new Error('the picture has no session');
  const program = `#!/bin/sh\nenv >> ${dir}/seen\necho "$*" >> ${dir}/seen\necho '${session.name}'\n`;
  writeFileSync(join(dir, 'tmux'), program, { mode: 0o755 });
  const env = {
    PATH: `${dir}:/usr/bin:/bin`,
    TMUX: `${dir}/socket,1,0`,
    TMUX_PANE: '%0',
    TELEGRAM_TOKEN: '123456:a-secret',
  };
  let gone = 0;
  const store = focusing(
    {
      subscribe: () => () => undefined,
      getSnapshot: () => normal,
      send: async () => ({ status: 'refused', reason: 'the engine was asked' }),
    },
    { config: null, env, onGone: () => gone++ },
  );
  expect(await store.send({ type: 'focus', session: session.id })).toMatchObject({ status: 'done' });
  expect(gone).toBe(1);
  const seen = readFileSync(join(dir, 'seen'), 'utf8');
  expect(seen).toContain(`switch-client -t ${session.pane}`);
  expect(seen).toContain('TMUX_PANE=%0');
  expect(seen).not.toContain('a-secret');
});
