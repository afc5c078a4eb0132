import { type Stats, statSync } from 'node:fs';

/** Changes with the file, and when another one takes its place. */
export function signatureOf({ dev, ino, size, mtimeMs }: Stats): string {
  return `${dev}:${ino}:${size}:${mtimeMs}`;
}

/** '' when it is not there. Follows links. */
export function fileSignature(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? '' : signatureOf(stats);
}
