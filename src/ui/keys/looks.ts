import { taskRuns } from '../facts.js';
import type { Modal } from '../ui-state.js';
import { type Binding, type Intent, type KeyContext, send, ui } from './binding.js';
import { firstPick, selectedHit, selectedTask, sessionMeant } from './selected.js';

/** What a key would do with what is selected; `reason`: why it can do nothing, null when it can. */
interface Meaning {
  readonly label: string;
  readonly reason: string | null;
  readonly intents: readonly Intent[];
}

function cannot(label: string, reason: string): Meaning {
  return { label, reason, intents: [] };
}

function does(label: string, ...intents: readonly Intent[]): Meaning {
  return { label, reason: null, intents };
}

function explained(
  of: Extract<Modal, { type: 'why' }>['of'],
  id: string | undefined,
  label: string,
): Meaning {
  if (id === undefined) return cannot(label, 'there is nothing to explain');
  return does(label, ui({ type: 'open', modal: { type: 'why', of, id, scroll: 0 } }));
}

function whyOf(context: KeyContext): Meaning {
  const { focus } = context.ui;
  if (focus === 'hits') return explained('hit', selectedHit(context)?.id, 'why');
  if (focus === 'queue') return explained('task', selectedTask(context)?.id, 'why');
  return explained('session', sessionMeant(context)?.id, 'why');
}

/** The session meant by Enter: the selected one, or the one the selected hit or task is on. */
function goOf(context: KeyContext): Meaning {
  const { snapshot, ui: state } = context;
  if (state.focus === 'accounts') {
    if (snapshot.accounts.length === 0) return cannot('swap to it', 'no accounts');
    const modal: Modal = { type: 'swap', picked: firstPick(context), asked: false };
    return does('swap to it', ui({ type: 'open', modal }));
  }
  const task = state.focus === 'queue' ? selectedTask(context) : undefined;
  if (state.focus === 'queue') {
    if (task === undefined) return cannot('go', 'there is no task');
    if (!taskRuns(task.state)) return explained('task', task.id, 'show');
  }
  const session = sessionMeant(context);
  const label = task === undefined ? 'go to session' : 'go';
  if (session === undefined) return cannot(label, 'its session is not there');
  return does(label, send({ type: 'focus', session: session.id }));
}

/** The keys that look closer at what is selected. */
export const looks: readonly Binding[] = [
  {
    id: 'why',
    keys: ['w'],
    label: 'why',
    help: 'The evidence behind the selected session or hit; a task’s whole story.',
    footer: 3,
    disabled: (context) => whyOf(context).reason,
    run: (context) => whyOf(context).intents,
  },
  {
    id: 'go',
    keys: ['enter'],
    label: 'go to session',
    help: 'Go to the pane of the selected session, hit or running task; other tasks are shown whole; an account is chosen for a swap.',
    footer: 4,
    labelNow: (context) => goOf(context).label,
    disabled: (context) => goOf(context).reason,
    run: (context) => goOf(context).intents,
  },
  {
    id: 'needs',
    keys: ['!'],
    label: 'warnings',
    help: 'All that failover needs and all that should be mended, in whole sentences.',
    footer: null,
    labelNow: ({ snapshot }) => (snapshot.needs.length > 0 ? 'what it needs' : 'warnings'),
    footerNow: ({ snapshot }) => (snapshot.needs.length + snapshot.warnings.length > 0 ? 3 : null),
    disabled: ({ snapshot }) =>
      snapshot.needs.length + snapshot.warnings.length === 0 ? 'there is nothing to mend' : null,
    run: () => [ui({ type: 'open', modal: { type: 'needs', scroll: 0 } })],
  },
];
