import type { NotifierFacts, TestChannel } from '../../core/doctor/notifier.js';
import { testChannels } from '../notifier/test-message.js';
import { channelTroubles } from '../notifier/troubles.js';
import { resolveSecrets, type Secret } from '../secrets.js';
import { bounded, type DoctorContext } from './context.js';

/** Longer than a channel's own deadline. */
const TEST_WITHIN_MS = 15_000;

type Channel = NotifierFacts['channels'][number];

async function tested(channel: TestChannel): Promise<Channel['test']> {
  const result = await bounded(() => channel.sendTest(), TEST_WITHIN_MS);
  if (!result.ok) return { failed: result.reason };
  return result.facts.ok ? 'sent' : { failed: result.facts.reason };
}

/** The configured channels and whether their secrets can be had; with `send` a test message goes by each. */
export async function gatherNotifier(
  { config, loaded, env, uid }: DoctorContext,
  send: boolean,
): Promise<NotifierFacts> {
  if (config === null) return { channels: [] };
  const secrets = resolveSecrets(config, { file: loaded.path, env, uid });
  const senders: readonly TestChannel[] = send ? testChannels(config, secrets) : [];
  const troubles = new Map(channelTroubles(config, secrets).map(({ name, reason }) => [name, reason]));
  const named: readonly (readonly [string, Secret | null])[] = [
    ['telegram', secrets.telegramToken],
    ['email', secrets.resendKey],
    ...Object.keys(config.notifications.channels).map((name): [string, Secret] => {
      const reason = troubles.get(name);
      return [name, reason === undefined ? { ok: true, value: '' } : { ok: false, reason }];
    }),
  ];
  const channels = named.flatMap(([name, secret]) => (secret === null ? [] : [{ name, secret }]));
  return {
    channels: await Promise.all(
      channels.map(async ({ name, secret }): Promise<Channel> => {
        if (!secret.ok) return { name, secretRefusal: secret.reason, test: 'not-asked' };
        const sender = senders.find((one) => one.name === name);
        return {
          name,
          secretRefusal: null,
          test: sender === undefined ? 'not-asked' : await tested(sender),
        };
      }),
    ),
  };
}
