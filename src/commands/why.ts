import { hitMeaning, sessionMeanings } from '../core/meanings.js';
import { sessionsCalled } from '../core/sessions/called.js';
import { SESSION_WORD } from '../core/shown-words.js';
import type { HitView, SessionView, Snapshot } from '../core/snapshot.js';
import { age } from '../ui/text/time.js';
import { PLACE_OPTIONS, parseArguments } from './arguments.js';
import { readStatus } from './control.js';
import { EXIT } from './exit.js';
import { out, table } from './print.js';
import { refuse } from './refuse.js';
import { whereOf } from './where.js';

/** Hits told of one session, newest first. */
const HITS_SHOWN = 3;

/** `why [SESSION]`. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, PLACE_OPTIONS, 1);
  const [wanted] = parsed.positionals;
  const snapshot = await readStatus(whereOf(parsed));
  if (typeof snapshot === 'number') return snapshot;
  const sessions = wanted === undefined ? snapshot.sessions : sessionsCalled(snapshot.sessions, wanted);
  if (wanted !== undefined && sessions.length === 0) {
    const names = snapshot.sessions.map((session) => session.name).join(', ') || 'none';
    return refuse(`No session is called ${wanted}. There are: ${names}.`);
  }
  out(wanted === undefined ? whyAll(snapshot) : sessions.map((one) => whyOf(one, snapshot)).join('\n'));
  return EXIT.good;
}

function whyAll(snapshot: Snapshot): string {
  const { next, queue } = snapshot;
  const facts = [
    ...snapshot.needs.map((need) => ['needs', need]),
    ...snapshot.warnings.map((warning) => ['warning', warning]),
    ['next account', `${next.account ?? 'none'}: ${next.reason}`],
    ...(queue.held === null ? [] : [['queue', queue.held]]),
  ];
  return [table(facts), ...snapshot.sessions.map((session) => whyOf(session, snapshot))].join('\n');
}

function whyOf(session: SessionView, snapshot: Snapshot): string {
  const nowMs = Date.parse(snapshot.at);
  const { name, pane, kind, state, detail, since } = session;
  const more = detail === '' ? '' : `, ${detail}`;
  const head = `${name} (${pane}, ${kind}): ${SESSION_WORD[state]}${more}, for ${age(nowMs - Date.parse(since))}`;
  const hits = snapshot.hits.filter((hit) => hit.session === name).slice(0, HITS_SHOWN);
  return [
    table([[head]]),
    table(
      sessionMeanings(session).map((text) => [text]),
      '  ',
    ),
    table(
      session.why.map((sentence) => [sentence]),
      '  ',
    ),
    ...hits.map((hit) => hitText(hit, nowMs)),
  ].join('');
}

function hitText(hit: HitView, nowMs: number): string {
  const head = `hit ${hit.id}: ${hit.state}, ${age(nowMs - Date.parse(hit.at))} ago, ${hit.why}`;
  return (
    table([[head]], '  ') +
    table(
      [hitMeaning(hit.state), ...hit.evidence].map((sentence) => [sentence]),
      '    ',
    )
  );
}
