import type { EditorState } from '../editor-state.js';
import { type EditAction, isBlank, textOf } from '../text/edit.js';
import { FRONT_MATTER } from '../text/front-matter.js';
import { type Binding, closing, type Intent, type KeyContext, PAGE, ui } from './binding.js';

export function editing(edit: EditAction): Intent {
  return ui({ type: 'edit', action: { type: 'text', edit } });
}

function phase(to: EditorState['phase']): Intent {
  return ui({ type: 'edit', action: { type: 'phase', phase: to } });
}

function mover(key: string, edit: (context: KeyContext) => EditAction): Binding {
  return {
    id: `edit-${key}`,
    keys: [key],
    label: '',
    help: '',
    footer: null,
    run: (context) => [editing(edit(context))],
  };
}

const rows =
  (by: number) =>
  ({ page }: KeyContext): EditAction => ({ type: 'rows', by, page });

const movers: readonly Binding[] = [
  mover('up', rows(-1)),
  mover('down', rows(1)),
  mover('pageup', rows(-PAGE)),
  mover('pagedown', rows(PAGE)),
  mover('left', () => ({ type: 'move', to: 'before' })),
  mover('right', () => ({ type: 'move', to: 'after' })),
  mover('home', () => ({ type: 'move', to: 'line-start' })),
  mover('end', () => ({ type: 'move', to: 'line-end' })),
  mover('backspace', () => ({ type: 'delete', side: 'before' })),
  mover('delete', () => ({ type: 'delete', side: 'after' })),
  mover('enter', () => ({ type: 'insert', text: '\n' })),
  // YAML allows no tab where front matter would have one.
  mover('tab', () => ({ type: 'insert', text: '  ' })),
];

function add({ text }: EditorState): Binding {
  return {
    id: 'edit-add',
    keys: ['ctrl-s', 'ctrl-d'],
    label: 'add',
    help: 'Add the task to the queue.',
    footer: 0,
    disabled: () => (isBlank(text) ? 'write the task first' : null),
    run: () => [phase('adding'), { type: 'add-task', text: textOf(text) }],
  };
}

function outside({ text, touched }: EditorState): Binding {
  return {
    id: 'edit-outside',
    keys: touched ? ['ctrl-e'] : ['ctrl-e', 'e'],
    label: 'editor',
    help: 'Open your own editor over the text.',
    footer: 1,
    when: ({ can }) => can.editOutside,
    run: () => [{ type: 'edit-outside', text: textOf(text) }],
  };
}

function example({ text }: EditorState): Binding {
  return {
    id: 'edit-example',
    keys: ['ctrl-t'],
    label: 'front matter',
    help: 'Put an example of front matter on top.',
    footer: 2,
    disabled: () => (text.lines[0] === '---' ? 'it is there already' : null),
    run: () => [editing({ type: 'replace', text: `${FRONT_MATTER}${textOf(text)}` })],
  };
}

function leave({ text }: EditorState): Binding {
  return {
    id: 'edit-leave',
    keys: ['escape', 'ctrl-c'],
    label: 'leave',
    help: 'Leave; asks once when something was typed.',
    footer: 0,
    run: () => (isBlank(text) ? closing() : [phase('leaving')]),
  };
}

/** The keys of the open editor; characters are typed (see `characterTyped`). */
export function editorKeys(state: EditorState): readonly Binding[] {
  if (state.phase === 'adding') return [];
  if (state.phase === 'leaving') {
    const answer = { help: '', footer: 0 } as const;
    return [
      { ...answer, id: 'edit-throw', keys: ['y'], label: 'throw it away', run: () => closing() },
      {
        ...answer,
        id: 'edit-stay',
        keys: ['n', 'escape', 'ctrl-c'],
        label: 'stay',
        run: () => [phase('typing')],
      },
    ];
  }
  return [add(state), outside(state), example(state), leave(state), ...movers];
}

/** A key that is a character and not bound to anything: typed. */
export function characterTyped(key: string): Intent | null {
  return Array.from(key).length === 1 ? editing({ type: 'insert', text: key }) : null;
}
