import { setFlagsFromString } from 'node:v8';

/**
 * For a process that stays: V8's heap grows with what it holds, not with what a start leaves behind. By itself the space
 * for young objects grows to 128 MB while the program is loaded and never shrinks in one that then hardly allocates,
 * and old objects may double before anyone looks for dead ones, by 8 MB at the least unless V8 is to mind its size.
 * Call it before the program is loaded: what V8 has taken it keeps. V8 reads all of them whenever it would grow;
 * `--max-semi-space-size` it takes on the command line alone. A flag that a V8 does not know changes nothing.
 *
 * `growingPercent`: by how much the heap may grow before dead objects are looked for. Less costs time at every key.
 */
export function keepHeapSmall(growingPercent = 40): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString(`--heap-growing-percent=${growingPercent}`);
  setFlagsFromString('--optimize-for-size');
}

/**
 * For a process that mostly waits: its code is interpreted. The compilers take 8 MB of Node's program and 6 MB of heap
 * (Node 24); an idle supervisor of 100 sessions works about as long with as without them. Reading a screen takes twice
 * as long, 0.1 ms; it is mostly regular expressions, which are compiled all the same.
 */
export function keepCodeSmall(): void {
  for (const tier of ['--no-opt', '--no-maglev', '--no-sparkplug']) setFlagsFromString(tier);
}
