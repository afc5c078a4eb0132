import type { Snapshot } from '../snapshot.js';
import { bad, type Check, type Finding, info, ok, warn } from './finding.js';
import { foreignFlip } from './link.js';

/** What is asked of a running supervisor's snapshot. */
export type SupervisorView = Pick<Snapshot, 'mode' | 'needs' | 'warnings' | 'activeAccount' | 'lastSwap'> & {
  readonly breaker: { readonly open: boolean; readonly reason: string | null };
  readonly paused: boolean;
};

export interface SupervisorFacts {
  readonly stateDir: string;
  /** `none`: nobody has the state directory; `silent`: somebody has it and does not answer. */
  readonly state: 'none' | 'answers' | 'silent';
  /** As it says of itself, null when not told. */
  readonly pid: number | null;
  /** Why it did not answer; '' otherwise. */
  readonly reason: string;
  readonly view: SupervisorView | null;
  /** `GET /health`: null when it was not asked. */
  readonly health: { readonly status: string; readonly reasons: readonly string[] } | null;
  /** Another one, with another state directory, holds our link. */
  readonly linkHeldElsewhere: boolean;
}

function viewFindings(view: SupervisorView): readonly Finding[] {
  const found: Finding[] = [
    ...view.needs.map((need) =>
      bad(
        'supervisor-needs',
        'the running claude-failover needs a person',
        need,
        'see claude-failover status',
      ),
    ),
    ...view.warnings.map((text) =>
      warn('supervisor-warns', 'the running claude-failover warns', text, 'see claude-failover status'),
    ),
  ];
  if (view.breaker.open)
    found.push(
      warn(
        'breaker-open',
        'automatic swaps are off: the breaker is open',
        view.breaker.reason ?? '',
        're-arm it: claude-failover mode auto',
      ),
    );
  if (view.paused)
    found.push(
      info('dispatch-paused', 'no tasks are handed out: paused by a person', '', 'claude-failover resume'),
    );
  // Without accounts there is no other mode.
  if (view.mode === 'observe' && view.activeAccount !== null)
    found.push(
      info(
        'supervisor-observes',
        'the running claude-failover is in mode observe',
        'what would be done is said, and nothing is done',
        'claude-failover mode auto, or confirm',
      ),
    );
  const { lastSwap } = view;
  if (lastSwap !== null && lastSwap.origin === 'foreign') found.push(foreignFlip(lastSwap.to, lastSwap.at));
  return found;
}

/** What needs a person is told by itself, not once more as a reason of its health. */
function stateFinding({ state, pid, reason, stateDir, view, health }: SupervisorFacts): Finding {
  const named = pid === null ? '' : ` (pid ${pid})`;
  if (state === 'silent')
    return bad(
      'supervisor-silent',
      `claude-failover runs${named} and does not answer`,
      reason,
      `look at ${stateDir}/supervisor.log; if it hangs, end it and start it anew`,
    );
  if (state === 'none')
    return info(
      'supervisor-none',
      'claude-failover does not run',
      '',
      'start it: claude-failover, or claude-failover run --headless',
    );
  const others = (health?.reasons ?? []).filter((reason) => view?.needs.includes(reason) !== true);
  if (health !== null && health.status !== 'ok' && others.length > 0)
    return warn(
      'supervisor-health',
      `claude-failover runs${named}, health: ${health.status}`,
      others.join('; '),
      'see claude-failover status',
    );
  const active = view?.activeAccount ?? null;
  return ok(
    'supervisor',
    `claude-failover runs${named}${active === null ? '' : `, active account ${active}`}`,
  );
}

/** A supervisor that runs already, and what it says. */
export const supervisor: Check<SupervisorFacts> = {
  title: 'Supervisor',
  judge: (facts) => {
    const elsewhere = facts.linkHeldElsewhere
      ? [
          bad(
            'supervisor-elsewhere',
            'another claude-failover holds the account link',
            `it runs with another state directory than ${facts.stateDir}`,
            'end it, or name its directory with --state-dir',
          ),
        ]
      : [];
    return [stateFinding(facts), ...elsewhere, ...(facts.view === null ? [] : viewFindings(facts.view))];
  },
};
