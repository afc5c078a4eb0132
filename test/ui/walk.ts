import type { Snapshot } from '../../src/core/snapshot.js';
import { MINUTE, SECOND } from '../../src/core/time.js';
import { panels } from '../../src/ui/panels/index.js';
import { hit } from './items.js';
import { proposal, suspected, troubled } from './snapshots.js';
import { ago } from './times.js';

/** Every key can be used over this one. */
export const usable: Snapshot = {
  ...troubled,
  mode: 'confirm',
  proposal: proposal.proposal,
  cooldown: suspected.cooldown,
  hits: [
    ...suspected.hits.slice(0, 2),
    hit('h8', 'ccl-2', { state: 'deferred', dismissable: true, suspectedAt: ago(20 * SECOND) }),
    hit('h9', 'ccl-1', { state: 'dismissed', suspectedAt: ago(2 * MINUTE) }),
  ],
};

/** One binding and what its key does; only what is named is looked at. */
export interface Step {
  readonly id: string;
  /** In this order, one after the other. */
  readonly keys: readonly string[];
  /** Typed behind them. */
  readonly text?: string;
  readonly sees?: RegExp;
  readonly gone?: RegExp;
  /** The row on the selected background. */
  readonly selects?: RegExp;
  /** How the cursor moves: cells to the right, rows down. */
  readonly moves?: readonly [number, number];
  /** The last command or task that went out; before this step it had not. */
  readonly sends?: RegExp;
  /** Only on a screen where not everything has room. */
  readonly low?: true;
}

const step = (id: string, key: string, then: Omit<Step, 'id' | 'keys'>): Step => ({
  id,
  keys: [key],
  ...then,
});

const selection: readonly Step[] = [
  step('down', 'j', { selects: /ccl-2/ }),
  step('up', 'k', { selects: /ccl-1/ }),
  step('last', 'G', { selects: /ccl-4/ }),
  step('first', 'g', { selects: /ccl-1/ }),
  step('page-down', 'pagedown', { selects: /ccl-4/ }),
  step('page-up', 'pageup', { selects: /ccl-1/ }),
  step('next-panel', 'tab', { sees: /▸ 2 Accounts/ }),
  step('previous-panel', 'shift-tab', { sees: /▸ 1 Sessions/ }),
];

/** Every one but the first, which has the focus at the start; the preview last, so that Esc is seen to close it. */
const panelSteps: readonly Step[] = panels
  .slice(1)
  .sort((one, other) => Number(one.summoned ?? false) - Number(other.summoned ?? false))
  .flatMap(({ id, key, title }) =>
    key === null ? [] : [step(`panel-${id}`, key, { sees: new RegExp(`▸ ${key} ${title}`) })],
  );

const views: readonly Step[] = [
  step('back', 'escape', { gone: /Preview/ }),
  step('panel-sessions', '1', { sees: /▸ 1 Sessions/ }),
  step('preview', 'v', { sees: /7 Preview/ }),
  step('preview', 'v', { gone: /7 Preview/ }),
  step('zoom', 'z', { gone: /╭.* 4 Suspected hits/, sees: /^ 4 Suspected hits/m }),
  step('back', 'escape', { sees: /╭.* 4 Suspected hits/ }),
  step('history', 'H', { sees: /▸ History[\s\S]*team → work/ }),
  step('close', 'q', { gone: /History/ }),
  step('why', 'w', { sees: /▸ Why: ccl-1/ }),
  step('close', 'escape', { gone: /Why:/ }),
  step('mouse', 'M', { sends: /prefers mouse on/, sees: /[Mm]ouse/ }),
  step('mouse', 'M', { sends: /prefers mouse off/ }),
  step('needs', '!', { sees: /▸ What needs you[\s\S]*To be mended/ }),
  step('close', 'enter', { gone: /What needs you/ }),
  step('go', 'enter', { sends: /"focus".*"a"/, sees: /focus: done/ }),
];

const help: readonly Step[] = [
  step('help', '?', { sees: /▸ Help[\s\S]*Swaps and hits/ }),
  step('scroll-page-down', 'pagedown', { gone: /Swaps and hits/ }),
  step('scroll-page-up', 'pageup', { sees: /Swaps and hits/ }),
  step('scroll-down', 'j', { gone: /Swaps and hits/ }),
  step('scroll-up', 'k', { sees: /Swaps and hits/ }),
  step('close', '?', { gone: /▸ Help/ }),
];

const filter: readonly Step[] = [
  { id: 'filter', keys: ['/'], text: 'ccl-', sees: /^ \/ ccl- +4 of 4 sessions/m },
  step('filter-down', 'down', { selects: /ccl-2/ }),
  step('filter-up', 'up', { selects: /ccl-1/ }),
  step('filter-delete', 'backspace', { sees: /^ \/ ccl +4 of 4/m }),
  step('filter-empty', 'ctrl-u', { sees: /^ \/ +4 of 4/m }),
  { id: 'filter-keep', keys: ['3', 'enter'], sees: /1 Sessions \/3[\s\S]*1 of 4/, selects: /ccl-3/ },
  step('back', 'escape', { gone: /Sessions \/3/ }),
  { id: 'filter', keys: ['/', 'x'], sees: /^ \/ x/m },
  step('filter-clear', 'escape', { gone: /^ \/ x/m, sees: /╭▸ 1 Sessions ─/ }),
];

/** Whatever cannot be taken back asks once: the first key sends nothing, `n` leaves it so, `y` sends it. */
const swapsAndHits: readonly Step[] = [
  step('yes', 'y', { sends: /"answer","yes":true/ }),
  step('no', 'n', { sends: /"answer","yes":false/ }),
  step('swap-next', 'S', { sends: /"swap","to":null/ }),
  step('swap', 's', { sees: /Swap to which account\?/, selects: /personal/ }),
  step('pick-up', 'k', { selects: /work/ }),
  step('pick', 'enter', { sees: /Enter: it is the active account/ }),
  step('pick-down', 'j', { selects: /personal/ }),
  step('pick-page-down', 'pagedown', { low: true, gone: /^│ {3}work/m }),
  step('pick-page-up', 'pageup', { low: true, sees: /^│ {3}work/m }),
  { id: 'pick', keys: ['j', 'enter'], sees: /Swap to it anyway\?/ },
  step('pick', 'y', { sends: /"swap","to":"team","force":true/, gone: /which account/ }),
  step('dismiss', 'd', { sends: /"dismiss","hit":"h1"/ }),
  step('undo', 'u', { sends: /"undo-dismiss"/ }),
  step('dismiss-all', 'D', { sees: /Dismiss all 2 open hits\?/ }),
  step('close', 'n', { gone: /Dismiss all/ }),
  step('dismiss-all', 'D', { sees: /Dismiss all 2 open hits\?/ }),
  step('ask-yes', 'y', { sends: /"dismiss","hit":"all"/ }),
  step('pause', 'p', { sends: /"pause"/ }),
  step('mode', 'm', { sees: /▸ Mode/, selects: /confirm/ }),
  step('mode-down', 'j', { selects: /observe/ }),
  step('mode-up', 'k', { selects: /confirm/ }),
  step('mode-set', 'enter', { sends: /"mode","mode":"confirm"/, gone: /▸ Mode/ }),
];

const tasks: readonly Step[] = [
  { id: 'again', keys: ['j', 'j', 'r'], sends: /"unpark".*ccl-3/ },
  step('panel-queue', '5', { selects: /migrate-schema/ }),
  step('again', 'r', { sees: /Begin anew with migra/ }),
  step('close', 'n', { gone: /Begin anew/ }),
  step('cancel', 'x', { sees: /Cancel migra/ }),
  step('close', 'escape', { gone: /Cancel migra/ }),
  step('cancel', 'x', { sees: /Cancel migra/ }),
  step('ask-yes', 'x', { sends: /"cancel","task":"migrate-schema"/ }),
  step('release', 'R', { sees: /Release migra/ }),
  step('ask-yes', 'y', { sends: /"release","task":"migrate-schema"/ }),
];

const editor: readonly Step[] = [
  { id: 'add', keys: ['a'], text: 'one two', sees: /▸ New task[\s\S]*one two/ },
  step('edit-left', 'left', { moves: [-1, 0] }),
  step('edit-right', 'right', { moves: [1, 0] }),
  step('edit-home', 'home', { moves: [-7, 0] }),
  step('edit-delete', 'delete', { sees: /│ ne two/ }),
  step('edit-end', 'end', { moves: [6, 0] }),
  step('edit-backspace', 'backspace', { moves: [-1, 0] }),
  step('edit-enter', 'enter', { moves: [-5, 1] }),
  step('edit-tab', 'tab', { moves: [2, 0] }),
  step('edit-up', 'up', { moves: [0, -1] }),
  step('edit-down', 'down', { moves: [0, 1] }),
  step('edit-pageup', 'pageup', { moves: [-2, -1] }),
  step('edit-pagedown', 'pagedown', { moves: [2, 1] }),
  step('edit-example', 'ctrl-t', { sees: /line \d+\/\d\d?/ }),
  step('edit-leave', 'escape', { sees: /Throw away what you typed\?/ }),
  step('edit-stay', 'n', { gone: /Throw away/ }),
  step('edit-leave', 'escape', { sees: /Throw away what you typed\?/ }),
  step('edit-throw', 'y', { gone: /New task/ }),
  step('add', 'a', { sees: /▸ New task/ }),
  step('edit-outside', 'e', { sees: /from the editor/ }),
  step('edit-add', 'ctrl-s', { sends: /add "from the editor/, gone: /New task/ }),
];

/** A walk through every binding, from the first screen on. */
export const walk: readonly Step[] = [
  ...selection,
  ...panelSteps,
  ...views,
  ...help,
  ...filter,
  ...swapsAndHits,
  ...tasks,
  ...editor,
];
