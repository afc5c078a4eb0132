import type { ReactElement } from 'react';
import type { Snapshot } from '../../core/snapshot.js';
import type { Connection } from '../../core/viewer/connection.js';
import type { Look } from '../look.js';
import type { Line } from '../text/line.js';

export type PanelId = 'sessions' | 'accounts' | 'failover' | 'hits' | 'queue' | 'events';

/** All a panel may know: a snapshot whose texts are plain, and the time. */
export interface View {
  readonly snapshot: Snapshot;
  /** Wall clock, ms since 1970. */
  readonly now: number;
  /** IANA zone of the clocks. */
  readonly zone: string;
  readonly look: Look;
  /** What a quiet screen may say of what is going on, such as the demo's story. */
  readonly caption?: string | null;
  /** Of a viewer to its supervisor; none where the supervisor is inside. */
  readonly connection?: Connection | null;
}

export interface PanelProps {
  readonly view: View;
  /** Cells and rows inside the frame. */
  readonly width: number;
  readonly rows: number;
  readonly focused: boolean;
  /** Index of the selected item, -1 when there is none. */
  readonly selected: number;
}

/** An area of the dashboard. A new one is a file here and a line in the index; `test/ui/panels.test.tsx` holds them all. */
export interface Panel {
  readonly id: PanelId;
  /** The key that focuses it. */
  readonly key: string;
  readonly title: string;
  /** One sentence for the help. */
  readonly help: string;
  /** Ids of what can be selected, in the order drawn; empty when nothing can. */
  items(snapshot: Snapshot): readonly string[];
  /** What stands at the right of its upper edge. */
  note(view: View): Line;
  /** Rows it would fill, without the frame. */
  wants(snapshot: Snapshot): number;
  View(props: PanelProps): ReactElement;
}
