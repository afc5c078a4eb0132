import { isLooking } from '../looking.js';
import { ACCOUNT_WORD, kindWord, SESSION_WORD } from '../shown-words.js';
import type { AccountView, QueueView, SessionView, Snapshot } from '../snapshot.js';
import { inWords } from '../time.js';
import { listed, messageOf, piece, untilText } from './text.js';

/** `/status`: what matters now first, then accounts, sessions and the queue. */
export function statusAnswer(snapshot: Snapshot, nowMs: number): string {
  const { activeAccount, mode, needs, warnings, accounts, sessions, queue } = snapshot;
  const active = activeAccount === null ? 'No active account' : `Active account: ${piece(activeAccount)}`;
  return messageOf([
    `${active} (mode ${mode})`,
    ...needs.map((need) => `Needs you: ${piece(need, 300)}`),
    ...standing(snapshot, nowMs),
    ...warnings.map((warning) => `Warning: ${piece(warning, 300)}`),
    ...section(
      'Accounts',
      listed(accounts, (account) => accountLine(account, nowMs)),
    ),
    ...(isLooking(snapshot)
      ? ['', 'Sessions: looking at the panes']
      : section(`Sessions: ${sessions.length}`, listed(sessions, sessionLine))),
    '',
    queueLine(queue),
  ]);
}

function standing(snapshot: Snapshot, nowMs: number): readonly string[] {
  const { swap, proposal, hold, cooldown, breaker, next, lastSwap, paused } = snapshot;
  const lines: string[] = [];
  if (swap && swap.phase !== 'done') {
    const waits = swap.waiting === null ? '' : `, waits: ${piece(swap.waiting)}`;
    lines.push(`Swap ${piece(swap.from ?? 'nothing')} → ${piece(swap.to)}: ${swap.phase}${waits}`);
  }
  if (proposal) lines.push(`Proposed: swap to ${piece(proposal.to)}. ${piece(proposal.reason, 300)}`);
  if (hold) {
    const back = untilText(hold.until, nowMs);
    lines.push(`Hold: ${piece(hold.reason, 300)}${back === '' ? '; no reset is known' : `; back ${back}`}`);
  }
  if (cooldown) lines.push(`Cooldown: ends ${untilText(cooldown.until, nowMs)}`);
  if (breaker.open) lines.push(`Breaker: ${piece(breaker.reason ?? 'open', 300)}`);
  lines.push(`Next: ${next.account === null ? 'none' : piece(next.account)} (${piece(next.reason, 300)})`);
  if (lastSwap) {
    const ago = inWords(nowMs - Date.parse(lastSwap.at));
    lines.push(`Last swap: ${piece(lastSwap.from ?? 'nothing')} → ${piece(lastSwap.to)}, ${ago} ago`);
  }
  if (paused) lines.push('Dispatch is paused.');
  return lines;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function accountLine({ name, state, limits, eligibleAt }: AccountView, nowMs: number): string {
  const kinds = limits.map((limit) => kindWord(limit.kind)).join(', ');
  const back = untilText(eligibleAt, nowMs);
  const more = [kinds, back === '' ? '' : `back ${back}`].filter((part) => part !== '');
  return `• ${piece(name)}: ${ACCOUNT_WORD[state]}${more.length === 0 ? '' : ` (${more.join('; ')})`}`;
}

function sessionLine({ name, state, detail, task }: SessionView): string {
  const more = [piece(detail, 60), task === null ? '' : `task ${piece(task, 60)}`].filter(
    (part) => part !== '',
  );
  return `• ${piece(name)}: ${SESSION_WORD[state]}${more.length === 0 ? '' : ` (${more.join('; ')})`}`;
}

/** `Queue: 3 waiting, 1 running, 12 done, 0 failed. Held: cooldown, 3m.`: the reason itself says how long. */
export function queueLine(queue: QueueView): string {
  const { waiting, running, done, failed, held } = queue;
  const why = held === null ? '' : ` Held: ${piece(held, 200)}.`;
  return `Queue: ${waiting} waiting, ${running} running, ${done} done, ${failed} failed.${why}`;
}

/** `/queue`: the counts, what keeps it, and its tasks. */
export function queueAnswer({ queue }: Snapshot): string {
  const tasks = listed(queue.tasks, ({ id, state, session, detail }) => {
    const where = session === null ? '' : ` in ${piece(session)}`;
    const more = detail === '' ? '' : `: ${piece(detail)}`;
    return `• ${piece(id)}: ${state}${where}${more}`;
  });
  return messageOf([queueLine(queue), ...(tasks.length === 0 ? [] : ['', ...tasks])]);
}
