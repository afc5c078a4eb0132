import type { Finding, Level } from './finding.js';

/** What keeps it from swapping though nothing is wrong, by the finding that tells it: the first that was found is said. */
const NO_SWAP: readonly (readonly [string, string])[] = [
  [
    'platform-observe-only',
    'On this system it only watches: swapping needs Linux, where logins lie in their directories.',
  ],
  [
    'config-none',
    'Without a configuration it only watches: to swap it needs two accounts (claude-failover adopt --add NAME makes them) and a file that names them (claude-failover init).',
  ],
  [
    'accounts-none',
    'With no account configured it only watches: to swap it needs two (claude-failover adopt --add NAME makes them, claude-failover init writes them down).',
  ],
  [
    'accounts-one',
    'With one account it watches and waits for the reset: to swap it needs a second one (claude-failover adopt --add NAME, then log it in and name it in accounts.list).',
  ],
  [
    'supervisor-observes',
    'In mode observe it only watches and says what it would do: to swap it needs another mode (claude-failover mode auto).',
  ],
  [
    'mode-observe',
    'In mode observe it only watches and says what it would do: to swap it needs another mode (claude-failover config set mode auto).',
  ],
];

/** Of a running one its own mode counts: a person may have changed it. */
const RUNS: readonly string[] = ['supervisor', 'supervisor-health'];

function noSwap(findings: readonly Finding[]): string | null {
  const ids = findings.map(({ id }) => id);
  const isRunning = ids.some((id) => RUNS.includes(id));
  const told = NO_SWAP.find(([id]) => ids.includes(id) && !(id === 'mode-observe' && isRunning));
  return told?.[1] ?? null;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The sum of all findings in a sentence or two: whether all is well, and what it can do at all. */
export function verdict(findings: readonly Finding[]): string {
  const of = (level: Level) => findings.filter((finding) => finding.level === level).length;
  const [bad, warn] = [of('bad'), of('warn')];
  const limit = noSwap(findings);
  if (bad === 0 && warn === 0) return limit === null ? 'All is well.' : `Nothing is wrong. ${limit}`;
  const parts = [
    ...(bad > 0 ? [`${counted(bad, 'thing is', 'things are')} bad`] : []),
    ...(warn > 0 ? [`${counted(warn, 'warning', 'warnings')}`] : []),
  ];
  const sum = `${parts.join(', ')}.${bad === 0 ? ' Nothing is bad.' : ''}`;
  return limit === null ? sum : `${sum} ${limit}`;
}
