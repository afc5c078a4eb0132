import { clamp } from '../clamp.js';
import { type Intent, ui } from '../keys/binding.js';
import { onKey } from '../keys/index.js';
import { selectionIn } from '../keys/selected.js';
import { type Rect, STRIPS } from '../layout.js';
import { panelProps } from '../panel-props.js';
import { panels } from '../panels/index.js';
import type { Panel, View } from '../panels/panel.js';
import type { Plan } from '../screen.js';
import { itemAt } from '../widgets/window.js';
import type { Report } from './reports.js';

const LEFT = 0;
const WHEEL_UP = 64;
const WHEEL_DOWN = 65;
/** Rows a text moves at one turn of the wheel; a selection moves by one. */
const WHEEL_ROWS = 3;

interface Aim {
  readonly report: Report;
  readonly view: View;
  readonly plan: Plan;
}

function isIn({ x, y, width, height }: Rect, at: Report): boolean {
  return at.x >= x && at.x < x + width && at.y >= y && at.y < y + height;
}

/** Number of the item under the pointer; null for none. */
function itemUnder(panel: Panel, rect: Rect, { report, view, plan }: Aim): number | null {
  const { context, shown } = plan;
  const props = panelProps(panel, rect, { view, raw: context.snapshot, ui: context.ui, shown });
  const row = report.y - rect.y - 1;
  const isInside = row >= 0 && row < props.rows;
  return isInside && panel.listing ? itemAt(panel.listing(props), row) : null;
}

function selecting(panel: Panel, index: number, { context }: Plan): readonly Intent[] {
  const { ids, index: now } = selectionIn(panel.id, context);
  const at = clamp(index, 0, ids.length - 1);
  const id = ids[at];
  return id === undefined || now === at ? [] : [ui({ type: 'select', panel: panel.id, id, index: at })];
}

/** Enter, as far as it only looks: going to a session, opening what is read or chosen from. */
function entering({ context }: Plan): readonly Intent[] {
  const intents = onKey('enter', context);
  const isSafe = intents.every(
    (intent) => intent.type === 'ui' || (intent.type === 'send' && intent.command.type === 'focus'),
  );
  return isSafe ? intents : [];
}

function clicked(panel: Panel, rect: Rect, aim: Aim): readonly Intent[] {
  const { plan } = aim;
  const item = itemUnder(panel, rect, aim);
  const selects = item === null ? [] : selecting(panel, item, plan);
  const isFocused = plan.context.ui.focus === panel.id;
  if (isFocused && item !== null && selects.length === 0) return entering(plan);
  return [...(isFocused ? [] : [ui({ type: 'focus', panel: panel.id })]), ...selects];
}

function turned(panel: Panel, by: number, plan: Plan): readonly Intent[] {
  const { context } = plan;
  if (panel.id === 'preview')
    return [ui({ type: 'scroll-preview', by: -by * WHEEL_ROWS, max: context.previewMax })];
  return selecting(panel, selectionIn(panel.id, context).index + by, plan);
}

function inPanels(by: number, aim: Aim): readonly Intent[] {
  const { report, plan } = aim;
  const { panels: rects = {}, strips = {} } = plan.places ?? {};
  for (const panel of panels) {
    const rect = rects[panel.id];
    if (rect !== undefined && isIn(rect, report))
      return by === 0 ? clicked(panel, rect, aim) : turned(panel, by, plan);
  }
  for (const id of STRIPS) {
    const rect = strips[id];
    if (by === 0 && rect !== undefined && isIn(rect, report)) return [ui({ type: 'focus', panel: id })];
  }
  return [];
}

/** What is open is read with the wheel; nothing in it is chosen or answered by the mouse. */
function inModal(by: number, { report, plan }: Aim): readonly Intent[] {
  const drawer = plan.places?.drawer ?? null;
  if (by === 0 || drawer === null || !isIn(drawer, report)) return [];
  return [ui({ type: 'scroll', by: by * WHEEL_ROWS, max: plan.context.scrollMax })];
}

/**
 * What a click or a turn of the wheel leads to. A click focuses the panel under it and selects the row; on the selected row
 * of the focused panel it does what Enter does. The wheel moves what is under the pointer. Nothing is swapped, dismissed,
 * answered or ended by the mouse.
 */
export function onReport(report: Report, view: View, plan: Plan): readonly Intent[] {
  const { mouse, modal, flash } = plan.context.ui;
  const by = report.button === WHEEL_UP ? -1 : report.button === WHEEL_DOWN ? 1 : 0;
  if (!mouse || !report.pressed || (by === 0 && report.button !== LEFT)) return [];
  const aim = { report, view, plan };
  const intents = modal === null ? inPanels(by, aim) : inModal(by, aim);
  const isAnswered = flash !== null && intents.length > 0;
  return [...(isAnswered ? [ui({ type: 'flash', flash: null })] : []), ...intents];
}
