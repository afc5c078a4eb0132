import type { ChannelContext } from './channel.js';

type Settings<K extends string> =
  | { readonly type: 'unused' }
  | { readonly type: 'trouble'; readonly reason: string }
  | { readonly type: 'ready'; readonly settings: Readonly<Record<K, string>> };

/** What stands below `notifications.channels.NAME`: every one of `keys`, each looked up, and nothing else. */
export function settingsOf<K extends string>(
  { secrets }: Pick<ChannelContext, 'secrets'>,
  name: string,
  keys: readonly K[],
): Settings<K> {
  const written = Object.hasOwn(secrets.channels, name) ? secrets.channels[name] : undefined;
  if (written === undefined) return { type: 'unused' };
  const needs = `Write notifications.channels.${name} with: ${keys.join(', ')}.`;
  const strange = Object.keys(written).find((key) => !keys.includes(key as K));
  if (strange !== undefined) return { type: 'trouble', reason: `${strange} is none of its keys. ${needs}` };
  const found: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const secret = written[key];
    if (secret === undefined) return { type: 'trouble', reason: `${key} is missing. ${needs}` };
    if (!secret.ok) return { type: 'trouble', reason: secret.reason };
    found[key] = secret.value;
  }
  return { type: 'ready', settings: found as Record<K, string> };
}
