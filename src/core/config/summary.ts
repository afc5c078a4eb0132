import { formatDuration } from './duration.js';
import type { Config } from './schema.js';

function names(list: readonly { readonly name: string }[]): string {
  return list.length === 0 ? 'none' : list.map(({ name }) => name).join(', ');
}

function poolText({ sessions }: Config): string {
  const { pool } = sessions;
  if (!pool || pool.size === 0) return 'none';
  const last = pool.first + pool.size - 1;
  const range = pool.size === 1 ? '' : ` to ${pool.prefix}${last}`;
  return `${pool.prefix}${pool.first}${range} in ${pool.cwd}`;
}

function offText({ notifications, http, quota }: Config): string {
  const off = [
    notifications.telegram ? null : 'telegram',
    notifications.email ? null : 'email',
    http.enabled ? null : 'http',
    quota.proactive === 'off' ? 'quota.proactive' : null,
  ].filter((part) => part !== null);
  return off.length === 0 ? 'nothing' : off.join(', ');
}

/** What a configuration comes to, a line each: its word and its text. */
export function configSummary(config: Config): readonly (readonly [string, string])[] {
  const { accounts, sessions, quota, dispatcher, tmux } = config;
  return [
    ['mode', config.mode],
    ['accounts', `${names(accounts.list)} (link ${accounts.link}, policy ${accounts.policy})`],
    ['pool', poolText(config)],
    ['dedicated', names(sessions.dedicated)],
    ['tmux', `socket ${tmux.socket}, looked at every ${formatDuration(quota.poll_interval)}`],
    ['queue', dispatcher.queue_dir],
    ['off', offText(config)],
  ];
}
