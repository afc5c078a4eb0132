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

/**
 * The first path at or below `path` where `value` holds a secret itself instead of naming where it is (`env:NAME`,
 * `file:PATH`), null when there is none. Variables of sessions count when they look like a secret.
 */
export function inlineSecretAt(path: Path, value: unknown): Path | null {
  if (typeof value === 'object' && value !== null) {
    const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [step, below] of entries) {
      const found = inlineSecretAt([...path, step], below);
      if (found !== null) return found;
    }
    return null;
  }
  const text = String(value);
  const isOne = isSecretPath(path) && path.at(-1) !== 'api' && !path.includes('env');
  const isNamed = /^(?:env|file):/.test(text);
  return (isOne && !isNamed) || withoutSecretForms(text) !== text ? path : null;
}
