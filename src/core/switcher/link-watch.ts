import type { LinkObservation } from '../engine/events.js';
import type { State } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { swapInFlight } from './in-flight.js';
import { enter, needsPerson, recordFlip } from './intent.js';

/** Compares the link with what we believe: a flip by another hand is taken for a person's swap, anything else asks one. */
export function watchLink(step: Step, link: LinkObservation): void {
  step.patchLive({ link, linkAt: step.at });
  const { swap, activeAccount } = step.durable;
  if (step.settings.accounts.length === 0 || isMoving(step)) return;
  if (link.account === null) {
    needsPerson(step, linkTrouble(link));
    return;
  }
  if (step.durable.needsPerson) {
    step.patch({ needsPerson: null });
    step.tell('good', `the link is in order again: ${link.account}`);
  }
  if (link.account === activeAccount) return;
  if (activeAccount === null) {
    step.patch({ activeAccount: link.account });
    return;
  }
  if (swapInFlight(swap)) {
    enter(step, 'rolled-back');
    step.tell('warn', 'the swap ends: the link was changed by another hand');
  }
  recordFlip(step, { at: step.at, from: activeAccount, to: link.account, origin: 'foreign' });
  step.patch({ hold: null, proposal: null });
  step.patchAccount(link.account, { loginDead: null });
  step.tell(
    'warn',
    `the link was changed by another hand: ${activeAccount} → ${link.account}, taken for a person’s swap`,
  );
}

/** The link points to none of the accounts, and a person was told: nothing can be swapped until it does. */
export function isLinkLost({ durable, live }: State): boolean {
  return durable.needsPerson !== null && live.link.account === null && live.settings.accounts.length > 0;
}

/** While our own flip is under way the link may be either. */
function isMoving(step: Step): boolean {
  const { swap } = step.durable;
  return swapInFlight(swap) && (swap?.phase === 'flip' || swap?.phase === 'verify');
}

function linkTrouble(link: LinkObservation): string {
  switch (link.state.type) {
    case 'link':
      return `the link points to ${link.state.target}, which is no configured account, so it can only watch. Point it to one of them`;
    case 'missing':
      return 'the link is missing, so it can only watch. Create it, pointing to one account’s directory';
    case 'directory':
      return 'the link is a real directory, so it can only watch. Run claude-failover adopt, with this program and the sessions ended';
    case 'file':
      return 'the link is a regular file, so it can only watch. Replace it by a link to one account’s directory';
    case 'unreadable':
      return `the link cannot be read, so it can only watch: ${link.state.reason}`;
  }
}
