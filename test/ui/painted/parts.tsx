import { Box } from 'ink';
import type { ReactElement } from 'react';
import { type Rect, STRIPS } from '../../../src/ui/layout.js';
import { Drawer } from '../../../src/ui/modals/drawer.js';
import { Editor } from '../../../src/ui/modals/editor.js';
import { panelOf } from '../../../src/ui/panels/index.js';
import type { PanelId } from '../../../src/ui/panels/panel.js';
import { PanelFrame, planOf, type ScreenProps } from '../../../src/ui/screen.js';
import { selectedIndex } from '../../../src/ui/ui-state.js';
import { FilterLine } from '../../../src/ui/widgets/filter-line.js';
import { Footer } from '../../../src/ui/widgets/footer.js';
import { Header } from '../../../src/ui/widgets/header.js';
import { Status } from '../../../src/ui/widgets/status.js';
import { Strip } from '../../../src/ui/widgets/strip.js';

/** What is drawn by itself: a panel in its frame, the open modal in its, or the rows above and below them. */
export type PartId = PanelId | 'modal' | 'bars';

/** A part alone, as large as it is in a screen of these properties. */
export interface Part {
  readonly width: number;
  readonly height: number;
  readonly element: ReactElement;
}

function alone({ width, height }: Rect, child: (rect: Rect) => ReactElement): Part {
  return {
    width,
    height,
    element: (
      <Box width={width} height={height} flexShrink={0}>
        {child({ x: 0, y: 0, width, height })}
      </Box>
    ),
  };
}

function modalOf(props: ScreenProps): Part | null {
  const { view, ui } = props;
  const { places, content } = planOf(props);
  const { modal } = ui;
  if (!places?.drawer) return null;
  if (modal?.type === 'edit')
    return alone(places.drawer, (rect) => <Editor rect={rect} state={modal} view={view} outside />);
  if (content === null) return null;
  return alone(places.drawer, (rect) => <Drawer rect={rect} content={content} modal={modal} view={view} />);
}

/** Header, status and footer, and between them the strips of sessions and hits as far as there are any. */
function barsOf(props: ScreenProps): Part | null {
  const { view, raw, ui, cols, notice } = props;
  const { places, context } = planOf(props);
  if (places === null) return null;
  const strips = STRIPS.filter((id) => places.strips[id] !== undefined);
  const height = 3 + strips.length;
  const status =
    ui.modal?.type === 'filter' ? (
      <FilterLine context={context} width={cols} y={1} look={view.look} />
    ) : (
      <Status view={view} width={cols} modal={ui.modal} notice={notice} />
    );
  const element = (
    <Box width={cols} height={height} flexDirection="column" flexShrink={0}>
      <Header view={view} width={cols} />
      {status}
      {strips.map((id, index) => (
        <Strip
          key={id}
          id={id}
          rect={{ x: 0, y: 2 + index, width: cols, height: 1 }}
          view={view}
          selected={selectedIndex(ui, id, panelOf(id).items(raw))}
        />
      ))}
      <Box position="absolute" top={height - 1} left={0} width={cols}>
        <Footer context={context} width={cols} look={view.look} />
      </Box>
    </Box>
  );
  return { width: cols, height, element };
}

/** Null where such a screen has no place for it. */
export function partOf(id: PartId, props: ScreenProps): Part | null {
  if (id === 'modal') return modalOf(props);
  if (id === 'bars') return barsOf(props);
  const { places, shown } = planOf(props);
  const place = places?.panels[id];
  if (place === undefined) return null;
  return alone(place, (rect) => <PanelFrame panel={panelOf(id)} rect={rect} props={props} shown={shown} />);
}
