import type { Config } from '../../core/config/schema.js';
import type { Secrets } from '../secrets.js';
import { CHANNELS } from './channels/index.js';

export interface ChannelTrouble {
  readonly name: string;
  readonly reason: string;
}

/** Those whose settings stand below `notifications.channels`; the others have keys of their own. */
const PLUGGED = CHANNELS.filter(({ played }) => played !== undefined);

/** Names below `notifications.channels` that no channel has. */
export function unknownChannels({ channels }: Config['notifications']): readonly ChannelTrouble[] {
  const known = PLUGGED.map(({ name }) => name);
  const there = known.length === 0 ? 'None has been added here' : `There are: ${known.join(', ')}`;
  return Object.keys(channels)
    .filter((name) => !known.includes(name))
    .map((name) => ({ name, reason: `${unknown(name)}. ${there}.` }));
}

/** Those of the contract stand beside `channels`, not below it. */
function unknown(name: string): string {
  return CHANNELS.some((channel) => channel.name === name)
    ? `"${name}" stands one level up: write notifications.${name}`
    : `no channel is called "${name}"`;
}

/** Why channels below `notifications.channels` cannot be used, as far as that is known without sending. */
export function channelTroubles(
  { notifications }: Pick<Config, 'notifications'>,
  secrets: Secrets,
): readonly ChannelTrouble[] {
  const own = PLUGGED.flatMap(({ name, open }) => {
    const opened = open({ notifications, secrets, deadlineMs: 1 });
    return opened.type === 'trouble' ? [{ name, reason: opened.reason }] : [];
  });
  return [...unknownChannels(notifications), ...own];
}
