import { expect, test } from 'vitest';
import { knowsNoSync, syncFolder } from '../../src/adapters/durable.js';

const failed = (code: string) => Object.assign(new Error(code), { code });

test('only what says that it cannot be made durable is taken as it is', () => {
  expect(['EINVAL', 'ENOTSUP'].map((code) => knowsNoSync(failed(code)))).toEqual([true, true]);
  expect(['EIO', 'ENOSPC', 'EACCES'].some((code) => knowsNoSync(failed(code)))).toBe(false);
});

// Of Linux: a file system that answers EINVAL.
test.skipIf(process.platform !== 'linux')(
  'a folder that cannot be made durable is no fault, one that is not there is',
  async () => {
    await syncFolder('/proc');
    await expect(syncFolder('/proc/none')).rejects.toThrow('ENOENT');
  },
);
