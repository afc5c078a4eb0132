import { isLooking } from '../core/looking.js';
import { ACCOUNT_WORD, kindWord, SESSION_WORD } from '../core/shown-words.js';
import type { AccountView, QueueView, SessionView, Snapshot } from '../core/snapshot.js';
import { inWords } from '../core/time.js';
import { age } from '../ui/text/time.js';
import { table } from './print.js';

type Row = readonly string[];

/** The snapshot for people and for grep: what stands first, then accounts, then sessions, in the screen's words. Times are as of the snapshot. */
export function statusText(snapshot: Snapshot): string {
  const nowMs = Date.parse(snapshot.at);
  const accounts = snapshot.accounts.map((account) => accountRow(account, nowMs));
  const sessions = snapshot.sessions.map((session) => sessionRow(session, nowMs));
  return [
    table([...standRows(snapshot, nowMs), ['queue', queueText(snapshot.queue)]]),
    accounts.length === 0 ? '' : table([['ACCOUNT', 'STATE', 'LIMITS'], ...accounts]),
    sessions.length === 0
      ? `${isLooking(snapshot) ? 'looking at the panes: no session is known yet' : 'no sessions'}\n`
      : table([['SESSION', 'STATE', 'KIND', 'ACCOUNT', 'TASK', 'SINCE', 'DETAIL'], ...sessions]),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function standRows(snapshot: Snapshot, nowMs: number): readonly Row[] {
  const { swap, hold, cooldown, breaker, proposal, lastSwap, next } = snapshot;
  const rows: Row[] = [
    ['account', snapshot.activeAccount ?? 'none'],
    ['mode', snapshot.mode],
    ...snapshot.needs.map((need) => ['needs', need]),
    ...snapshot.warnings.map((warning) => ['warning', warning]),
  ];
  if (swap) rows.push(['swap', `${pair(swap.from, swap.to)}: ${swap.phase}${also(swap.waiting)}`]);
  if (proposal) rows.push(['proposal', `swap to ${proposal.to}: ${proposal.reason}`]);
  if (hold) rows.push(['hold', `${hold.reason}${back(hold.account, hold.until, nowMs)}`]);
  if (cooldown) rows.push(['cooldown', `${inWords(cooldown.remainingMs)} left`]);
  if (breaker.open) rows.push(['breaker', breaker.reason ?? 'open']);
  rows.push(['next', next.account === null ? `none: ${next.reason}` : `${next.account}: ${next.reason}`]);
  if (lastSwap)
    rows.push([
      'last swap',
      `${pair(lastSwap.from, lastSwap.to)}, ${ago(lastSwap.at, nowMs)}, ${lastSwap.origin}`,
    ]);
  if (snapshot.paused) rows.push(['dispatch', 'paused']);
  return rows;
}

/** `3 waiting, 1 running, 12 done, 0 failed; held: cooldown, 3m; next migrate`: the reason itself says how long. */
export function queueText(queue: QueueView): string {
  const counts = `${queue.waiting} waiting, ${queue.running} running, ${queue.done} done, ${queue.failed} failed`;
  const held = queue.held === null ? '' : `; held: ${queue.held}`;
  return `${counts}${held}${queue.next === null ? '' : `; next ${queue.next}`}`;
}

function accountRow(account: AccountView, nowMs: number): Row {
  const kinds = account.limits.map((limit) => kindWord(limit.kind)).join(', ');
  const until =
    account.eligibleAt === null ? '' : `back in ${inWords(Date.parse(account.eligibleAt) - nowMs)}`;
  return [account.name, ACCOUNT_WORD[account.state], [kinds, until].filter((part) => part !== '').join(', ')];
}

function sessionRow(session: SessionView, nowMs: number): Row {
  return [
    session.name,
    SESSION_WORD[session.state],
    session.kind,
    session.account ?? '-',
    session.task ?? '-',
    age(nowMs - Date.parse(session.since)),
    session.detail,
  ];
}

function pair(from: string | null, to: string): string {
  return `${from ?? 'nothing'} → ${to}`;
}

function also(waiting: string | null): string {
  return waiting === null ? '' : `, waits: ${waiting}`;
}

function ago(at: string, nowMs: number): string {
  return `${age(nowMs - Date.parse(at))} ago`;
}

function back(account: string | null, until: string | null, nowMs: number): string {
  if (until === null) return '; no reset is known';
  return `; ${account ?? 'the first one'} is back in ${inWords(Date.parse(until) - nowMs)}`;
}
