import type { SessionObservation } from '../engine/events.js';
import type { Session, TurnTrace } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { linkAccountAt } from '../quota/attribution.js';
import type { Banner, Reading } from '../quota/reading.js';
import { followTurn, forgetOldLimits, NO_TURN } from '../quota/turn.js';
import { type Instant, SECOND } from '../time.js';
import { sessionKind, tmuxName } from './kind.js';

/** A row may carry a time cut to the second and a process start is exact: tolerate this much. */
const START_SLACK_MS = 2 * SECOND;
/** Rows of a conversation that was just taken up count as new when they are no older than this. */
const TAKEN_UP_SLACK_MS = 10 * SECOND;
/** A process this old has redrawn what `--resume` brought back. */
const REDRAWN_WITHIN_MS = 15 * SECOND;

/** Takes over one poll's whole truth: sessions that came, went, changed. */
export function trackSessions(step: Step, seen: readonly SessionObservation[]): void {
  const before = step.live.sessions;
  const after: Record<string, Session> = {};
  let still = 0;
  for (const observation of seen) {
    const old = before[observation.id];
    const next = old ? follow(old, observation, step) : meet(observation, step);
    after[observation.id] = next;
    if (next === old) still += 1;
  }
  for (const [id, old] of Object.entries(before)) {
    if (!(id in after) && !isReplaced(step, old)) step.tell('info', `${old.seen.name}: session has gone`);
  }
  const same = still === seen.length && still === Object.keys(before).length;
  step.patchLive({
    sessions: same ? before : after,
    declined: keepKeys(step.live.declined, after),
    heard: keepKeys(step.live.heard, after),
  });
  forgetResumes(step);
}

/** What is remembered of processes that have gone is forgotten. */
function keepKeys<T>(memory: Readonly<Record<string, T>>, sessions: object): Readonly<Record<string, T>> {
  const keys = Object.keys(memory);
  if (keys.every((key) => key in sessions)) return memory;
  return Object.fromEntries(Object.entries(memory).filter(([key]) => key in sessions));
}

/** A task took its place: that is told as such. */
function isReplaced(step: Step, { seen }: Session): boolean {
  return step.durable.runs.some(
    (run) => run.room === tmuxName(seen.name) && run.conversation !== seen.conversation,
  );
}

/** What became of sessions that have gone is kept only as long as its swap is shown. */
function forgetResumes(step: Step): void {
  const { resumes, swap } = step.durable;
  const kept = resumes.filter(
    (resume) => resume.step !== 'ended' || resume.session in step.live.sessions || resume.swap === swap?.id,
  );
  if (kept.length < resumes.length) step.patch({ resumes: kept });
}

function meet(seen: SessionObservation, step: Step): Session {
  const reading = typeof seen.reading === 'string' ? null : seen.reading;
  return {
    seen,
    kind: sessionKind(seen, step.settings),
    state: 'starting',
    detail: '',
    since: step.at,
    firstSeen: step.at,
    reading,
    blind: reading === null || isUnreadable(reading),
    covered: reading !== null && isUnreadable(reading),
    turn: turnOf(null, seen, step.at),
    banner: reading?.banner ? bannerKey(reading.banner) : null,
    bannerAt: reading?.banner ? step.at : null,
    bannerFresh: false,
    sawClear: reading !== null && isClear(reading, seen, step.at),
    hit: null,
    startAccount: linkAccountAt(step.durable, processStartMs(seen, step.at), step.at),
    why: [],
  };
}

/** The same object where nothing of it has changed: what was concluded from it still holds. */
function follow(old: Session, seen: SessionObservation, step: Step): Session {
  if (isStill(old, seen, step)) return old;
  const base = { ...old, seen, turn: turnOf(old, seen, step.at), kind: sessionKind(seen, step.settings) };
  if (seen.reading === 'unchanged') return { ...base, blind: old.reading === null || old.covered };
  if (seen.reading === 'unknown') return { ...base, blind: true };
  if (isUnreadable(seen.reading)) {
    return { ...base, blind: true, covered: true, reading: keepBanner(old, seen.reading) };
  }
  const sawClear = old.sawClear || isClear(seen.reading, seen, step.at);
  const clear = { blind: false, covered: false, sawClear, reading: seen.reading };
  return { ...base, ...clear, ...followBanner(old, seen.reading, step.at) };
}

function isStill(old: Session, seen: SessionObservation, { settings }: Step): boolean {
  if (seen !== old.seen || seen.reading !== 'unchanged' || seen.rows.length > 0) return false;
  if (old.blind !== (old.reading === null || old.covered)) return false;
  // Without a transcript, limits of an earlier process are told apart by the clock.
  const { limit, sideLimit } = old.turn;
  if (!seen.transcript && (limit !== null || sideLimit !== null)) return false;
  return old.kind === sessionKind(seen, settings);
}

/** What may stand in front of a banner without any turn going on. */
const COVERS: readonly string[] = ['usage', 'transcript-view', 'startup', 'trust', 'other'];

/** A screen nobody recognised, or one behind a view, says nothing of a limit: neither hit nor clear. */
function isUnreadable(reading: Reading): boolean {
  if (reading.banner !== null) return false;
  return reading.verdict === 'unknown' || (reading.dialog !== null && COVERS.includes(reading.dialog.type));
}

/** What covers the banner (a view, an unknown dialog) is shown, but the banner is not taken for gone. */
function keepBanner(old: Session, reading: Reading): Reading {
  return { ...reading, banner: old.reading?.banner ?? null };
}

/** The main chain as far as it is this process's own: the tail of a file may hold what an earlier one wrote. */
function turnOf(old: Session | null, seen: SessionObservation, at: Instant): TurnTrace {
  const other = old !== null && changed(old.seen.conversation, seen.conversation);
  const turn = followTurn(old === null || other ? NO_TURN : old.turn, seen.rows);
  if (other) return forgetOldLimits(turn, at.wallMs - TAKEN_UP_SLACK_MS);
  if (old?.seen.transcript) return turn;
  return forgetOldLimits(turn, ownRowsSinceMs(seen, at));
}

function changed(before: string | null, now: string | null): boolean {
  return before !== null && now !== null && before !== now;
}

/** Wall time at which the process started, by its start in steady time. */
export function processStartMs(seen: SessionObservation, now: Instant): number {
  return now.wallMs - Math.max(0, now.steadyMs - seen.agent.startedSteadyMs);
}

/** Rows of this wall time and later are the process's own. */
export function ownRowsSinceMs(seen: SessionObservation, now: Instant): number {
  return processStartMs(seen, now) - START_SLACK_MS;
}

function followBanner(
  old: Session,
  reading: Reading,
  at: Instant,
): Pick<Session, 'banner' | 'bannerAt' | 'bannerFresh'> {
  if (!reading.banner) return { banner: null, bannerAt: null, bannerFresh: false };
  const key = bannerKey(reading.banner);
  if (old.banner === key) return { banner: key, bannerAt: old.bannerAt, bannerFresh: old.bannerFresh };
  if (old.banner !== null && isScrolled(old, reading.banner)) {
    return { banner: old.banner, bannerAt: old.bannerAt, bannerFresh: old.bannerFresh };
  }
  return { banner: key, bannerAt: at, bannerFresh: old.sawClear };
}

/** The conversation is on the screen, and no banner with it. An empty screen may be one that `--resume` has yet to fill. */
function isClear(reading: Reading, seen: SessionObservation, at: Instant): boolean {
  if (reading.banner !== null || isUnreadable(reading)) return false;
  const inTurn = reading.busy || reading.lastPrompt !== '' || reading.composer.state === 'draft';
  return inTurn || at.steadyMs - seen.agent.startedSteadyMs > REDRAWN_WITHIN_MS;
}

/** The same words once more on the screen, with the prompt scrolled away: no new banner. */
function isScrolled(old: Session, banner: Banner): boolean {
  const before = old.reading?.banner;
  if (!before || before.text !== banner.text || banner.occurrences > before.occurrences) return false;
  return banner.prompt === '' || before.prompt === '' || before.prompt === banner.prompt;
}

/** Equal at every width and after scrolling by a few rows; another refusal of the same prompt counts one more. */
export function bannerKey(banner: Banner): string {
  return `${banner.text}|${banner.prompt.slice(0, 200)}|${banner.occurrences}`;
}
