import type { NoticeKind } from '../engine/effects.js';
import type { Durable } from '../engine/state.js';
import type { Snapshot } from '../snapshot.js';
import type { Notice } from './message.js';

/** Names one condition that stands until it ends: `login:work`, `breaker:`. */
export function keyOf(kind: NoticeKind, about: string | null): string {
  return `${kind}:${about ?? ''}`;
}

const LASTING: readonly NoticeKind[] = ['needs-person', 'breaker', 'hold', 'proposal', 'login', 'parked'];

/** Kinds that tell a condition; the others are over as soon as they are told. */
export function lasts(kind: NoticeKind): boolean {
  return LASTING.includes(kind);
}

/** Whether that condition still stands. */
export function isStanding(key: string, snapshot: Snapshot): boolean {
  const kind = key.slice(0, key.indexOf(':')) as NoticeKind;
  const about = key.slice(key.indexOf(':') + 1);
  switch (kind) {
    case 'needs-person':
      return snapshot.needs.includes(about);
    case 'breaker':
      return snapshot.breaker.open;
    case 'hold':
      return snapshot.hold !== null;
    case 'proposal':
      return snapshot.proposal?.to === about;
    case 'login':
      return snapshot.accounts.some((account) => account.name === about && account.state === 'login');
    case 'parked':
      // Before the first look nobody knows what stands in which session.
      if (snapshot.ages.poll === null) return true;
      return snapshot.sessions.some((session) => session.name === about && session.state === 'parked');
    default:
      return false;
  }
}

/** What a stored state says that stands, as notices: a supervisor that was killed may not have told it. */
export function standingNotices(durable: Durable): readonly Notice[] {
  const { needsPerson, breaker, proposal, hold } = durable;
  const found: Notice[] = [];
  const add = (kind: NoticeKind, about: string | null, text: string, atMs: number) =>
    void found.push({ kind, about, text, atMs });
  if (needsPerson) add('needs-person', needsPerson.reason, needsPerson.reason, needsPerson.at.wallMs);
  if (breaker) add('breaker', null, `automatic swapping stopped: ${breaker.reason}`, breaker.at.wallMs);
  if (hold) add('hold', null, 'every account is limited', hold.since.wallMs);
  if (proposal)
    add('proposal', proposal.to, `swap to ${proposal.to}? ${proposal.reason}`, proposal.at.wallMs);
  for (const [name, { loginDead }] of Object.entries(durable.accounts))
    if (loginDead) add('login', name, `${name} needs a new login`, loginDead.at.wallMs);
  for (const [name, { parked }] of Object.entries(durable.rooms))
    if (parked) add('parked', name, parked.reason, parked.at.wallMs);
  return found;
}
