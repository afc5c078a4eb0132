import type { ReactElement } from 'react';
import type { Look } from '../look.js';
import { wrap } from '../text/cells.js';
import { span } from '../text/line.js';
import { Rows } from './row.js';

interface NoticeProps {
  readonly text: string;
  readonly width: number;
  readonly rows: number;
  readonly look: Look;
}

/** What an empty panel says, wrapped. */
export function Notice({ text, width, rows, look }: NoticeProps): ReactElement {
  const lines = wrap(text, width).slice(0, rows);
  return <Rows lines={lines.map((line) => [span(line, 'muted')])} width={width} look={look} />;
}
