import type { Mode } from '../snapshot.js';
import { bad, type Check, type Finding, info, ok } from './finding.js';

export interface ConfigurationFacts {
  readonly path: string;
  /** `none`: no file, which is a life without one. */
  readonly state: 'none' | 'good' | 'wrong';
  /** null where no good one says it. */
  readonly mode: Mode | null;
  /** `line` is null where a problem has none. */
  readonly problems: readonly {
    readonly line: number | null;
    readonly key: string;
    readonly message: string;
  }[];
}

function observing(mode: Mode | null): readonly Finding[] {
  if (mode !== 'observe') return [];
  return [
    info(
      'mode-observe',
      'its mode is observe',
      'what would be done is said, and nothing is done',
      'claude-failover config set mode auto, or confirm',
    ),
  ];
}

/** The configuration file. Without a good one the other checks look at what is there by default. */
export const configuration: Check<ConfigurationFacts> = {
  title: 'Configuration',
  judge: ({ path, state, mode, problems }) => {
    if (state === 'good') return [ok('config', path), ...observing(mode)];
    if (state === 'none')
      return [
        info(
          'config-none',
          `${path} is not there`,
          'without it sessions are observed and nothing is changed',
          'make accounts (claude-failover adopt) and write one (claude-failover init)',
        ),
      ];
    return problems.map(({ line, key, message }) =>
      bad(
        'config-wrong',
        `${path}${line === null ? '' : `:${line}`}`,
        [key, message].filter((part) => part !== '').join(' '),
        'correct it, then look again with claude-failover config check',
      ),
    );
  },
};
