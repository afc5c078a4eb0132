import type { PaneId } from '../core/ids.js';
import type { TmuxPort } from '../core/ports.js';
import type { SessionView } from '../core/snapshot.js';
import type { Host } from '../ui/index.js';

type Capture = NonNullable<Host['captureScreen']>;

interface Preview {
  readonly captureScreen: Capture;
  /** Asks tmux nothing any more: a question would connect again behind the release before a stop. */
  rest(): void;
  goOn(): void;
}

/** The screen of a session by the supervisor's own client of tmux, one question among its others. */
export function previewBy(tmux: Pick<TmuxPort, 'captureStyled' | 'health'>): Preview {
  let isResting = false;
  return {
    captureScreen: async ({ pane }: SessionView) => {
      if (isResting) return { ok: false, reason: 'The dashboard is being stopped.' };
      const screen = await tmux.captureStyled(pane as PaneId);
      if (screen !== null) return { ok: true, screen };
      const { state, detail } = tmux.health();
      const isThere = state === 'connected' || state === 'fallback';
      return { ok: false, reason: isThere ? `tmux shows no pane ${pane}: it has gone.` : detail };
    },
    rest: () => {
      isResting = true;
    },
    goOn: () => {
      isResting = false;
    },
  };
}
