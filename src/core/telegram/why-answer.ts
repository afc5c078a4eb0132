import { sessionsCalled } from '../sessions/called.js';
import { SESSION_WORD } from '../shown-words.js';
import type { HitView, SessionView, Snapshot } from '../snapshot.js';
import { listed, messageOf, piece } from './text.js';

const HITS_SHOWN = 3;

/** `/why [session]`: the sentences behind a session's state and its hits; without a session, why failover does what it does. */
export function whyAnswer(snapshot: Snapshot, wanted: string | undefined): string {
  if (wanted === undefined) return whyAll(snapshot);
  const found = sessionsCalled(snapshot.sessions, wanted);
  if (found.length > 0) return messageOf(found.flatMap((session) => whyOf(session, snapshot)));
  const names = listed(snapshot.sessions, ({ name }) => `• ${piece(name)}`);
  return messageOf([
    `No session is called ${piece(wanted)}.`,
    ...(names.length === 0 ? ['There is none now.'] : ['There are:', ...names]),
  ]);
}

function whyAll({ needs, warnings, next, queue, swap, hold, breaker, hits }: Snapshot): string {
  const open = hits.filter((hit) => hit.dismissable);
  return messageOf([
    ...needs.map((need) => `Needs you: ${piece(need, 300)}`),
    ...warnings.map((warning) => `Warning: ${piece(warning, 300)}`),
    ...(swap === null ? [] : [`Swap to ${piece(swap.to)}: ${piece(swap.reason, 300)}`]),
    ...(hold === null ? [] : [`Hold: ${piece(hold.reason, 300)}`]),
    ...(breaker.open ? [`Breaker: ${piece(breaker.reason ?? 'open', 300)}`] : []),
    `Next account: ${next.account === null ? 'none' : piece(next.account)} (${piece(next.reason, 300)})`,
    ...(queue.held === null ? [] : [`Queue: ${piece(queue.held, 300)}`]),
    ...listed(open, hitLine),
  ]);
}

function whyOf(session: SessionView, { hits }: Snapshot): readonly string[] {
  const { name, pane, kind, state, detail, why } = session;
  const more = detail === '' ? '' : `, ${piece(detail)}`;
  const own = hits.filter((hit) => hit.session === name).slice(0, HITS_SHOWN);
  return [
    `${piece(name)} (${pane}, ${kind}): ${SESSION_WORD[state]}${more}`,
    ...listed(why, (sentence) => `• ${piece(sentence, 300)}`),
    ...own.flatMap((hit) => [
      hitLine(hit),
      ...listed(hit.evidence, (sentence) => `  · ${piece(sentence, 300)}`, 8),
    ]),
  ];
}

function hitLine({ session, state, why, snippet }: HitView): string {
  return `Hit on ${piece(session)}: ${state}, ${piece(why)}. “${piece(snippet, 120)}”`;
}
