import type { ReactElement } from 'react';
import type { SessionView, Snapshot } from '../../core/snapshot.js';
import type { Connection } from '../../core/viewer/connection.js';
import type { Look } from '../look.js';
import type { Past } from '../past.js';
import type { Line } from '../text/line.js';
import type { StyledRow } from '../text/styled.js';
import type { Listing } from '../widgets/window.js';

export type PanelId = 'sessions' | 'accounts' | 'failover' | 'hits' | 'queue' | 'events' | 'preview';

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
  /** The screen of the selected session; none while the preview is closed. */
  readonly preview?: PreviewView | null;
  /** What was read for the history; none while it is closed. */
  readonly past?: PastView | null;
}

/** `waiting`: it was asked for and has not come yet. */
export type Asked<T> =
  | { readonly type: 'waiting' }
  | { readonly type: 'none'; readonly reason: string }
  | { readonly type: 'here'; readonly what: T };

export interface PreviewView {
  /** Name of the session; '' for none. */
  readonly session: string;
  /** Rows it is scrolled up from its end. */
  readonly up: number;
  readonly screen: Asked<readonly StyledRow[]>;
}

export type PastView = Asked<readonly Past[]>;

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
  /** The digit that focuses it; null when none was left: Tab reaches it. */
  readonly key: string | null;
  readonly title: string;
  /** One sentence for the help. */
  readonly help: string;
  /** It comes and goes by a key of its own: with no place in the layout until then. */
  readonly summoned?: boolean;
  /** The filter narrows what it lists. */
  readonly filtered?: boolean;
  /** Ids of what can be selected, in the order drawn; empty when nothing can. */
  items(snapshot: Snapshot): readonly string[];
  /** Where its items are drawn; none where there is nothing to select. */
  listing?(props: PanelProps): Listing;
  /** The session this item is on: what Enter, `w` and `v` mean. Without it they mean the one selected in Sessions. */
  session?(snapshot: Snapshot, id: string): SessionView | undefined;
  /** What stands at the right of its upper edge. */
  note(view: View): Line;
  /** Rows it would fill, without the frame. */
  wants(snapshot: Snapshot): number;
  View(props: PanelProps): ReactElement;
}

/** How it is headed: its key, where it has one, and its title. */
export function titleOf({ key, title }: Pick<Panel, 'key' | 'title'>): string {
  return key === null ? title : `${key} ${title}`;
}
