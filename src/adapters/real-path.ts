import { realpathSync } from 'node:fs';

/** The path without links; null when nothing is there or it cannot be looked at. */
export function realOrNull(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** The path without links; as written when nothing is there or it cannot be looked at. */
export function realOrSame(path: string): string {
  return realOrNull(path) ?? path;
}
