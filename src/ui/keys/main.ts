import { swapInFlight } from '../../core/switcher/in-flight.js';
import { openHits } from '../facts.js';
import { panels } from '../panels/index.js';
import type { Panel } from '../panels/panel.js';
import { type Binding, type Intent, type KeyContext, type Section, send, ui } from './binding.js';
import { looks } from './looks.js';
import { mouseKey } from './mouse.js';
import { moving } from './moving.js';
import { queueKeys } from './queue.js';
import { firstPick, selectedHit } from './selected.js';
import { views } from './views.js';

const SWAP_RUNS = 'a swap is running';
const PROPOSED = 'only while a swap is proposed';

/** The answer to the proposal that is on the screen: another one may have taken its place meanwhile. */
function answer({ snapshot: { proposal } }: KeyContext, yes: boolean): readonly Intent[] {
  return proposal === null ? [] : [send({ type: 'answer', yes, of: proposal.at })];
}

const answers: readonly Binding[] = [
  {
    id: 'yes',
    keys: ['y'],
    label: 'yes, swap',
    help: 'Agree to the swap that is proposed (mode confirm).',
    footer: 0,
    when: ({ snapshot }) => snapshot.proposal !== null,
    whenText: PROPOSED,
    run: (context) => answer(context, true),
  },
  {
    id: 'no',
    keys: ['n'],
    label: 'no',
    help: 'Turn the proposed swap down.',
    footer: 0,
    when: ({ snapshot }) => snapshot.proposal !== null,
    whenText: PROPOSED,
    run: (context) => answer(context, false),
  },
];

const swaps: readonly Binding[] = [
  {
    id: 'swap',
    keys: ['s'],
    label: 'swap',
    help: 'Choose an account and swap to it.',
    footer: 1,
    footerNow: ({ ui: state }) => (state.focus === 'queue' ? 5 : 1),
    disabled: ({ snapshot }) =>
      swapInFlight(snapshot.swap)
        ? SWAP_RUNS
        : snapshot.accounts.length === 0
          ? 'no accounts are configured'
          : null,
    run: (context) => [
      ui({ type: 'open', modal: { type: 'swap', picked: firstPick(context), asked: false } }),
    ],
  },
  {
    id: 'swap-next',
    keys: ['S'],
    label: 'swap now',
    help: 'Swap at once to the next account, also within the cooldown.',
    footer: 6,
    disabled: ({ snapshot }) =>
      swapInFlight(snapshot.swap) ? SWAP_RUNS : snapshot.next.account === null ? snapshot.next.reason : null,
    run: () => [send({ type: 'swap', to: null, force: false })],
  },
];

const hitKeys: readonly Binding[] = [
  {
    id: 'dismiss',
    keys: ['d'],
    label: 'dismiss',
    help: 'Dismiss the selected hit: suspected and deferred ones only.',
    footer: 2,
    footerNow: ({ ui: state }) => (state.focus === 'queue' ? 7 : 2),
    disabled: (context) => {
      const hit = selectedHit(context);
      if (hit === undefined) return 'there is no hit';
      return hit.dismissable ? null : `this hit is ${hit.state}`;
    },
    run: (context) => {
      const hit = selectedHit(context);
      return hit === undefined ? [] : [send({ type: 'dismiss', hit: hit.id })];
    },
  },
  {
    id: 'dismiss-all',
    keys: ['D'],
    label: 'dismiss all',
    help: 'Dismiss all suspected and deferred hits; asks once.',
    footer: 7,
    disabled: ({ snapshot }) => (openHits(snapshot).length === 0 ? 'no hit is open' : null),
    run: () => [ui({ type: 'open', modal: { type: 'ask', question: 'dismiss-all' } })],
  },
  {
    id: 'undo',
    keys: ['u'],
    label: 'undo',
    help: 'Take the last dismissal back.',
    footer: 8,
    disabled: ({ snapshot }) =>
      snapshot.hits.some((hit) => hit.state === 'dismissed') ? null : 'nothing was dismissed',
    run: () => [send({ type: 'undo-dismiss' })],
  },
];

const modes: readonly Binding[] = [
  {
    id: 'pause',
    keys: ['p'],
    label: 'pause',
    help: 'Pause or resume the dispatch of tasks; nothing else stops.',
    footer: 5,
    labelNow: ({ snapshot }) => (snapshot.paused ? 'resume' : 'pause'),
    run: ({ snapshot }) => [send({ type: snapshot.paused ? 'resume' : 'pause' })],
  },
  {
    id: 'mode',
    keys: ['m'],
    label: 'mode',
    help: 'Choose between auto, confirm and observe.',
    footer: 5,
    run: ({ snapshot }) => [ui({ type: 'open', modal: { type: 'mode', picked: snapshot.mode } })],
  },
];

const app: readonly Binding[] = [
  {
    id: 'help',
    keys: ['?'],
    label: 'help',
    help: 'These keys.',
    footer: 0,
    run: () => [ui({ type: 'open', modal: { type: 'help', scroll: 0 } })],
  },
  {
    id: 'suspend',
    keys: ['ctrl-z'],
    label: 'suspend',
    help: 'Stop the dashboard and return to the shell; `fg` brings it back.',
    footer: null,
    disabled: ({ snapshot, can }) => (swapInFlight(snapshot.swap) && can.viewer !== true ? SWAP_RUNS : null),
    run: () => [{ type: 'suspend' }],
  },
  {
    id: 'quit',
    keys: ['q', 'ctrl-c'],
    label: 'quit',
    help: 'Quit; says first what goes on without the dashboard.',
    footer: 0,
    run: () => [ui({ type: 'open', modal: { type: 'ask', question: 'quit' } })],
  },
];

/** The key of a panel; one without says in the help how else it is reached. */
export function panelKey({ id, key, title, help }: Panel): Binding {
  return {
    id: `panel-${id}`,
    keys: key === null ? [] : [key],
    label: title,
    help: key === null ? `${title}, by Tab: ${help}` : help,
    footer: null,
    run: () => [ui({ type: 'focus', panel: id })],
  };
}

/** The keys while no modal is open, in the order of the footer, under the titles they have in the help. */
export const mainSections: readonly Section[] = [
  { title: 'Swaps and hits', bindings: [...answers, ...swaps, ...hitKeys] },
  { title: 'What is selected', bindings: [...looks, ...queueKeys] },
  { title: 'What is seen', bindings: [...views, mouseKey, ...moving, ...panels.map(panelKey)] },
  { title: 'The whole', bindings: [...modes, ...app] },
];

export const mainBindings: readonly Binding[] = mainSections.flatMap(({ bindings }) => bindings);
