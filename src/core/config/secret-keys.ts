import type { Path } from './lookup.js';

/** What tokens of Telegram's bots, keys of Resend and of Anthropic look like; the beginning of one too. */
const FORM = /\d{6,}:[\w-]{8,}|\bre_\w{8,}|\bsk-ant-[\w-]{8,}/g;

/** A message about a configuration, without what looks like a secret that slipped into the place of a name or another value. */
export function withoutSecretForms(text: string): string {
  return text.replace(FORM, '[secret]');
}

/** Whether what stands at `path` may be a secret, or hold one: no message ever shows such a value. */
export function isSecretPath(path: Path): boolean {
  const last = path.at(-1);
  // A channel written as one text is most likely its secret; an address may hold a password.
  const isChannel =
    path[0] === 'notifications' && path.length === 2 && (last === 'telegram' || last === 'email');
  if (path[0] === 'notifications' && path[1] === 'channels') return path.length > 2;
  return isChannel || last === 'token' || last === 'resend_key' || last === 'api' || path.includes('env');
}
