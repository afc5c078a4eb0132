import { type Command, type CommandResult, done, refused } from '../commands.js';
import { obeyTask } from '../dispatcher/obey-task.js';
import { memoryOf, roomsOf } from '../lifecycle/rooms.js';
import { unpark } from '../lifecycle/starts.js';
import { dismiss, undoDismiss } from '../quota/dismiss.js';
import { isLimited } from '../quota/limits.js';
import type { Mode } from '../snapshot.js';
import { chooseAccount, eligibility } from '../switcher/choose.js';
import { swapInFlight } from '../switcher/in-flight.js';
import { startSwap } from '../switcher/intent.js';
import { declineAhead } from '../switcher/proactive.js';
import { iso } from '../time.js';
import type { Step } from './step.js';

/** A person's wish. The answer is immediate: done, started, or refused with its reason. */
export function obey(step: Step, command: Command): CommandResult {
  switch (command.type) {
    case 'swap':
      return forceSwap(step, command.to, command.force);
    case 'dismiss':
      return dismiss(step, command.hit);
    case 'undo-dismiss':
      return undoDismiss(step);
    case 'pause':
      return setPaused(step, true);
    case 'resume':
      return setPaused(step, false);
    case 'mode':
      return setMode(step, command.mode);
    case 'answer':
      return answerProposal(step, command.yes, command.of);
    case 'task':
      return obeyTask(step, command.action, command.task);
    case 'unpark':
      return unparkRoom(step, command.session);
    case 'focus':
      return focus(step, command.session);
  }
}

/** Overrides cooldown, breaker, mode and hold; with `force` also the limited mark. Never what preflight refuses. */
function forceSwap(step: Step, to: string | null, force: boolean): CommandResult {
  const { durable, settings, at } = step;
  if (step.live.readOnly) return refused('the state file is of a newer version: observe only');
  if (settings.accounts.length < 2)
    return refused('a swap needs two configured accounts. Add them to the configuration');
  if (swapInFlight(durable.swap)) return refused(`a swap to ${durable.swap?.to} is in progress`);
  const target = to ?? chooseAccount(settings, durable, at.wallMs).account;
  if (target === null)
    return refused(`no other account is free (there are: ${others(step)}). ${allTheSame('ACCOUNT')}`);
  const account = settings.accounts.find((candidate) => candidate.name === target);
  if (!account)
    return refused(
      `no account is called ${target}. Configured: ${settings.accounts.map((a) => a.name).join(', ')}`,
    );
  if (target === durable.activeAccount) return refused(`${target} is the active account already`);
  const memory = durable.accounts[target];
  if (memory?.loginDead) return refused(eligibility(account, durable, at.wallMs, []).why);
  if (isLimited(memory, at.wallMs) && !force) {
    return refused(`${target} is ${eligibility(account, durable, at.wallMs, []).why}. ${allTheSame(target)}`);
  }
  const intentId = startSwap(step, { to: target, origin: 'person', force, reason: 'ordered by you' });
  return { status: 'started', intentId, text: `swap to ${target} started` };
}

/** Whoever asked reads it: at the dashboard, on a command line, or in a script. */
function allTheSame(target: string): string {
  return `To swap all the same: s in the dashboard, or claude-failover swap ${target} --force`;
}

function others(step: Step): string {
  const names = step.settings.accounts
    .map((account) => account.name)
    .filter((name) => name !== step.durable.activeAccount);
  return names.join(', ') || 'none';
}

function setPaused(step: Step, paused: boolean): CommandResult {
  if (step.durable.paused !== paused) {
    step.patch({ paused });
    step.tell('info', paused ? 'dispatch paused' : 'dispatch goes on');
  }
  return done(paused ? 'dispatch is paused' : 'dispatch goes on');
}

function unparkRoom(step: Step, name: string): CommandResult {
  if (unpark(step, name)) return done(`${name} is started again`);
  const names = roomsOf(step.state).map((room) => room.name);
  if (names.includes(name)) return refused(`${name} is not parked`);
  const parked = names.filter((one) => memoryOf(step.state, one).parked);
  return refused(`no session of the configuration is called ${name}. Parked: ${parked.join(', ') || 'none'}`);
}

/** `auto` also re-arms the breaker. */
function setMode(step: Step, mode: Mode): CommandResult {
  if (step.settings.accounts.length === 0 && mode !== 'observe') {
    return refused('failover needs accounts in the configuration; without them it can only observe');
  }
  if (mode === 'auto' && step.durable.breaker) {
    step.patch({ breaker: null, autoSwaps: [] });
    step.tell('info', 'breaker re-armed by you');
  }
  if (step.durable.mode !== mode) {
    step.patch({ mode, proposal: mode === 'confirm' ? step.durable.proposal : null });
    step.tell('info', `mode is now ${mode}`);
  }
  return done(`mode is ${mode}`);
}

function answerProposal(step: Step, yes: boolean, of: string | undefined): CommandResult {
  const { proposal } = step.durable;
  if (!proposal) return refused('nothing is proposed');
  if (of !== undefined && of !== iso(proposal.at.wallMs)) return refused('another swap is proposed by now');
  step.patch({ proposal: null });
  if (yes) return forceSwap(step, proposal.to, false);
  if (proposal.ahead) return declineAhead(step);
  const active = step.durable.activeAccount;
  for (const hit of step.durable.hits) if (hit.account === active) dismiss(step, hit.id);
  return done('no swap; its hits are dismissed');
}

function focus(step: Step, id: string): CommandResult {
  const session = step.live.sessions[id];
  if (!session) return refused('that session has gone');
  step.effect({ type: 'focus', target: session.seen.target });
  return done(`went to ${session.seen.name}`);
}
