import { hitMeaning, sessionMeanings } from '../../core/meanings.js';
import type { HitView, SessionView, TaskView } from '../../core/snapshot.js';
import { sessionOf, taskRuns } from '../facts.js';
import type { View } from '../panels/panel.js';
import { type Line, span } from '../text/line.js';
import { age, clockAhead, clockSeconds } from '../text/time.js';
import type { Modal } from '../ui-state.js';
import { unquoted } from '../widgets/hit-row.js';
import { taskName } from '../widgets/task-row.js';
import { hitWord, sessionWord, taskWord } from '../words.js';
import { type Content, paragraph } from './content-line.js';

type Why = Extract<Modal, { type: 'why' }>;

/** The engine knows no zone: its instants become the clocks of this one. */
function localTimes(text: string, { now, zone }: View): string {
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (iso) => {
    const ms = Date.parse(iso);
    return ms > now ? clockAhead(ms, now, zone) : clockSeconds(ms, zone);
  });
}

function sentences(texts: readonly string[], view: View, width: number): readonly Line[] {
  if (texts.length === 0) return [[span('No evidence was recorded.', 'muted')]];
  return texts
    .map((text) => localTimes(text, view))
    .flatMap((text) => paragraph(text, width, [span(`${view.look.glyphs.dot} `, 'muted')], '  '));
}

/** What the words in the head mean. */
function meant(texts: readonly string[], width: number): readonly Line[] {
  return texts.flatMap((text) => paragraph(text, width, [], '').map((line) => line.map(muted)));
}

function muted(part: Line[number]): Line[number] {
  return { ...part, tone: 'muted' };
}

function facts(view: View, ...texts: readonly (string | null)[]): Line[number] {
  const known = texts.filter((text) => text !== null && text !== '');
  return span(`  ${known.join(` ${view.look.glyphs.dot} `)}`, 'muted');
}

function ofHit(hit: HitView, view: View, width: number): Omit<Content, 'chosen'> {
  const { glyphs } = view.look;
  const head: Line = [
    hitWord(hit.state, glyphs),
    span(`  rule ${hit.rule}  pattern "${hit.pattern}"`, 'muted'),
  ];
  const quoted = paragraph(unquoted(hit.snippet), width, [span(`${glyphs.quote} `, 'faint')], '  ');
  return {
    title: `Why: hit on ${hit.session}`,
    lines: [
      head,
      ...meant([hitMeaning(hit.state)], width),
      ...quoted,
      ...sentences(hit.evidence, view, width),
    ],
  };
}

function ofSession(session: SessionView, view: View, width: number): Omit<Content, 'chosen'> {
  const { kind, pane, version, conversation } = session;
  const head: Line = [
    sessionWord(session, view.look.glyphs),
    facts(
      view,
      kind,
      pane === '' ? null : `pane ${pane}`,
      version === null ? null : `Claude Code ${version}`,
      conversation === null ? null : `conversation ${conversation}`,
    ),
  ];
  return {
    title: `Why: ${session.name}`,
    lines: [head, ...meant(sessionMeanings(session), width), ...sentences(session.why, view, width)],
  };
}

/** Why a task waits; '' for one that does not. */
function waitText(task: TaskView, { snapshot }: View): string {
  if (task.state !== 'waiting') return '';
  const { held } = snapshot.queue;
  if (held !== null) return `No task is handed out: ${held}`;
  const who = task.session === null ? 'a session of the pool' : task.session;
  return `It is handed out as soon as ${who} is free and no other task comes first.`;
}

/** `on`: the session that has it in hand. */
function ofTask(
  task: TaskView,
  on: SessionView | undefined,
  view: View,
  width: number,
): Omit<Content, 'chosen'> {
  const { glyphs } = view.look;
  const since = Date.parse(task.since);
  const head: Line = [
    taskWord(task.state, glyphs),
    facts(
      view,
      task.session,
      task.attempt > 1 ? `try ${task.attempt}` : null,
      task.state === 'waiting' ? `priority ${task.priority}` : null,
      `since ${clockSeconds(since, view.zone)} (${age(view.now - since)})`,
      task.conversation,
    ),
  ];
  const told = task.detail === '' ? waitText(task, view) : task.detail;
  const texts = [told, ...(taskRuns(task.state) ? (on?.why ?? []) : [])].filter((text) => text !== '');
  const lines = [head, ...(texts.length === 0 ? [] : sentences(texts, view, width))];
  return { title: `Why: ${taskName(task.id, view)}`, lines };
}

/** The evidence behind a session, a hit or a task. */
export function whyContent({ of, id }: Why, view: View, width: number): Content {
  const { snapshot } = view;
  const made = (): Omit<Content, 'chosen'> | null => {
    if (of === 'hit') {
      const hit = snapshot.hits.find((one) => one.id === id);
      return hit === undefined ? null : ofHit(hit, view, width);
    }
    if (of === 'session') {
      const session = snapshot.sessions.find((one) => one.id === id);
      return session === undefined ? null : ofSession(session, view, width);
    }
    const task = snapshot.queue.tasks.find((one) => one.id === id);
    return task === undefined ? null : ofTask(task, sessionOf(snapshot, task), view, width);
  };
  const content = made() ?? { title: 'Why', lines: [[span(`This ${of} is gone.`, 'muted')]] };
  return { ...content, chosen: -1 };
}
