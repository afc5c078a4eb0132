import type { AccountView } from '../../core/snapshot.js';
import { limitsOf } from '../limits.js';
import type { View } from '../panels/panel.js';
import { type Line, span } from '../text/line.js';
import { clockAhead } from '../text/time.js';
import { kindWord } from '../words.js';
import { headroomLine } from './headroom.js';

/** Nothing bars it. */
export function isUsable({ state }: AccountView): boolean {
  return state === 'active' || state === 'free';
}

/** Under an account: each of its limits with its end, or why it can or cannot be chosen. */
export function moreLine(account: AccountView, view: View): Line {
  const { glyphs } = view.look;
  const active = account.name === view.snapshot.activeAccount && account.state !== 'active';
  const parts = limitsOf(account).map(({ kind, resetsAt }, index) =>
    resetsAt === null
      ? `${kindWord(kind)}, reset unknown`
      : `${kindWord(kind)} ${index === 0 ? 'until ' : ''}${clockAhead(Date.parse(resetsAt), view.now, view.zone)}`,
  );
  const use = headroomLine(account, view.now, glyphs);
  const known = parts.length > 0 ? parts.join(` ${glyphs.dot} `) : account.why;
  const text = known === account.state ? 'no limit known' : known;
  // How full it is says more than that nothing bars it.
  const isTold = use.length > 0 && parts.length === 0 && isUsable(account);
  return [
    span('   '),
    ...(active ? [span(`active ${glyphs.dot} `, 'good')] : []),
    ...(isTold ? [] : [span(text, 'muted')]),
    ...(isTold || use.length === 0 ? use : [span(` ${glyphs.dot} `, 'faint'), ...use]),
  ];
}
