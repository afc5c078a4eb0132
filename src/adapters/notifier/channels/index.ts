import type { ChannelMaker } from '../channel.js';
import { email } from './email.js';
import { telegram } from './telegram.js';

/** Every channel. The first one that is configured gets all messages, the others what nobody reacted to. */
export const CHANNELS: readonly ChannelMaker[] = [telegram, email];
