import type { Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { switchesInPlace, wallOf } from '../quota/attribution.js';
import { ownRowsSinceMs } from '../sessions/track.js';

const DEAD_LOGIN_ERRORS = ['authentication_failed', 'oauth_org_not_allowed'];

/** Learns from the sessions which logins are dead and which answer again; a dead one is never chosen automatically. */
export function learnLogins(step: Step): void {
  for (const session of Object.values(step.live.sessions)) {
    if (!isTelling(step, session)) continue;
    const account = loginOf(step, session);
    if (account !== null) learn(step, account, session);
  }
}

/** Only some errors tell of a login, and answers where one is known dead. */
function isTelling({ durable }: Step, { turn: { last } }: Session): boolean {
  if (last?.type === 'api-error') return DEAD_LOGIN_ERRORS.includes(last.error);
  return (
    last?.type === 'reply' && Object.values(durable.accounts).some(({ loginDead }) => loginDead !== null)
  );
}

/** The account whose login this session surely uses; null when it cannot be told. */
function loginOf(step: Step, session: Session): string | null {
  const { config, agent, version } = session.seen;
  if (agent.loginByEnvironment || config === 'elsewhere') return null;
  if (config !== 'link') return config.account;
  return switchesInPlace(version) ? step.durable.activeAccount : null;
}

function learn(step: Step, account: string, session: Session): void {
  const row = session.turn.last;
  if (!row || row.sidechain || row.atMs < startOf(step, session)) return;
  const dead = step.account(account).loginDead;
  if (row.type === 'api-error' && !dead) {
    step.patchAccount(account, { loginDead: { at: step.at, text: row.text.slice(0, 80) } });
    step.tell('bad', `${account}: its login is dead (${session.seen.name})`);
    step.notify('login', `${account} needs a new login`, account);
  }
  if (row.type === 'reply' && dead && row.atMs > dead.at.wallMs) {
    step.patchAccount(account, { loginDead: null });
    step.tell('good', `${account}: its login works again (${session.seen.name})`);
  }
}

/** From when on a session's rows speak of the login it uses now: its process's start, and the last flip of the link. */
function startOf(step: Step, session: Session): number {
  const start = ownRowsSinceMs(session.seen, step.at);
  const flip = step.durable.flips.at(-1);
  return session.seen.config === 'link' && flip ? Math.max(start, wallOf(flip.at, step.at)) : start;
}
