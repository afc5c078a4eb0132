import { randomBytes } from 'node:crypto';
import type { Config } from '../../core/config/schema.js';
import type { Message } from '../../core/notifier/message.js';
import type { Done } from '../../core/ports.js';
import type { Secrets } from '../secrets.js';
import { CHANNELS } from './channels/index.js';

/** One configured channel that can be tried. `name`: as in the configuration. */
export interface TestChannel {
  readonly name: string;
  /** Sends one real message, at once and once. Never throws; a reason holds no secret. */
  sendTest(): Promise<Done>;
}

const DEADLINE_MS = 10_000;

/** Every configured channel, for `doctor --notify`. */
export function testChannels(
  { notifications }: Pick<Config, 'notifications'>,
  secrets: Secrets,
): readonly TestChannel[] {
  return CHANNELS.flatMap((maker): readonly TestChannel[] => {
    const opened = maker.open({ notifications, secrets, deadlineMs: DEADLINE_MS });
    if (opened.type === 'unused') return [];
    const sendTest = async (): Promise<Done> => {
      if (opened.type === 'trouble') return { ok: false, reason: opened.reason };
      const message: Message = {
        id: randomBytes(8).toString('hex'),
        kind: 'back',
        atMs: Date.now(),
        text: 'This is a test message of claude-failover. Messages will arrive here.',
        level: 'info',
        buttons: [],
      };
      const outcome = await opened.channel.send({ message, note: '' }, new AbortController().signal);
      return outcome.type === 'sent' ? { ok: true } : { ok: false, reason: outcome.reason };
    };
    return [{ name: maker.name, sendTest }];
  });
}
