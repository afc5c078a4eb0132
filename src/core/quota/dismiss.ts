import { type CommandResult, done, refused } from '../commands.js';
import type { Hit } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { forensicLine } from './forensic.js';
import { moveHit } from './hits.js';
import { recordLimit, withdrawLimit } from './limits.js';

/** Only what waits can be dismissed: a suspicion, or a hit that something holds back. */
export function isDismissable(hit: Hit): boolean {
  return hit.state === 'suspected' || hit.state === 'deferred';
}

export function dismiss(step: Step, which: string | 'all'): CommandResult {
  const chosen = step.durable.hits.filter(
    (hit) => isDismissable(hit) && (which === 'all' || hit.id === which),
  );
  if (chosen.length === 0) return refused(whyNone(step, which));
  for (const hit of chosen) {
    step.patchHit(hit.id, { before: hit.state });
    moveHit(step, hit, 'dismissed', 'dismissed by the person');
    if (hit.account !== null) withdrawLimit(step, hit.account, hit.id);
  }
  const text =
    chosen.length === 1
      ? `dismissed the hit of ${chosen[0]?.sessionName}`
      : `dismissed ${chosen.length} hits`;
  step.tell('info', text);
  return done(text);
}

function whyNone(step: Step, which: string): string {
  if (which === 'all') return 'no suspected or deferred hit to dismiss';
  const hit = step.durable.hits.find((candidate) => candidate.id === which);
  return hit
    ? `the hit of ${hit.sessionName} is ${hit.state}: only suspected and deferred hits can be dismissed`
    : `no hit is called ${which}. claude-failover why names them`;
}

/** Takes the newest dismissal back: the hits of that moment stand as before, their waits start again. */
export function undoDismiss(step: Step): CommandResult {
  const dismissed = step.durable.hits.filter((hit) => hit.state === 'dismissed' && hit.before !== null);
  const newest = Math.max(...dismissed.map((hit) => hit.changedAt.steadyMs));
  const chosen = dismissed.filter((hit) => hit.changedAt.steadyMs === newest);
  if (chosen.length === 0) return refused('nothing was dismissed');
  for (const hit of chosen) {
    const state = hit.before ?? 'suspected';
    step.patchHit(hit.id, {
      state,
      before: null,
      waitFrom: step.at,
      changedAt: step.at,
      why: 'dismissal taken back',
    });
    step.log(forensicLine({ ...hit, state }));
    if (hit.account !== null && state !== 'suspected') recordLimit(step, hit.account, hit);
  }
  const text = `took back the dismissal of ${chosen.length === 1 ? chosen[0]?.sessionName : `${chosen.length} hits`}`;
  step.tell('info', text);
  return done(text);
}
