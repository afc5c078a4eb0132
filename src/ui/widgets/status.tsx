import type { ReactElement } from 'react';
import { cooldownLeft, holdLeft, openHits } from '../facts.js';
import type { View } from '../panels/panel.js';
import { heldText } from '../panels/queue.js';
import { type Line, lineWidth, span } from '../text/line.js';
import { age, clock, countdown } from '../text/time.js';
import type { Modal } from '../ui-state.js';
import { hitWord, sessionWord } from '../words.js';
import { askLine, type QuitNotice } from './question.js';
import { Row } from './row.js';
import { stepper, swapEnd } from './swap-steps.js';

/** A viewer whose supervisor does not answer: nothing else on the screen is sure then. */
function lostLine({ connection = null, look, now }: View, width: number): Line | null {
  if (connection === null || connection.state === 'live') return null;
  const { sinceMs, refusal } = connection;
  const ago = `${age(now - sinceMs)} ago`;
  const line = (head: string, rest: string): Line => [
    span(`${look.glyphs.alert} ${head}: `, 'bad', true),
    span(rest),
  ];
  // From the fullest to the shortest.
  const lines =
    refusal === null
      ? [
          line(
            `connection lost ${ago}, trying again`,
            'what you see is from then, and nothing can be ordered',
          ),
          line(`connection lost ${ago}, trying again`, 'this is from then, no orders'),
          line(`connection lost ${ago}`, 'this is from then'),
        ]
      : [
          line(`refused since ${ago}, trying again`, `${refusal}; what you see is from then`),
          line(`refused ${ago}`, refusal),
        ];
  return lines.find((one) => lineWidth(one) + 2 <= width) ?? lines.at(-1) ?? null;
}

function proposalLine({ snapshot, look }: View): Line | null {
  const { proposal, activeAccount } = snapshot;
  if (proposal === null) return null;
  return [
    span(
      `${look.glyphs.doubt} Swap ${activeAccount ?? '?'} ${look.glyphs.arrow} ${proposal.to}?  `,
      'warn',
      true,
    ),
    span(proposal.reason),
  ];
}

function swapLine(view: View, width: number): Line | null {
  const { swap } = view.snapshot;
  if (swap === null) return null;
  const way = [
    span(`${swap.from ?? '?'} ${view.look.glyphs.arrow} `, 'muted'),
    span(`${swap.to}  `, 'strong', true),
  ];
  const ended = swapEnd(swap, view);
  if (ended !== null) return [...way, ...ended, span(swap.reason)];
  const full = stepper(swap, view, false);
  const steps = lineWidth(way) + lineWidth(full) + 2 > width ? stepper(swap, view, true) : full;
  return [...way, ...steps, span(swap.waiting ?? swap.reason, swap.waiting === null ? 'muted' : 'warn')];
}

/** The reset has come; what the sessions still wait for. */
function backLine(view: View, account: string): Line {
  const cooldown = cooldownLeft(view.snapshot, view.now);
  if (cooldown === null) return [span(`${account} is back, its sessions go on now`, 'good')];
  return [
    span(`${account} is back, sessions go on when the cooldown ends in `),
    span(countdown(cooldown.ms), 'warn', true),
  ];
}

function holdLine(view: View, width: number): Line | null {
  const { hold } = view.snapshot;
  if (hold === null) return null;
  const rest = holdLeft(view.snapshot, view.now);
  const head = span(`${view.look.glyphs.limited} hold  `, 'bad', true);
  if (rest === null || hold.until === null) return [head, span(hold.reason)];
  if (rest === 0) return [head, ...backLine(view, hold.account ?? 'the account')];
  const line = [
    head,
    span(`${hold.account ?? 'the first account'} is back in `),
    span(countdown(rest), 'bad', true),
    span(`, at ${clock(Date.parse(hold.until), view.zone)}`),
  ];
  const then = span('   then its sessions go on by themselves', 'muted');
  return lineWidth([...line, then]) < width ? [...line, then] : line;
}

function troubleLine({ snapshot, look }: View): Line | null {
  const alert = (text: string, rest: string): Line => [
    span(`${look.glyphs.alert} ${text}  `, 'warn', true),
    span(rest),
  ];
  const { needs, breaker, tmux, warnings } = snapshot;
  if (needs.length > 0) return alert('failover needs:', needs.join(` ${look.glyphs.dot} `));
  if (breaker.open) return alert('breaker open:', `${breaker.reason ?? ''} m, auto re-arms it.`);
  if (tmux.state !== 'connected') return alert(`tmux ${tmux.state}:`, tmux.detail);
  if (snapshot.paused) return alert('paused:', 'no task is dispatched until you press p; watching goes on');
  const [first] = warnings;
  if (first === undefined) return null;
  return alert(warnings.length === 1 ? 'warning:' : `${warnings.length} warnings:`, first);
}

/** `rest` of the same kind, told by their number. */
function others(rest: number, word: string): Line {
  return rest === 0 ? [] : [span(`   and ${rest} more ${word}`, 'muted')];
}

/** What a person may want to look at now: a hit that is not decided, a session that was given up, one that asks. */
function attentionLine({ snapshot, look }: View): Line | null {
  const { sessions } = snapshot;
  const open = openHits(snapshot);
  const [hit] = open;
  if (hit !== undefined) {
    const word = hitWord(hit.state, look.glyphs);
    const head = { ...word, text: `${word.text} hit on ${hit.session}  `, bold: true };
    return [head, span(hit.why), ...others(open.length - 1, 'open')];
  }
  for (const state of ['parked', 'asking'] as const) {
    const all = sessions.filter((session) => session.state === state);
    const [session] = all;
    if (session === undefined) continue;
    const { text, tone } = sessionWord(session, look.glyphs);
    const at = text.indexOf(' ');
    const head = span(`${text.slice(0, at)} ${session.name}${text.slice(at)}  `, tone, true);
    return [head, span(session.lastLine), ...others(all.length - 1, state)];
  }
  return null;
}

function calmLine(view: View): Line {
  const { snapshot, look, zone, caption = null } = view;
  if (caption !== null) return [span('demo  ', 'accent', true), span(caption)];
  const attention = attentionLine(view);
  if (attention !== null) return attention;
  const { lastSwap, queue } = snapshot;
  const last =
    lastSwap === null
      ? 'no swap yet'
      : `last swap ${lastSwap.from ?? '?'} ${look.glyphs.arrow} ${lastSwap.to} at ${clock(Date.parse(lastSwap.at), zone)}`;
  const tasks = queue.waiting + queue.running;
  const held = queue.held === null || queue.waiting === 0 ? '' : `, ${heldText(queue, view)}`;
  const queued = tasks === 0 ? '' : `   queue ${queue.waiting} waiting${held}, ${queue.running} running`;
  return [span(last + queued, 'muted')];
}

/** The second line: the one thing that matters most just now. */
function statusLine(view: View, width: number, modal: Modal | null, notice: QuitNotice): Line {
  const line =
    (modal?.type === 'ask' ? askLine(modal, { view, width, notice }) : null) ??
    lostLine(view, width) ??
    proposalLine(view) ??
    swapLine(view, width) ??
    holdLine(view, width) ??
    troubleLine(view) ??
    calmLine(view);
  return [span(' '), ...line];
}

interface StatusProps {
  readonly view: View;
  readonly width: number;
  readonly modal: Modal | null;
  readonly notice: QuitNotice;
}

export function Status({ view, width, modal, notice }: StatusProps): ReactElement {
  return <Row line={statusLine(view, width, modal, notice)} width={width} look={view.look} />;
}
