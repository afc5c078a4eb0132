import type { Step } from '../engine/step.js';

/** Asks the person for this swap, once for each target. `ahead`: before the limit is hit. */
export function propose(
  step: Step,
  proposal: { readonly to: string; readonly reason: string; readonly ahead?: true },
): void {
  const { to, reason } = proposal;
  if (step.durable.proposal?.to === to) return;
  step.patch({ proposal: { at: step.at, ...proposal } });
  step.tell('warn', `swap to ${to}? ${reason}`);
  step.notify('proposal', `swap to ${to}? ${reason}`, to);
}
