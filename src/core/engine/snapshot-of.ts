import { dayView } from '../day/day-view.js';
import { queueView } from '../dispatcher/queue-view.js';
import { runIn } from '../dispatcher/runs.js';
import { emptyRooms } from '../lifecycle/room-view.js';
import { isDismissable } from '../quota/dismiss.js';
import { headroomView } from '../quota/headroom.js';
import { freeAt, standingLimits } from '../quota/limits.js';
import type { AccountView, HitView, SessionView, Snapshot, SwapView } from '../snapshot.js';
import { chooseAccount, eligibility } from '../switcher/choose.js';
import { cooldownLeft, swapsInHour } from '../switcher/cooldown.js';
import { isLinkLost } from '../switcher/link-watch.js';
import { elapsed, iso } from '../time.js';
import type { AccountSetting } from './settings.js';
import type { Hit, Resume, Session, State } from './state.js';

/** State → what anyone outside may see. Pure; `at` is the state's own now. */
export function snapshotOf(state: State): Snapshot {
  const { durable, live } = state;
  const now = live.now;
  const cooldownMs = cooldownLeft(durable, live.settings.cooldownMs, now);
  const last = durable.flips.at(-1);
  return {
    schemaVersion: 1,
    at: iso(now.wallMs),
    mode: durable.mode,
    needs: needsOf(state),
    activeAccount: activeIn(state),
    accounts: live.settings.accounts.map((account) => accountView(state, account)),
    next: nextOf(state),
    sessions: [
      ...Object.values(live.sessions).map((session) => sessionView(state, session)),
      ...emptyRooms(state),
    ].sort(byName),
    hits: durable.hits.map(hitView).reverse(),
    lastSwap: last ? { at: iso(last.at.wallMs), from: last.from, to: last.to, origin: last.origin } : null,
    swap: swapView(state),
    cooldown:
      cooldownMs > 0
        ? { until: iso(now.wallMs + cooldownMs), remainingMs: cooldownMs, totalMs: live.settings.cooldownMs }
        : null,
    hold: holdView(state),
    breaker: {
      open: durable.breaker !== null,
      reason: durable.breaker?.reason ?? null,
      swapsInHour: swapsInHour(durable, now),
    },
    proposal: durable.proposal
      ? { to: durable.proposal.to, reason: durable.proposal.reason, at: iso(durable.proposal.at.wallMs) }
      : null,
    paused: durable.paused,
    swapCount: durable.swapCount,
    warnings: live.configFault === null ? live.warnings : [live.configFault, ...live.warnings],
    queue: queueView(state),
    events: [...live.events].reverse(),
    day: dayView(
      durable,
      live.settings.accounts.map(({ name }) => name),
      now.wallMs,
    ),
    tmux: { state: live.tmux.state, version: live.tmux.version, detail: live.tmux.detail },
    ages: { poll: live.lastPoll ? elapsed(live.lastPoll, now) : null, state: null },
  };
}

/** `kn`: numbers by their value. As an option it would make a collator for each comparison, an eighth of an idle poll. */
const NAMES = 'en-u-kn';

function byName(a: SessionView, b: SessionView): number {
  return a.name.localeCompare(b.name, NAMES) || a.id.localeCompare(b.id);
}

const NO_LINK = 'the link is not in order';

function needsOf(state: State): readonly string[] {
  const { durable, live } = state;
  const needs: string[] = [];
  if (live.readOnly) needs.push('the state file is of a newer version: update claude-failover');
  if (durable.needsPerson) needs.push(durable.needsPerson.reason);
  const { state: reached, detail } = live.tmux;
  // Before the first look there is nothing to say of it.
  if (reached !== 'connected' && reached !== 'fallback' && detail !== '') needs.push(detail);
  const count = live.settings.accounts.length;
  // Who lets it act with one account has been told that it waits for the reset; a standing need would hide the wait.
  if (count === 0 || (count === 1 && durable.mode === 'observe'))
    needs.push(`two or more accounts in the configuration (${count === 0 ? 'none yet' : 'one so far'})`);
  return needs;
}

/** Where the link points to none of them, none is active, whatever was so before. */
function activeIn(state: State): string | null {
  return isLinkLost(state) ? null : state.durable.activeAccount;
}

function nextOf(state: State): Snapshot['next'] {
  if (isLinkLost(state)) return { account: null, reason: NO_LINK };
  return chooseAccount(state.live.settings, state.durable, state.live.now.wallMs);
}

function accountView(state: State, account: AccountSetting): AccountView {
  const { durable, live } = state;
  const memory = durable.accounts[account.name];
  const wallMs = live.now.wallMs;
  const limits = standingLimits(memory, wallMs);
  const back = freeAt(memory, wallMs);
  const verdict = eligibility(account, durable, wallMs, []);
  return {
    name: account.name,
    state: accountState(state, account, limits.length > 0),
    limits: limits.map((limit) => ({
      kind: limit.kind,
      resetsAt: limit.resetsAtMs === null ? null : iso(limit.resetsAtMs),
    })),
    eligibleAt: back === null ? null : iso(back),
    why: isGone(state, account) ? `${account.dir} is not there` : isLinkLost(state) ? NO_LINK : verdict.why,
    headroom: headroomView(durable, account.name, wallMs),
  };
}

function accountState(state: State, account: AccountSetting, limited: boolean): AccountView['state'] {
  const memory = state.durable.accounts[account.name];
  if (isGone(state, account)) return 'missing';
  if (memory?.loginDead) return 'login';
  if (limited) return 'limited';
  if (isLinkLost(state)) return 'excluded';
  if (account.name === state.durable.activeAccount) return 'active';
  return account.auto ? 'free' : 'never-auto';
}

function isGone({ live }: State, { name }: AccountSetting): boolean {
  return live.link.gone?.includes(name) === true;
}

function sessionView(state: State, session: Session): SessionView {
  const { seen } = session;
  const active = activeIn(state);
  return {
    id: seen.id,
    name: seen.name,
    pane: seen.target.pane,
    kind: session.kind,
    state: session.state,
    detail: session.detail,
    account: seen.config === 'link' ? active : seen.config === 'elsewhere' ? null : seen.config.account,
    conversation: seen.conversation,
    task: runIn(state, session)?.id ?? null,
    since: iso(session.since.wallMs),
    version: seen.version,
    lastLine: session.reading?.lastLine ?? '',
    why: session.why,
  };
}

function hitView(hit: Hit): HitView {
  return {
    id: hit.id,
    session: hit.sessionName,
    account: hit.account,
    kind: hit.kind,
    pattern: hit.pattern,
    rule: hit.rule,
    snippet: hit.snippet,
    state: hit.state,
    suspectedAt: iso(hit.firstAt.wallMs),
    at: iso(hit.changedAt.wallMs),
    resetsAt: hit.resetsAtMs === null ? null : iso(hit.resetsAtMs),
    why: hit.why,
    evidence: hit.evidence,
    dismissable: isDismissable(hit),
  };
}

function swapView(state: State): SwapView | null {
  const { swap, resumes } = state.durable;
  if (!swap) return null;
  const mine = resumes.filter((resume) => resume.swap === swap.id);
  return {
    id: swap.id,
    from: swap.from,
    to: swap.to,
    origin: swap.origin,
    phase: swap.phase,
    reason: swap.reason,
    startedAt: iso(swap.startedAt.wallMs),
    waiting: swap.waiting,
    sessions: mine.map((resume: Resume) => ({
      id: resume.session,
      name: resume.name,
      end: resume.end,
      detail: resume.detail,
    })),
  };
}

function holdView(state: State): Snapshot['hold'] {
  const { hold } = state.durable;
  if (!hold) return null;
  return {
    until: hold.untilMs === null ? null : iso(hold.untilMs),
    account: hold.account,
    since: iso(hold.since.wallMs),
    remainingMs: hold.untilMs === null ? null : Math.max(0, hold.untilMs - state.live.now.wallMs),
    reason: 'every account is limited',
  };
}
