import type { Step } from '../engine/step.js';
import { hasDeadLogin, isLimited } from '../quota/limits.js';
import { inWords } from '../time.js';
import { firstBack } from './choose.js';

/** Every eligible account is limited: wait, and say once until when. */
export function enterHold(step: Step): void {
  const back = firstBack(step.settings, step.durable, step.at.wallMs);
  const old = step.durable.hold;
  if (old && old.untilMs === (back?.atMs ?? null) && old.account === (back?.account ?? null)) return;
  step.patch({
    hold: { since: old?.since ?? step.at, untilMs: back?.atMs ?? null, account: back?.account ?? null },
  });
  if (old) return;
  const until = back ? `; first back: ${back.account} in ${inWords(back.atMs - step.at.wallMs)}` : '';
  step.tell('warn', `hold: every account is limited${until}`);
  step.notify('hold', `every account is limited${until}`);
}

/** Ends the hold when the active account is free again; its sessions are resumed as late ones. */
export function leaveHoldIfFree(step: Step): void {
  const { hold, activeAccount, accounts } = step.durable;
  if (!hold || activeAccount === null) return;
  const memory = accounts[activeAccount];
  if (isLimited(memory, step.at.wallMs) || hasDeadLogin(memory)) return;
  step.patch({ hold: null });
  step.tell('good', `hold is over: ${activeAccount} is free again`);
  step.notify('back', `${activeAccount} is free again`);
}
