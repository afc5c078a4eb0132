import { renderToString } from 'ink';
import { Table } from '../../src/commands/ink-table.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import type { Connection } from '../../src/core/viewer/connection.js';
import { glyphsFor } from '../../src/ui/glyphs.js';
import type { Look } from '../../src/ui/look.js';
import type { View } from '../../src/ui/panels/panel.js';
import { Screen } from '../../src/ui/screen.js';
import { plainTexts } from '../../src/ui/text/plain.js';
import { type ColorLevel, type ThemeName, themeOf } from '../../src/ui/theme.js';
import { initialUi, type UiState } from '../../src/ui/ui-state.js';
import { NOW } from './times.js';

export interface DrawOptions {
  readonly ui?: UiState;
  readonly ascii?: boolean;
  readonly theme?: ThemeName;
  readonly colors?: ColorLevel;
  readonly now?: number;
  /** Of a viewer. */
  readonly connection?: Connection;
  readonly preview?: View['preview'];
  readonly past?: View['past'];
  /** Of the demo. */
  readonly caption?: string | null;
}

export function lookOf(options: DrawOptions = {}): Look {
  const theme = themeOf(options.theme ?? 'dark', options.colors ?? 2);
  return { theme, glyphs: glyphsFor(options.ascii ?? false), Table };
}

export function viewOf(snapshot: Snapshot, options: DrawOptions = {}): View {
  return {
    snapshot: plainTexts(snapshot, options.ascii ?? false),
    now: options.now ?? NOW,
    zone: 'UTC',
    look: lookOf(options),
    connection: options.connection ?? null,
    preview: options.preview ?? null,
    past: options.past ?? null,
    caption: options.caption ?? null,
  };
}

/** The whole screen as text, one string; lines may have lost their trailing blanks. */
export function draw(snapshot: Snapshot, cols: number, rows: number, options: DrawOptions = {}): string {
  const screen = (
    <Screen
      view={viewOf(snapshot, options)}
      raw={snapshot}
      ui={options.ui ?? initialUi('sessions')}
      cols={cols}
      rows={rows}
      notice={() => 'Sessions work on.'}
      can={{ addTask: true, editOutside: true, look: true, lost: options.connection?.state === 'lost' }}
    />
  );
  return renderToString(screen, { columns: cols });
}
