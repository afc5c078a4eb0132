import { type Block, blocksOf } from './blocks.js';
import { type Busy, busyOf } from './busy.js';
import { type Corroboration, corroborationOf } from './corroboration.js';
import { dialogOf } from './dialog.js';
import { type DrawnError, drawnError } from './errors.js';
import { type Footer, footerOf } from './footer.js';
import type { Layout } from './layout.js';
import { placeVeto } from './place.js';
import type { Dialog } from './reading.js';
import { layoutOf } from './regions.js';
import { spokenBlocks } from './screen-reader.js';
import { type Scope, scopeOf } from './turn-scope.js';

/** Everything read off one screen before any judgement. */
export interface ScreenView {
  readonly layout: Layout;
  readonly footer: Footer;
  readonly dialog: Dialog | null;
  readonly blocks: readonly Block[];
  readonly scope: Scope;
  readonly busy: Busy | null;
  readonly corroboration: Corroboration | null;
  /** The error the newest block is, where the CLI draws its own. */
  readonly error: DrawnError | null;
}

function errorOf(newest: Block | null): DrawnError | null {
  if (newest === null || (newest.kind !== 'result' && newest.kind !== 'bullet')) return null;
  if (newest.kind === 'result' && placeVeto(newest) !== null) return null;
  return drawnError(newest);
}

export function viewOf(screen: string): ScreenView {
  const layout = layoutOf(screen);
  const footer = footerOf(layout.footer);
  const dialog = dialogOf(layout.panel);
  const blocks = layout.form === 'drawn' ? blocksOf(layout.body) : spokenBlocks(layout.body);
  const scope = scopeOf(blocks);
  return {
    layout,
    footer,
    dialog,
    blocks,
    scope,
    busy: busyOf(blocks, scope, footer),
    corroboration: corroborationOf(layout, footer, dialog),
    error: errorOf(scope.newest),
  };
}
