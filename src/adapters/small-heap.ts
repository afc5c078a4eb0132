import { setFlagsFromString } from 'node:v8';

/**
 * For a process that stays: V8's heap grows with what it holds, not with what a start leaves behind. By itself the space
 * for young objects grows to 128 MB while the program is loaded and never shrinks in one that then hardly allocates, and
 * old objects may double before anyone looks for dead ones. One compiler of hot code is enough: two at work take 5 MB
 * more of what malloc does not give back, for no faster key (Node 24).
 * Call it before the program is loaded: what V8 has taken it keeps. V8 reads the flags whenever it would grow;
 * `--max-semi-space-size` it takes on the command line alone. A flag that a V8 does not know changes nothing.
 *
 * `growingPercent`: by how much old objects may grow before dead ones are looked for. Less costs time at every key.
 */
export function keepHeapSmall(growingPercent = 20): void {
  const flags = ['--semi-space-growth-factor=1', `--heap-growing-percent=${growingPercent}`, '--no-maglev'];
  for (const flag of flags) setFlagsFromString(flag);
}

/**
 * For a process that mostly waits and that nobody presses keys in: V8 minds its size (without that, old objects may grow
 * by 8 MB at the least), and its code is interpreted. The compilers take 8 MB of Node's program and 6 MB of heap
 * (Node 24); an idle supervisor of 100 sessions works about as long with as without them. Reading a screen takes
 * twice as long, 0.1 ms; it is mostly regular expressions, which are compiled all the same.
 */
export function keepCodeSmall(): void {
  for (const flag of ['--optimize-for-size', '--no-opt', '--no-maglev', '--no-sparkplug'])
    setFlagsFromString(flag);
}
