import type { HitState, SessionKind, SessionState, SessionView } from './snapshot.js';

/** What the words of a session and of a hit mean, said wherever somebody asks why. A state that needs no explanation has none. */
const STATE: Readonly<Partial<Record<SessionState, string>>> = {
  armed: 'Claude Code itself waits for the reset and goes on then',
  stalled: 'its task has worked longer than it may',
  parked: 'its starts failed: it is started again when you say so',
};

const KIND: Readonly<Record<SessionKind, string>> = {
  pool: 'made, kept alive and given tasks by this tool',
  dedicated: 'named in the configuration: set going again after a limit, never given tasks',
  observed: 'in no list of the configuration: its limits count, no key is sent to it',
  pinned: 'it has a directory or a login of its own: no swap reaches it',
};

const HIT: Readonly<Record<HitState, string>> = {
  suspected: 'it may be a limit: a later look decides',
  confirmed: 'it is a limit, and no swap has answered it yet',
  acted: 'a swap has answered it',
  deferred: 'it is a limit whose swap something keeps back; it is judged afresh then',
  absorbed: 'it went away by itself',
  dismissed: 'a person said that it is none',
  vetoed: 'it looks like a limit, and a rule says that it is none',
};

/** The state, where it needs words, and the kind: `observed: in no list …`. */
export function sessionMeanings({ state, kind }: Pick<SessionView, 'state' | 'kind'>): readonly string[] {
  const ofState = STATE[state];
  return [...(ofState === undefined ? [] : [`${state}: ${ofState}`]), `${kind}: ${KIND[kind]}`];
}

export function hitMeaning(state: HitState): string {
  return `${state}: ${HIT[state]}`;
}
