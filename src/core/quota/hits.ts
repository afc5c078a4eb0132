import type { Durable, Hit, Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import type { HitId } from '../ids.js';
import type { HitState } from '../snapshot.js';
import { forensicLine } from './forensic.js';

const HITS_MAX = 100;
const SETTLED_MAX = 500;
const ALIASES_MAX = 4;

export function findHit(step: Step, id: string | null): Hit | undefined {
  return id === null ? undefined : step.hitsByName.get(id);
}

/** By its identity or its other name. */
export function findHitIn(durable: Durable, id: string | null): Hit | undefined {
  return id === null ? undefined : durable.hits.find((hit) => hit.id === id || hit.aliases.includes(id));
}

/** Not yet answered by a swap, a person or its own disappearance. */
export function isOpen(state: HitState): boolean {
  return state === 'suspected' || state === 'confirmed' || state === 'deferred';
}

/** States in which a hit says: this session is stopped by a limit. */
export function isStanding(state: HitState): boolean {
  return state === 'confirmed' || state === 'acted' || state === 'deferred';
}

/** A session that a standing limit keeps from working just now. */
export function isBlocked(step: Step, session: Session): boolean {
  const hit = findHit(step, session.hit);
  return hit !== undefined && isStanding(hit.state) && !(session.reading?.busy ?? false);
}

type NewHit = Pick<
  Hit,
  'account' | 'kind' | 'resetsAtMs' | 'pattern' | 'rule' | 'snippet' | 'state' | 'why' | 'evidence'
>;

/** The same of a state that no step has in its hands. */
export function isBlockedIn(durable: Durable, session: Session): boolean {
  const hit = findHitIn(durable, session.hit);
  return hit !== undefined && isStanding(hit.state) && !(session.reading?.busy ?? false);
}

/** Enters a hit and its forensic line. */
export function openHit(step: Step, session: Session, id: string, hit: NewHit): Hit {
  const opened: Hit = {
    ...hit,
    id: id as HitId,
    session: session.seen.id,
    sessionName: session.seen.name,
    firstAt: step.at,
    waitFrom: step.at,
    changedAt: step.at,
    before: null,
    told: [],
    aliases: [],
    typed: false,
  };
  const others = step.durable.hits.filter((other) => other.id !== id);
  step.patch({ hits: bounded(step, [...others, opened]) });
  step.log(forensicLine(opened));
  return opened;
}

/** The oldest go first, but none that is open or that a session stands at. */
function bounded(step: Step, hits: readonly Hit[]): readonly Hit[] {
  let surplus = hits.length - HITS_MAX;
  if (surplus <= 0) return hits;
  const held = new Set(Object.values(step.live.sessions).map((session) => session.hit));
  return hits.filter((hit, index) => {
    const stays = surplus <= 0 || index === hits.length - 1 || isOpen(hit.state) || held.has(hit.id);
    if (!stays) surplus -= 1;
    return stays;
  });
}

/** One refusal, two names: neither makes a second hit. */
export function nameAlso(step: Step, hit: Hit, key: string): void {
  if (hit.id === key || hit.aliases.includes(key)) return;
  settle(step, key);
  step.patchHit(hit.id, { aliases: [...hit.aliases, key].slice(-ALIASES_MAX) });
}

/** Changes a hit's state or its why; a new state has its line in the forensic log. */
export function moveHit(step: Step, hit: Hit, state: HitState, why: string): void {
  step.patchHit(hit.id, { state, why, changedAt: step.at });
  if (state !== hit.state) step.log(forensicLine({ ...hit, state }));
  if (state !== 'suspected') settle(step, hit.id);
}

/** From now on this identity never makes a new hit, also after a restart. */
export function settle(step: Step, key: string): void {
  if (!step.durable.settled.includes(key))
    step.patch({ settled: [...step.durable.settled, key].slice(-SETTLED_MAX) });
}

/** True the first time only. */
export function tellOnce(step: Step, hit: Hit, what: string): boolean {
  if (hit.told.includes(what)) return false;
  step.patchHit(hit.id, { told: [...hit.told, what] });
  return true;
}
