import type { Done, PaneTarget } from '../../core/ports.js';
import type { Size } from '../panes/capture.js';
import type { Door } from '../protocol/exchange.js';
import { runGuarded, shows, TAKES_INPUT } from './guard.js';
import { look, paneRefusal, type Recognise } from './look.js';

export interface Offer {
  readonly target: PaneTarget;
  /** Letters and blanks that stand on its screen, without which Esc is not sent. */
  readonly words: string;
  readonly size: Size | undefined;
  readonly recognise: Recognise;
  readonly now: number;
}

/** One Esc at a start-up dialog that shows these words, with nobody at the keys. */
export async function declineOffer(
  door: Door,
  { target, words, size, recognise, now }: Offer,
): Promise<Done> {
  const seen = await look(door, target, size, recognise);
  const why = 'outcome' in seen ? seen : paneRefusal(seen, target, now);
  if (why !== null) return { ok: false, reason: why.reason };
  if ('outcome' in seen || seen.reading?.dialog?.type !== 'startup')
    return { ok: false, reason: 'no start-up dialog is open' };
  const sent = await runGuarded(door, {
    target,
    conditions: [...TAKES_INPUT, shows(words)],
    action: [['send-keys', '-t', target.pane, 'Escape']],
  });
  return sent === 'done'
    ? { ok: true }
    : { ok: false, reason: 'the dialog changed before it could be closed' };
}
