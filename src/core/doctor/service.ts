import { bad, type Check, type Finding, info, ok, warn } from './finding.js';

export interface ServiceFacts {
  readonly path: string;
  /** `foreign`: a unit of this name that we did not write. */
  readonly unit: 'none' | 'ours' | 'foreign';
  /** Programs and scripts of the unit that are not there. */
  readonly stale: readonly string[];
  /** As systemd says (`enabled`, `active`, …), null when it cannot be asked. */
  readonly enabled: string | null;
  readonly active: string | null;
  /** Services of the user live on after the last logout; null when not known. */
  readonly lingers: boolean | null;
  readonly user: string;
}

function oursFindings({ path, stale, enabled, active, lingers, user }: ServiceFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (stale.length > 0)
    found.push(
      bad(
        'service-stale',
        `${path} names ${stale.join(', ')}, which is not there`,
        'the service cannot start',
        'write it anew: claude-failover service install',
      ),
    );
  if (enabled !== null && enabled !== 'enabled')
    found.push(
      warn(
        'service-disabled',
        `the service is ${enabled}`,
        'it is not started at login',
        'claude-failover service install',
      ),
    );
  if (active === 'failed')
    found.push(
      bad('service-failed', 'the service has failed', '', 'see journalctl --user -u claude-failover'),
    );
  if (lingers === false)
    found.push(
      warn(
        'service-linger',
        `services of ${user} end at the last logout`,
        'nobody swaps accounts from then on',
        `loginctl enable-linger ${user}`,
      ),
    );
  return found.length > 0 ? found : [ok('service', `installed${active === null ? '' : `, ${active}`}`)];
}

/** The systemd user unit. */
export const service: Check<ServiceFacts> = {
  title: 'Service',
  judge: (facts) => {
    if (facts.unit === 'none')
      return [
        info(
          'service-none',
          'not installed',
          'claude-failover runs only while somebody runs it',
          'claude-failover service install',
        ),
      ];
    if (facts.unit === 'foreign')
      return [info('service-foreign', `${facts.path} was not written by claude-failover: it is left alone`)];
    return oursFindings(facts);
  },
};
