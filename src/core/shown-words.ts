import type { AccountView, SessionState } from './snapshot.js';

/** What a person reads for the state of a session: on the screen, in `status`, in a chat. JSON has the state itself. */
export const SESSION_WORD: Readonly<Record<SessionState, string>> = {
  starting: 'starting',
  ready: 'idle',
  working: 'working',
  asking: 'asks',
  armed: 'armed',
  limited: 'limited',
  stalled: 'stalled',
  parked: 'parked',
  gone: 'gone',
};

export const ACCOUNT_WORD: Readonly<Record<AccountView['state'], string>> = {
  active: 'active',
  free: 'free',
  limited: 'limited',
  login: 'needs login',
  excluded: 'excluded',
  'never-auto': 'never auto',
  missing: 'missing',
};

const KINDS: Readonly<Record<string, string>> = { 'five-hour': '5h', unknown: 'usage' };

/** The short word for a kind of limit: `5h`, `weekly`, `opus`, … */
export function kindWord(kind: string): string {
  return KINDS[kind] ?? kind;
}
