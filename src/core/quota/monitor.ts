import { cleanText } from '../clean-text.js';
import type { Hit, Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { limitTold } from '../hooks/failure.js';
import { bannerKey } from '../sessions/track.js';
import { elapsed, type Instant, inWords, SECOND } from '../time.js';
import { charge, wallOf } from './attribution.js';
import { judge, type LimitJudgement, screenKey, type VetoJudgement } from './fuse.js';
import { findHit, isOpen, isStanding, moveHit, nameAlso, openHit, settle } from './hits.js';
import { HORIZON_MS } from './horizon.js';
import { CUT_SECONDS_MS, kindLabel, recordLimit, withdrawLimit } from './limits.js';
import { saysTheSame } from './same-words.js';

/** A row this much newer than a screen hit of the same banner is still its row, in milliseconds. */
const SAME_HIT_MS = 10 * SECOND;

/** After a completed poll: every session's evidence is judged, hits are opened, confirmed, absorbed. */
export function monitor(step: Step): void {
  for (const id of Object.keys(step.live.sessions).sort()) {
    const session = step.live.sessions[id];
    if (session) watch(step, session);
  }
  absorbStray(step);
}

function watch(step: Step, session: Session): void {
  const current = findHit(step, session.hit);
  if (session.blind) restartWaits(step, session.seen.id);
  const waitedMs = session.bannerAt ? elapsed(session.bannerAt, step.at) : 0;
  const judgement = judge(session, waitedMs, limitTold(step.live, session));
  if (judgement.type === 'wait') return;
  if (judgement.type === 'none') {
    if (!session.blind) clear(step, session, current);
  } else if (judgement.type === 'vetoed') veto(step, session, current, judgement);
  else limit(step, session, current, judgement);
}

function clear(step: Step, { seen }: Session, current: Hit | undefined): void {
  if (!current) return;
  absorb(step, current);
  step.patchSession(seen.id, { hit: null });
}

function absorb(step: Step, hit: Hit): void {
  if (hit.state === 'suspected') {
    moveHit(step, hit, 'absorbed', 'gone on a later poll');
    step.tell('info', `${hit.sessionName}: suspected hit absorbed, it went away`);
  } else if (isOpen(hit.state)) {
    moveHit(step, hit, 'absorbed', 'the session went on');
  }
}

function veto(step: Step, session: Session, current: Hit | undefined, judgement: VetoJudgement): void {
  const { banner, why } = judgement;
  const key = `veto:${session.seen.id}:${judgement.veto}:${banner.text}|${banner.prompt.slice(0, 80)}`;
  if (current && judgement.veto === 'working') {
    clear(step, session, current);
    settle(step, key);
    return;
  }
  if (current && (current.state === 'suspected' || (judgement.denied && isOpen(current.state)))) {
    moveHit(step, current, 'vetoed', why);
    if (current.account !== null) withdrawLimit(step, current.account, current.id);
    settle(step, key);
    return;
  }
  if (current && isStanding(current.state)) clear(step, session, current);
  if (step.durable.settled.includes(key)) return;
  settle(step, key);
  openHit(step, session, key, {
    account: null,
    kind: banner.kind,
    resetsAtMs: banner.resetsAtMs,
    pattern: banner.pattern,
    rule: banner.rule,
    snippet: banner.snippet,
    state: 'vetoed',
    why,
    evidence: [`screen: ${banner.text}`, `vetoed: ${why}`],
  });
  step.patchSession(session.seen.id, { hit: key as Hit['id'] });
  step.tell('info', `${session.seen.name}: limit-like text vetoed, ${why}`);
}

function limit(step: Step, session: Session, current: Hit | undefined, judged: LimitJudgement): void {
  const same = findHit(step, judged.key) ?? aliasOf(session, current, judged);
  if (same) {
    again(step, session, same, judged);
    return;
  }
  if (step.durable.settled.includes(judged.key)) return;
  if (isOldUndated(session, judged, step.at.wallMs)) {
    settle(step, judged.key);
    step.tell('info', `${session.seen.name}: an old limit line stands there, its reset has passed`);
    return;
  }
  const opened = openHit(step, session, judged.key, {
    account: null,
    kind: judged.kind,
    resetsAtMs: judged.resetsAtMs,
    pattern: judged.pattern,
    rule: judged.rule,
    snippet: judged.snippet,
    state: judged.sure ? 'confirmed' : 'suspected',
    why: judged.why,
    evidence: judged.evidence,
  });
  nameBoth(step, session, opened, judged);
  if (!judged.marksOnly) step.patchSession(session.seen.id, { hit: opened.id });
  if (judged.sure) confirm(step, session, opened, judged);
  else {
    step.tell('warn', `${session.seen.name}: suspected limit, ${judged.why}; waiting for a second poll`);
    step.notify('suspected', `${session.seen.name}: "${cleanText(judged.snippet, 120)}" (${judged.why})`);
  }
}

/** The row of a banner that was already taken for a hit on the screen's word: the same hit, unless something was asked since. */
function aliasOf({ turn }: Session, current: Hit | undefined, judged: LimitJudgement): Hit | undefined {
  if (
    !current ||
    judged.source !== 'transcript' ||
    current.state === 'vetoed' ||
    current.state === 'absorbed'
  )
    return undefined;
  if (!current.id.startsWith('screen:') || turn.lastPromptAtMs > current.firstAt.wallMs) return undefined;
  return judged.atMs <= current.firstAt.wallMs + SAME_HIT_MS ? current : undefined;
}

function again(step: Step, session: Session, hit: Hit, judged: LimitJudgement): void {
  nameBoth(step, session, hit, judged);
  if (session.hit !== hit.id && !judged.marksOnly) step.patchSession(session.seen.id, { hit: hit.id });
  if (hit.state !== 'suspected') return;
  const waited = elapsed(hit.waitFrom, step.at) >= step.settings.confirmAfterMs;
  const idle = !(session.reading?.busy ?? true);
  if (judged.sure) confirm(step, session, hit, judged);
  else if (waited && idle)
    confirm(step, session, hit, {
      ...judged,
      why: `still there after ${step.settings.confirmAfterMs / 1000} s`,
    });
}

/** The row of a banner and the banner of a row are one refusal, also after a restart that finds only one of them. */
function nameBoth(step: Step, session: Session, opened: Hit, judged: LimitJudgement): void {
  nameAlso(step, opened, judged.key);
  const banner = session.reading?.banner;
  if (!banner || session.covered || !saysTheSame(judged.text, banner.text)) return;
  const hit = findHit(step, opened.id);
  if (hit) nameAlso(step, hit, screenKey(session.seen.id, bannerKey(banner)));
}

/** The hit counts: it is charged to its account, and the account is marked. */
function confirm(step: Step, session: Session, hit: Hit, judged: LimitJudgement): void {
  const continued = step.durable.resumes.some(
    (resume) =>
      resume.session === session.seen.id &&
      resume.submittedAt !== null &&
      isAfterLastFlip(step, resume.submittedAt),
  );
  // A screen's time resolves from its capture: the first look is nearest to when it was printed.
  const resetsAtMs = judged.source === 'screen' ? (hit.resetsAtMs ?? judged.resetsAtMs) : judged.resetsAtMs;
  const atMs =
    judged.source === 'screen' && session.bannerAt ? wallOf(session.bannerAt, step.at) : judged.atMs;
  // Sub-agents ask beside the main chain.
  const sentAfterMs = isSideHit(session, hit) ? 0 : Math.min(session.turn.askedAtMs, atMs);
  const limit = { kind: judged.kind, resetsAtMs, atMs, continued, sentAfterMs };
  const { account, because } = charge(step.durable, session, limit, step.at);
  step.patchHit(hit.id, {
    account,
    kind: judged.kind,
    resetsAtMs,
    evidence: [
      ...judged.evidence,
      account === null && step.settings.accounts.length === 0
        ? 'charged to nobody: no account is configured'
        : `charged to ${account ?? 'no account of ours'}: ${because}`,
    ],
  });
  const charged = findHit(step, hit.id);
  if (!charged) return;
  moveHit(step, charged, 'confirmed', judged.why);
  if (account !== null) recordLimit(step, account, charged);
  step.tell('warn', hitInWords(step, charged));
}

function hitInWords(step: Step, { sessionName, kind, account, resetsAtMs }: Hit): string {
  const whose = step.settings.accounts.length === 0 ? '' : ` of ${account ?? 'another login'}`;
  const leftMs = (resetsAtMs ?? 0) - step.at.wallMs;
  const back = leftMs > 0 ? `, back in ${inWords(leftMs)}` : '';
  return `${sessionName} hit the ${kindLabel(kind)} limit${whose}${back}`;
}

function isAfterLastFlip(step: Step, at: Instant): boolean {
  const flip = step.durable.flips.at(-1);
  return flip !== undefined && at.steadyMs >= flip.at.steadyMs;
}

/** Nobody saw it appear, nothing dates it, and its reset lies further ahead than such a limit can: it has passed. */
function isOldUndated(session: Session, judged: LimitJudgement, nowMs: number): boolean {
  if (judged.source === 'transcript' || session.bannerFresh || judged.resetsAtMs === null) return false;
  return judged.resetsAtMs - nowMs > HORIZON_MS[judged.kind] + CUT_SECONDS_MS;
}

/** An open hit that no session stands at any more: the session has gone, or stands at something newer. */
function absorbStray(step: Step): void {
  for (const hit of step.durable.hits) {
    if (!isOpen(hit.state)) continue;
    const session = step.live.sessions[hit.session];
    if (!session) moveHit(step, hit, 'absorbed', 'its session has gone');
    else if (session.hit !== hit.id && !session.blind && !isSideHit(session, hit)) absorb(step, hit);
  }
}

/** A sub-agent's limit marks the account while the session itself still works. */
function isSideHit(session: Session, hit: Hit): boolean {
  return session.turn.sideLimit !== null && hit.id === `row:${session.turn.sideLimit.uuid}`;
}

/** Nothing could be seen (of this session, or of any): nobody is clear, and every confirmation wait starts again. */
export function restartWaits(step: Step, session: string | null = null): void {
  for (const hit of step.durable.hits) {
    const concerned = session === null || hit.session === session;
    if (concerned && hit.state === 'suspected') step.patchHit(hit.id, { waitFrom: step.at });
  }
}
