import type { SwapView } from '../../core/snapshot.js';
import type { View } from '../panels/panel.js';
import { type Line, span } from '../text/line.js';
import { STEPS, stepState } from '../words.js';

/** Each step of a swap with how it stands; `short`: the finished ones as signs alone. */
export function stepper(swap: SwapView, view: View, short: boolean): Line {
  const { glyphs } = view.look;
  const ended = swap.sessions.filter(
    (session) => session.end !== 'pending' && session.end !== 'typing',
  ).length;
  if (short && swap.phase === 'done') return [span(`${glyphs.done.repeat(STEPS.length)} done  `, 'good')];
  return STEPS.flatMap((step): Line => {
    const state = stepState(step, swap.phase);
    const progress = step === 'resume' && state === 'now' ? ` ${ended}/${swap.sessions.length}` : '';
    if (state === 'done') return [span(short ? glyphs.done : `${glyphs.done} ${step}  `, 'good')];
    if (state === 'now')
      return [span(`${short ? ' ' : ''}${glyphs.on} ${step}${progress}  `, 'accent', true)];
    return short ? [] : [span(`${glyphs.off} ${step}  `, 'muted')];
  });
}

/** How a swap that did not reach its end is told. */
export function swapEnd(swap: SwapView, view: View): Line | null {
  const { glyphs } = view.look;
  if (swap.phase === 'rolled-back') return [span(`${glyphs.alert} rolled back  `, 'warn', true)];
  if (swap.phase === 'needs-person') return [span(`${glyphs.alert} needs you  `, 'bad', true)];
  return null;
}
