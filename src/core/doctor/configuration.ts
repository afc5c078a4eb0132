import { bad, type Check, info, ok } from './finding.js';

export interface ConfigurationFacts {
  readonly path: string;
  /** `none`: no file, which is a life without one. */
  readonly state: 'none' | 'good' | 'wrong';
  /** `line` is null where a problem has none. */
  readonly problems: readonly {
    readonly line: number | null;
    readonly key: string;
    readonly message: string;
  }[];
}

/** The configuration file. Without a good one the other checks look at what is there by default. */
export const configuration: Check<ConfigurationFacts> = {
  title: 'Configuration',
  judge: ({ path, state, problems }) => {
    if (state === 'good') return [ok('config', path)];
    if (state === 'none')
      return [
        info(
          'config-none',
          `${path} is not there`,
          'without it sessions are observed and nothing is changed',
          'write one (claude-failover init)',
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
