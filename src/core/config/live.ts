import { type Config, ConfigSchema } from './schema.js';

/** What a running supervisor makes of a changed configuration. */
export interface LiveConfig {
  /** In force from now on: what belongs to the start has the values of the start. */
  readonly config: Config;
  /** Keys whose new value waits for the next start. */
  readonly waiting: readonly string[];
  /** The active account, when the new configuration no longer names it: it stays until the link points elsewhere. */
  readonly kept: string | null;
}

/** What locks, tmux client, queue and dashboard were opened with. */
const OF_THE_START = {
  'accounts.link': (config: Config) => config.accounts.link,
  'tmux.socket': (config: Config) => config.tmux.socket,
  'dispatcher.queue_dir': (config: Config) => config.dispatcher.queue_dir,
  'ui.theme': (config: Config) => config.ui.theme,
  'ui.mouse': (config: Config) => config.ui.mouse,
} as const;

/**
 * The part of `next` that can be taken while running. `started`: what the supervisor was started with, null for a
 * life without a configuration, in which no link was locked and no queue opened. `before`: what is in force now.
 */
export function liveConfig(
  started: Config | null,
  before: Config | null,
  next: Config,
  active: string | null,
): LiveConfig {
  const base = started ?? ConfigSchema.parse({});
  const waiting = Object.entries(OF_THE_START)
    .filter(([key, of]) => of(base) !== of(next) && !(started === null && key === 'accounts.link'))
    .map(([key]) => key);
  const hasLink = started !== null && started.accounts.list.length > 0;
  if (!hasLink && next.accounts.list.length > 0) waiting.unshift('accounts.list');
  const list = hasLink ? next.accounts.list : [];
  const kept = keptAccount(before, list, active);
  return {
    config: {
      ...next,
      accounts: { ...next.accounts, link: base.accounts.link, list: kept ? [...list, kept] : list },
      tmux: base.tmux,
      dispatcher: { ...next.dispatcher, queue_dir: base.dispatcher.queue_dir },
      ui: base.ui,
    },
    waiting,
    kept: kept?.name ?? null,
  };
}

type Account = Config['accounts']['list'][number];

/** Removing the active account must not make the link point nowhere; with no account left there is nothing to swap. */
function keptAccount(before: Config | null, list: readonly Account[], active: string | null): Account | null {
  const old = before?.accounts.list.find((account) => account.name === active);
  if (old === undefined || list.length === 0) return null;
  const isThere = list.some((account) => account.name === old.name || account.dir === old.dir);
  return isThere ? null : { ...old, auto: false };
}
