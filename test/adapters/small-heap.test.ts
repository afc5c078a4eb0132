import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** A process whose young objects live for a while: what V8 takes for them then, MB. */
const GROWING = `
let kept = [];
for (let made = 0; made < 2e6; made += 1) {
  kept.push({ made, list: [made] });
  if (kept.length > 50_000) kept = [];
}
const { getHeapSpaceStatistics } = await import('node:v8');
const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
console.log(young.space_size / 1024 ** 2);
`;

const PLACE = new URL('../../dist/adapters/small-heap.js', import.meta.url).href;

/** The number a script prints in a process that called this function first; none when it is ''. */
function printed(called: string, script: string): number {
  const before = called === '' ? '' : `const { ${called} } = await import('${PLACE}');\n${called}();`;
  const argv = ['--input-type=module', '-e', `${before}\n${script}`];
  return Number(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
}

test('the space for young objects does not grow in a process that asked for a small heap', () => {
  const byItself = printed('', GROWING);
  expect(byItself).toBeGreaterThan(8);
  // What a collection has just left counts too: 2 to 14 MB, of 32 (Node 24).
  expect(printed('keepHeapSmall', GROWING)).toBeLessThanOrEqual(byItself / 2);
});

/** Whether V8 has made machine code of a function that runs hot. */
const HOT = `
const { setFlagsFromString } = await import('node:v8');
setFlagsFromString('--allow-natives-syntax');
const statusOf = new Function('hot', 'return %GetOptimizationStatus(hot)');
const hot = (limit) => { let sum = 0; for (let at = 0; at < limit; at += 1) sum += at % 7; return sum; };
for (let call = 0; call < 3_000; call += 1) hot(3_000);
console.log(statusOf(hot));
`;
/** Bits of V8's OptimizationStatus (runtime.h, V8 13): optimised at all, by Maglev, by TurboFan; compiled as it stands. */
const OPTIMISED = (1 << 4) | (1 << 5) | (1 << 6);
const COMPILED = OPTIMISED | (1 << 15);
/** Leaves Maglev alone to optimise. */
const WITHOUT_TURBOFAN = `(await import('node:v8')).setFlagsFromString('--no-opt');`;

test('code that runs hot stays interpreted in a process that asked for it', () => {
  expect(printed('', HOT) & COMPILED).not.toBe(0);
  expect(printed('keepCodeSmall', HOT) & COMPILED).toBe(0);
});

test('only one compiler of hot code is at work in a process that asked for a small heap', () => {
  expect(printed('', WITHOUT_TURBOFAN + HOT) & OPTIMISED).not.toBe(0);
  expect(printed('keepHeapSmall', WITHOUT_TURBOFAN + HOT) & OPTIMISED).toBe(0);
  expect(printed('keepHeapSmall', HOT) & OPTIMISED).not.toBe(0);
});
