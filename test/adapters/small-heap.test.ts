import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** A process whose young objects live for a while: what V8 takes for them then, MB. */
const SCRIPT = `
let kept = [];
for (let made = 0; made < 2e6; made += 1) {
  kept.push({ made, list: [made] });
  if (kept.length > 50_000) kept = [];
}
const { getHeapSpaceStatistics } = await import('node:v8');
const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
console.log(young.space_size / 1024 ** 2);
`;

function youngMb(before: string): number {
  const argv = ['--input-type=module', '-e', `${before}\n${SCRIPT}`];
  return Number(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
}

test('the space for young objects does not grow in a process that asked for a small heap', () => {
  const place = new URL('../../dist/adapters/small-heap.js', import.meta.url).href;
  const asked = `const { keepHeapSmall } = await import('${place}');\nkeepHeapSmall();`;
  expect(youngMb('')).toBeGreaterThan(8);
  expect(youngMb(asked)).toBeLessThanOrEqual(4);
});
