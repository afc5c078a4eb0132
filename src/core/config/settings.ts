import { NO_SETTINGS, type Settings } from '../engine/settings.js';
import type { Config } from './schema.js';

/** What the engine needs of a loaded configuration (paths resolved); null is the life without one: observe. */
export function settingsOf(config: Config | null): Settings {
  if (config === null) return NO_SETTINGS;
  const { accounts, sessions, quota, switcher, watcher, dispatcher, janitor } = config;
  const pool = sessions.pool
    ? { prefix: sessions.pool.prefix, first: sessions.pool.first, size: sessions.pool.size }
    : null;
  return {
    mode: config.mode,
    accounts: accounts.list,
    policy: accounts.policy,
    pool,
    dedicated: sessions.dedicated.map((session) => session.name),
    restartable: sessions.dedicated
      .filter((session) => session.command !== undefined)
      .map((session) => session.name),
    pollIntervalMs: quota.poll_interval,
    confirmAfterMs: quota.confirm_after,
    cooldownMs: quota.reactivate_cooldown,
    proactive: quota.proactive === 'off' ? null : quota.proactive,
    minBlocked: quota.min_blocked,
    minWaitMs: quota.min_wait,
    onModelLimit: quota.on_model_limit,
    onSpendLimit: quota.on_spend_limit,
    drainMs: switcher.drain,
    staggerMs: switcher.stagger,
    kept: sessions.dedicated
      .filter((session) => session.command !== undefined && session.cwd !== undefined)
      .map((session) => session.name),
    reconcileMs: sessions.reconcile,
    taskTimeoutMs: watcher.timeout,
    taskAttempts: dispatcher.attempts,
    janitor: {
      everyMs: janitor.every,
      done: { maxAgeMs: janitor.done_max_age, maxCount: janitor.done_max_count },
      failed: { maxAgeMs: janitor.failed_max_age, maxCount: janitor.failed_max_count },
    },
  };
}
