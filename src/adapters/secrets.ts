import { readFileSync, statSync } from 'node:fs';
import { errorText } from './errors.js';
import { expandPath, type PathContext } from './paths.js';

export type Secret =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: string };

const MAX_BYTES = 16 * 1024;

function fromFile(path: string, uid: number): Secret {
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > MAX_BYTES)
      return { ok: false, reason: `${path} is not a small regular file.` };
    if (stats.uid !== uid)
      return { ok: false, reason: `${path} belongs to user ${stats.uid}. Make it your own.` };
    if ((stats.mode & 0o077) !== 0)
      return { ok: false, reason: `${path} is open to others. Run chmod 600 on it.` };
    const value = readFileSync(path, 'utf8').trim();
    return value === ''
      ? { ok: false, reason: `${path} is empty. Put the secret into it.` }
      : { ok: true, value };
  } catch (error) {
    return { ok: false, reason: `${path} cannot be read: ${errorText(error)}.` };
  }
}

/** `env:NAME`, `file:PATH` (own, 0600) or the value itself. A reason never holds the value. */
export function resolveSecret(
  written: string,
  context: PathContext,
  uid: number = process.getuid?.() ?? -1,
): Secret {
  if (written.startsWith('file:')) return fromFile(expandPath(written.slice(5), context), uid);
  if (!written.startsWith('env:')) return { ok: true, value: written };
  const name = written.slice(4);
  const value = context.env[name]?.trim() ?? '';
  if (value !== '') return { ok: true, value };
  return { ok: false, reason: `The variable ${name} is not set. Set it where claude-failover is started.` };
}
