import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSource } from '../../src/commands/queue-source.js';
import { temporaryFolder } from '../adapters/support.js';

test('the login of an account is no task: its file is not opened, by whatever name', async () => {
  const dir = temporaryFolder();
  const login = join(dir, '.credentials.json');
  const link = join(dir, 'task.md');
  writeFileSync(login, '{"accessToken":"login"}');
  symlinkSync(login, link);
  for (const path of [login, link])
    expect(await readSource([path])).toEqual({
      ok: false,
      reason: `${path} is the login of an account, which is never opened. Name another file`,
    });
});
