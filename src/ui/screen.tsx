import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Snapshot } from '../core/snapshot.js';
import { narrowed, type Shown } from './filter.js';
import type { Abilities, KeyContext } from './keys/binding.js';
import { layout, type Rect, STRIPS } from './layout.js';
import { modalContent } from './modals/content.js';
import type { Content } from './modals/content-line.js';
import { Drawer, scrollMaxOf } from './modals/drawer.js';
import { EDITOR_ROWS, Editor, editorPage } from './modals/editor.js';
import { panelProps } from './panel-props.js';
import { panelOf, panels } from './panels/index.js';
import { type Panel, type PanelId, type PanelProps, titleOf, type View } from './panels/panel.js';
import { previewMax } from './panels/preview.js';
import { shorten } from './text/cells.js';
import { type Line, span } from './text/line.js';
import { plain } from './text/plain.js';
import { type Question, selectedIndex, type UiState } from './ui-state.js';
import { FilterLine } from './widgets/filter-line.js';
import { Footer } from './widgets/footer.js';
import { FRAME_COLS, FRAME_ROWS, Frame } from './widgets/frame.js';
import { Header } from './widgets/header.js';
import { Notice } from './widgets/notice.js';
import { asksWhole, oneLine } from './widgets/one-line.js';
import type { QuitNotice } from './widgets/question.js';
import { Row } from './widgets/row.js';
import { Status } from './widgets/status.js';
import { Strip } from './widgets/strip.js';

/** What a frame's upper edge needs beside its title. */
const TITLE_EDGE = 8;

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

export interface Plan {
  /** What the filter leaves. */
  readonly shown: Shown;
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
  const shown = narrowed(view, raw, ui.filter);
  const context: KeyContext = { snapshot: raw, shown: shown.raw, ui, scrollMax: 0, previewMax: 0, can, page };
  const content = modalContent(view, context, { width: cols - FRAME_COLS, rows });
  const modal = ui.modal?.type === 'edit' ? EDITOR_ROWS : (content?.lines.length ?? null);
  const places = layout({
    cols,
    rows,
    focus: ui.focus,
    modal,
    preview: ui.preview !== null,
    spare: can.look === true && shown.raw.sessions.length > 0,
    zoom: ui.zoom,
    wants,
  });
  const drawer = places?.drawer ?? null;
  const scrollMax = content !== null && drawer !== null ? scrollMaxOf(content, drawer) : 0;
  const seen = places?.panels.preview;
  const max =
    seen === undefined || !view.preview ? 0 : previewMax(view.preview.screen, seen.height - FRAME_ROWS);
  const seenOnly =
    places === null ? { shows: (question: Question) => asksWhole(question, view, cols) } : null;
  return {
    places,
    shown,
    content,
    context: { ...context, scrollMax, previewMax: max, oneLine: seenOnly },
  };
}

export interface PanelFrameProps {
  readonly panel: Panel;
  readonly rect: Rect;
  readonly props: ScreenProps;
  readonly shown: Shown;
}

/** Of a list that the filter narrows: how many of how many; null for the others. */
function filterNote(panel: Panel, { ui, raw }: ScreenProps, shown: Shown): Line | null {
  if (ui.filter === '' || panel.filtered !== true) return null;
  return [span(`${panel.items(shown.raw).length} of ${panel.items(raw).length}`, 'warn')];
}

/** Of a list that is longer than its panel: which of its items are in sight. */
function partInSight(panel: Panel, inside: PanelProps, count: number): Line {
  const listing = panel.listing?.(inside);
  if (listing === undefined || listing.size >= count || listing.size === 0) return [];
  const { start, size } = listing;
  const which = size === 1 ? `${start + 1}` : `${start + 1}-${start + size}`;
  return [span(`${which} of ${count}`, 'muted')];
}

/** A panel in its frame. */
export function PanelFrame({ panel, rect, props, shown }: PanelFrameProps): ReactElement {
  const { view, raw, ui } = props;
  const { glyphs } = view.look;
  const inside = panelProps(panel, rect, { view, raw, ui, shown });
  const { focused, width, rows } = inside;
  const filter = filterNote(panel, props, shown);
  const title = titleOf(panel);
  const words = plain(ui.filter, glyphs.ascii);
  const isEmptied = filter !== null && panel.items(shown.raw).length === 0 && panel.items(raw).length > 0;
  return (
    <Frame
      rect={rect}
      title={
        filter === null ? title : shorten(`${title} /${words}`, rect.width - TITLE_EDGE, glyphs.ellipsis)
      }
      note={filter ?? panel.note(view)}
      below={isEmptied ? [] : partInSight(panel, inside, panel.items(inside.view.snapshot).length)}
      focused={focused}
      look={view.look}
    >
      {isEmptied ? (
        <Notice
          text="Nothing holds these words. Esc shows all again."
          width={width}
          rows={rows}
          look={view.look}
        />
      ) : (
        <panel.View {...inside} />
      )}
    </Frame>
  );
}

/** The whole dashboard as a function of its properties; exactly `cols` by `rows`. */
export function Screen(props: ScreenProps): ReactElement {
  const { view, raw, ui, cols, rows, notice } = props;
  const { places, shown, content, context } = planOf(props);
  if (places === null) {
    const line = oneLine(ui, { view, width: cols, notice, title: content?.title ?? null });
    // As high as the screen: Ink finds a lower frame again only as long as the terminal leaves its cursor alone.
    return (
      <Box width={cols} height={rows} overflow="hidden">
        <Row line={line} width={cols} look={view.look} />
      </Box>
    );
  }
  const { drawer } = places;
  return (
    <Box width={cols} height={rows} flexDirection="column" overflow="hidden">
      <Header view={view} width={cols} />
      {ui.modal?.type === 'filter' ? (
        <FilterLine context={context} width={cols} y={places.status.y} look={view.look} />
      ) : (
        <Status view={view} width={cols} modal={ui.modal} notice={notice} />
      )}
      {STRIPS.map((id) => {
        const rect = places.strips[id];
        const selected = selectedIndex(ui, id, panelOf(id).items(raw));
        return rect === undefined ? null : (
          <Strip key={id} id={id} rect={rect} view={view} selected={selected} />
        );
      })}
      {panels.map((panel) => {
        const rect = places.panels[panel.id];
        return rect === undefined ? null : (
          <PanelFrame key={panel.id} panel={panel} rect={rect} props={props} shown={shown} />
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
