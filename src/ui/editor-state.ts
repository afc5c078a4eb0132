import type { CommandResult } from '../core/commands.js';
import { type EditAction, type EditText, EMPTY_TEXT, reduceEdit } from './text/edit.js';

/** The open editor of a new task. */
export interface EditorState {
  readonly type: 'edit';
  readonly text: EditText;
  /** There was some text, even if it is gone again. */
  readonly touched: boolean;
  /** `leaving`: the person was asked whether the text may be thrown away; `adding`: the queue has not answered yet. */
  readonly phase: 'typing' | 'leaving' | 'adding';
  /** Why the last thing did not work, until the text is changed; '' for nothing. */
  readonly trouble: string;
}

export type EditorAction =
  | { readonly type: 'text'; readonly edit: EditAction }
  | { readonly type: 'phase'; readonly phase: EditorState['phase'] }
  /** The queue's answer to an added task. */
  | { readonly type: 'answered'; readonly result: CommandResult }
  | { readonly type: 'trouble'; readonly text: string };

export const NEW_EDITOR: EditorState = {
  type: 'edit',
  text: EMPTY_TEXT,
  touched: false,
  phase: 'typing',
  trouble: '',
};

/** The next state of the editor; null: it closes. What was refused stays, with its reason. */
export function reduceEditor(state: EditorState, action: EditorAction): EditorState | null {
  switch (action.type) {
    case 'text': {
      if (state.phase !== 'typing') return state;
      const text = reduceEdit(state.text, action.edit);
      const changed = text.lines !== state.text.lines;
      const trouble = text.refused ?? (changed ? '' : state.trouble);
      return { ...state, text, touched: state.touched || text.bytes > 0, trouble };
    }
    case 'phase':
      return { ...state, phase: action.phase };
    case 'answered':
      if (state.phase !== 'adding') return state;
      return action.result.status === 'refused'
        ? { ...state, phase: 'typing', trouble: action.result.reason }
        : null;
    case 'trouble':
      return { ...state, phase: 'typing', trouble: action.text };
    default:
      return action satisfies never;
  }
}
