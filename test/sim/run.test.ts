import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const RUN = fileURLToPath(new URL('run.ts', import.meta.url));

// Node runs it as it stands, without what a test runner forgives in an import.
test('the simulator starts and finds nothing in a short run', async () => {
  const args = [RUN, '--seeds', '2', '--hours', '3', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 50_000 });
  expect(stdout).not.toBe('');
}, 60_000);
