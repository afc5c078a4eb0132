import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Snapshot } from '../core/snapshot.js';
import type { Abilities, KeyContext } from './keys/binding.js';
import { layout, type Rect } from './layout.js';
import { modalContent } from './modals/content.js';
import type { Content } from './modals/content-line.js';
import { Drawer, scrollMaxOf } from './modals/drawer.js';
import { EDITOR_ROWS, Editor, editorPage } from './modals/editor.js';
import { panels } from './panels/index.js';
import type { Panel, PanelId, View } from './panels/panel.js';
import { selectedIndex, type UiState } from './ui-state.js';
import { Footer } from './widgets/footer.js';
import { FRAME_COLS, FRAME_ROWS, Frame } from './widgets/frame.js';
import { Header, summaryLine } from './widgets/header.js';
import { Row } from './widgets/row.js';
import { type QuitNotice, Status } from './widgets/status.js';

export interface ScreenProps {
  /** What is drawn: every text in its snapshot is plain. */
  readonly view: View;
  /** The snapshot as it came: for names and ids. */
  readonly raw: Snapshot;
  readonly ui: UiState;
  readonly cols: number;
  readonly rows: number;
  readonly notice: QuitNotice;
  readonly can: Abilities;
}

interface Plan {
  readonly places: ReturnType<typeof layout>;
  readonly content: Content | null;
  readonly context: KeyContext;
}

/** Where everything goes and what an open modal holds: one pure calculation for drawing and for keys. */
export function planOf({ view, raw, ui, cols, rows, can }: Omit<ScreenProps, 'notice'>): Plan {
  const wants = Object.fromEntries(panels.map((panel) => [panel.id, panel.wants(view.snapshot)])) as Record<
    PanelId,
    number
  >;
  const page = editorPage(cols, view.look.glyphs.ascii);
  const context: KeyContext = { snapshot: raw, ui, scrollMax: 0, can, page };
  const content = modalContent(view, context, cols - FRAME_COLS);
  const modal = ui.modal?.type === 'edit' ? EDITOR_ROWS : (content?.lines.length ?? null);
  const places = layout({ cols, rows, focus: ui.focus, modal, wants });
  const drawer = places?.drawer ?? null;
  const scrollMax = content !== null && drawer !== null ? scrollMaxOf(content, drawer) : 0;
  return { places, content, context: { ...context, scrollMax } };
}

function PanelFrame({ panel, rect, props }: { panel: Panel; rect: Rect; props: ScreenProps }): ReactElement {
  const { view, raw, ui } = props;
  const focused = ui.focus === panel.id && (ui.modal === null || ui.modal.type === 'ask');
  return (
    <Frame
      rect={rect}
      title={`${panel.key} ${panel.title}`}
      note={panel.note(view)}
      focused={focused}
      look={view.look}
    >
      <panel.View
        view={view}
        width={rect.width - FRAME_COLS}
        rows={rect.height - FRAME_ROWS}
        focused={focused}
        selected={selectedIndex(ui, panel.id, panel.items(raw))}
      />
    </Frame>
  );
}

/** The whole dashboard as a function of its properties; exactly `cols` by `rows`. */
export function Screen(props: ScreenProps): ReactElement {
  const { view, ui, cols, rows, notice } = props;
  const { places, content, context } = planOf(props);
  if (places === null) return <Row line={summaryLine(view, cols)} width={cols} look={view.look} />;
  const { drawer } = places;
  return (
    <Box width={cols} height={rows} flexDirection="column" overflow="hidden">
      <Header view={view} width={cols} />
      <Status view={view} width={cols} modal={ui.modal} notice={notice} />
      {panels.map((panel) => {
        const rect = places.panels[panel.id];
        return rect === undefined ? null : (
          <PanelFrame key={panel.id} panel={panel} rect={rect} props={props} />
        );
      })}
      {drawer !== null && content !== null ? (
        <Drawer rect={drawer} content={content} modal={ui.modal} view={view} />
      ) : null}
      {drawer !== null && ui.modal?.type === 'edit' ? (
        <Editor rect={drawer} state={ui.modal} view={view} outside={props.can.editOutside} />
      ) : null}
      <Box position="absolute" top={rows - 1} left={0} width={cols}>
        <Footer context={context} width={cols} look={view.look} />
      </Box>
    </Box>
  );
}
