import type { Frame } from './model.ts';
import type { Size } from './tape.ts';

const HEADER = /active \S+.*cooldown (?:ready|\S*\s*\d+:\d\d)/;

/** On a smaller screen one line is all there is. */
export const isDashboard = ({ cols, rows }: Size): boolean => cols >= 60 && rows >= 15;

/** What is wrong with a settled frame of the dashboard; empty for nothing. */
export function faultsOf({ rows }: Pick<Frame, 'rows'>, size: Size): readonly string[] {
  const faults: string[] = [];
  const fault = (isWrong: boolean, text: string): void => {
    if (isWrong) faults.push(text);
  };
  if (!isDashboard(size)) {
    fault(rows.filter((row) => row !== '').length > 1, 'more than one line on a screen too small for more');
    // The summary, the answer to the last key, or what is open.
    fault((rows[0] ?? '') === '', 'nothing on the first row');
    return faults;
  }
  const headers = rows.filter((row) => HEADER.test(row)).length;
  fault(!HEADER.test(rows[0] ?? ''), 'the header is not on the first row');
  fault(headers > 1, `${headers} headers`);
  fault(!rows.some((row) => /Sessions|sessions/.test(row)), 'no sessions');
  fault(!rows.some((row) => /Suspected hits|hits/.test(row)), 'no suspected hits');
  // While the queue has not answered there is no key to tell of.
  const isWaiting = rows.some((row) => row.includes('The task is being added'));
  fault((rows.at(-1) ?? '') === '' && !isWaiting, 'no footer');
  const open = rows.join('').split('╭').length;
  const closed = rows.join('').split('╰').length;
  fault(open !== closed, `${open - 1} frames begin, ${closed - 1} end`);
  return faults;
}

/** Where a row has borders: what stands between them may have gone on between two looks at a live program. */
function borders(row: string): string {
  return row.replace(/[^╭╮╰╯│]/g, ' ').trimEnd();
}

/** Rows that differ between what stood there and what a full drawing of the same shows; of a live program in their borders. */
export function ghosts(before: Frame, drawn: Frame, isLive: boolean): readonly string[] {
  const found: string[] = [];
  const count = Math.max(before.rows.length, drawn.rows.length);
  for (let row = 0; row < count; row += 1) {
    const [was, is] = [before.rows[row] ?? '', drawn.rows[row] ?? ''];
    if (isLive && borders(was) === borders(is)) continue;
    if (was !== is) found.push(`row ${row}: ${JSON.stringify(was)} where ${JSON.stringify(is)} belongs`);
    else if (before.styles[row] !== drawn.styles[row])
      found.push(`row ${row}: other colours: ${JSON.stringify(is)}`);
  }
  return found;
}
