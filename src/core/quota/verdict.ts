import { errorTail } from './errors.js';
import type { Verdict } from './reading.js';
import type { ScreenView } from './screen-view.js';

export interface Judged {
  readonly verdict: Verdict;
  /** What it rests on. */
  readonly rule: string;
}

function ofDialog(view: ScreenView): Judged | null {
  switch (view.dialog?.type) {
    case undefined:
      return null;
    case 'rate-limit-options':
      return { verdict: 'usage-limit', rule: 'limit-dialog' };
    case 'transcript-view':
      return { verdict: 'unknown', rule: 'transcript-view' };
    default:
      return { verdict: 'waiting-permission', rule: 'dialog' };
  }
}

function ofBusy(view: ScreenView): Judged | null {
  if (view.busy === null) return null;
  if (view.busy.reason === 'working') return { verdict: 'working', rule: 'working' };
  return { verdict: view.busy.login ? 'auth-error' : 'transient-error', rule: 'retrying' };
}

/** The tail of a server error whose head has scrolled away, and nothing newer. */
function isErrorTail(view: ScreenView): boolean {
  const { newest } = view.scope;
  return newest?.kind === 'headless' && errorTail(newest);
}

/** One word for the screen: what stands in the composer's place decides, then a limit, then what runs, then how the turn ended. */
export function verdictOf(view: ScreenView, hit: boolean): Judged {
  const dialog = ofDialog(view);
  if (dialog !== null) return dialog;
  if (hit) return { verdict: 'usage-limit', rule: 'limit' };
  const busy = ofBusy(view);
  if (busy !== null) return busy;
  if (view.layout.composer.state === 'absent') return { verdict: 'unknown', rule: 'no-composer' };
  if (view.error !== null) return { verdict: view.error.verdict, rule: view.error.rule };
  if (isErrorTail(view)) return { verdict: 'transient-error', rule: 'server-error' };
  if (view.footer.loggedOut !== null) return { verdict: 'auth-error', rule: 'footer-login' };
  if (view.footer.warning !== null) return { verdict: 'limit-warning', rule: 'footer-warning' };
  return { verdict: 'idle', rule: 'composer' };
}
