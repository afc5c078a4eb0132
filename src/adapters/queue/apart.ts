import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';

/** The real path, also of something that is not there yet: then of the nearest folder above it. */
async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(await realOf(above), basename(path));
  }
}

function isInside(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}

/**
 * The first of `others` that lies in `dir` or holds it, null when there is none. A link among them counts twice: as
 * what it points to and as where it stands.
 */
export async function notApart(dir: string, others: readonly string[]): Promise<string | null> {
  const real = await realOf(resolve(dir));
  for (const other of others) {
    const path = resolve(other);
    const places = [await realOf(path), join(await realOf(dirname(path)), basename(path))];
    if (places.some((place) => isInside(real, place) || isInside(place, real))) return other;
  }
  return null;
}
