import type { Path } from './lookup.js';

/** Whether what stands at `path` may be a secret, or hold one: no message ever shows such a value. */
export function isSecretPath(path: Path): boolean {
  const last = path.at(-1);
  // A channel written as one text is most likely its secret; an address may hold a password.
  const isChannel =
    path[0] === 'notifications' && path.length === 2 && (last === 'telegram' || last === 'email');
  return isChannel || last === 'token' || last === 'resend_key' || last === 'api' || path.includes('env');
}
