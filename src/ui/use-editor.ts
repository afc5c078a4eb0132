import { type CommandResult, refused } from '../core/commands.js';
import { errorText } from '../core/errors.js';
import type { EditorAction } from './editor-state.js';
import type { Host } from './host.js';
import { flashOf, type UiAction, type UiState } from './ui-state.js';
import type { Terminal } from './use-terminal.js';

/** Nobody is kept waiting in a closed editor for longer than this. */
const ADDED_WITHIN_MS = 10_000;
const NO_ANSWER = 'The queue gives no answer: look at its list before you add this again.';

interface EditorProps {
  readonly host: Host;
  /** Puts a task into the queue; undefined when there is none. */
  readonly addTask: ((text: string) => Promise<CommandResult>) | undefined;
}

interface EditorHands {
  readonly editOutside: (text: string) => void;
  readonly add: (text: string) => void;
}

/** What comes to the open editor besides keys: the text of the person's own editor, the queue's answer to a new task. */
export function useEditor(
  { host, addTask }: EditorProps,
  ui: { readonly current: UiState },
  dispatch: (action: UiAction) => void,
  lend: Terminal['lend'],
): EditorHands {
  const edit = (action: EditorAction): void => dispatch({ type: 'edit', action });
  const answered = (result: CommandResult): void => {
    // A refusal is told in the editor, beside the text.
    const inside = result.status === 'refused' && ui.current.modal?.type === 'edit';
    edit({ type: 'answered', result });
    if (!inside) dispatch({ type: 'flash', flash: flashOf(result) });
  };
  return {
    editOutside: (text) => {
      lend(async () => {
        const saved = (await host.editText?.(text)) ?? null;
        if (saved === null)
          edit({ type: 'trouble', text: 'Your editor saved nothing: the text is as it was.' });
        else edit({ type: 'text', edit: { type: 'replace', text: saved } });
      }).catch((error: unknown) => edit({ type: 'trouble', text: errorText(error) }));
    },
    add: (text) => {
      let settled = false;
      const settle = (result: CommandResult): void => {
        if (settled) return;
        settled = true;
        cancel();
        answered(result);
      };
      const cancel = host.after(ADDED_WITHIN_MS, () => settle(refused(NO_ANSWER)));
      addTask?.(text).then(settle, (error: unknown) =>
        settle(refused(`The task was not added: ${errorText(error)}`)),
      );
    },
  };
}
