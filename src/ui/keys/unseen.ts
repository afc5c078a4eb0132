import { type Intent, type KeyContext, type OneLine, ui } from './binding.js';

const LARGER = 'make the window larger for that';

/** What it is about, and what comes of it, is seen; or it is about the view alone. */
function isSeen(intent: Intent, { shows }: OneLine, { modal }: KeyContext['ui']): boolean {
  switch (intent.type) {
    case 'send':
      return modal?.type === 'ask' && shows(modal);
    case 'add-task':
      return false;
    case 'ui':
      if (intent.action.type !== 'open') return true;
      return intent.action.modal.type === 'ask' && shows(intent.action.modal);
    default:
      return true;
  }
}

/**
 * On a screen of one line nothing is ordered whose list, question or effect is not drawn, and nothing is opened there that
 * cannot be. Leaving, quitting and stopping work.
 */
export function onlySeen(intents: readonly Intent[], context: KeyContext): readonly Intent[] {
  const { oneLine = null } = context;
  if (oneLine === null || intents.every((intent) => isSeen(intent, oneLine, context.ui))) return intents;
  return [ui({ type: 'flash', flash: { text: LARGER, tone: 'warn' } })];
}
