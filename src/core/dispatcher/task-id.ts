import { cutToBytes } from './prompt.js';

/** Bytes of UTF-8, without a suffix. A file name may have 255: there is room for both, and for `.reason`. */
const MAX_ID_BYTES = 180;

/**
 * The id of a task whose file has this name (with or without `.md`), fit for a file name, an argument, a variable and
 * one line of a screen: what is not printable, blanks and slashes become `_`, so does what an argument must not begin with.
 */
export function taskId(name: string): string {
  const safe = name.replace(/\.md$/, '').replace(/[\p{C}\p{Z}\s/\ufffd]/gu, '_');
  const begun = /^[.-]/.test(safe) || safe === '' ? `_${safe}` : safe;
  // A suffix of ours stays whole, so that the name we gave a file makes the same id again.
  const suffix = /~\d{1,6}$/.exec(begun)?.[0] ?? '';
  return cutToBytes(begun.slice(0, begun.length - suffix.length), MAX_ID_BYTES) + suffix;
}

/** `wanted`, or with the first suffix (`~2`, `~3`, …) that nobody has. */
export function freeId(wanted: string, isTaken: (id: string) => boolean): string {
  let id = wanted;
  for (let n = 2; isTaken(id); n++) id = `${wanted}~${n}`;
  return id;
}
