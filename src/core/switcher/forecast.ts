import { switchesInPlace } from '../quota/attribution.js';
import { isOurs } from '../sessions/kind.js';
import type { SessionView, Snapshot } from '../snapshot.js';

/**
 * `continued`: `continue` is typed, nothing is restarted; `restarted`: ended and started again with its conversation;
 * `untouched`: nothing is done to it and its next request uses the new account; `later`: started again when its turn has
 * ended; `left`: nothing is done to it, and it does not take part.
 */
export type Fate = 'continued' | 'restarted' | 'untouched' | 'later' | 'left';

export interface Forecast {
  readonly id: string;
  readonly name: string;
  readonly fate: Fate;
  /** Why, one short phrase. */
  readonly why: string;
}

type Told = Pick<Forecast, 'fate' | 'why'>;

const left = (why: string): Told => ({ fate: 'left', why });

/** A CLI that keeps its login: only a start of its own brings it over. */
function oldOne({ kind, conversation, version, state }: SessionView, isBlocked: boolean): Told {
  const cli = version === null ? 'its version is unknown' : `CLI ${version} keeps its login`;
  if (conversation === null) return left(`${cli}, and its conversation is unknown: restart it yourself`);
  if (kind === 'dedicated') return left(`${cli}: restarted only where the configuration has its command`);
  if (isBlocked) return { fate: 'restarted', why: `${cli}: started again with its conversation` };
  return state === 'working' || state === 'stalled'
    ? { fate: 'later', why: `${cli}: started again when its turn has ended` }
    : left(`${cli} until it is restarted`);
}

function blocked(session: SessionView): Told {
  if (!isOurs(session.kind)) return left('only watched: no keys are sent to it');
  if (!switchesInPlace(session.version)) return oldOne(session, true);
  return { fate: 'continued', why: 'continue is typed, unless it holds a draft or you are in it' };
}

function untouched(session: SessionView): Told {
  if (!switchesInPlace(session.version))
    return isOurs(session.kind)
      ? oldOne(session, false)
      : left('its CLI keeps its login, and no keys are sent');
  const idle = session.detail === 'draft' ? 'its draft stays; ' : '';
  return { fate: 'untouched', why: `${idle}its next request uses the new account` };
}

function toldOf(session: SessionView): Told {
  if (session.kind === 'pinned') return left('it has a login of its own');
  switch (session.state) {
    case 'gone':
      return left('it is not running');
    case 'parked':
      return left('parked: it waits for you');
    case 'asking':
      return left(
        `it asks${session.detail === '' ? '' : ` (${session.detail})`}: answer it, then it goes on`,
      );
    case 'limited':
    case 'armed':
      return blocked(session);
    case 'starting':
    case 'ready':
    case 'working':
    case 'stalled':
      return untouched(session);
    default:
      return session.state satisfies never;
  }
}

/** What a swap ordered now would do to each session, as far as can be told before it. Pure. */
export function forecast({ sessions }: Pick<Snapshot, 'sessions'>): readonly Forecast[] {
  return sessions.map((session) => ({ id: session.id, name: session.name, ...toldOf(session) }));
}

const WORDS: readonly (readonly [Fate, string])[] = [
  ['continued', 'continued in place'],
  ['restarted', 'restarted'],
  ['later', 'restarted later'],
  ['untouched', 'untouched'],
  ['left', 'left alone'],
];

/** `2 continued in place, 3 untouched`; '' for no session. */
export function forecastInWords(all: readonly Forecast[]): string {
  return WORDS.flatMap(([fate, word]) => {
    const count = all.filter((one) => one.fate === fate).length;
    return count === 0 ? [] : [`${count} ${word}`];
  }).join(', ');
}
