import { jsonPieces } from './json-pieces.js';
import { LONGEST, veiled, veiledShort } from './veil.js';

const CONTEXT = 2;
/** Longer middles are shown whole, old then new. */
const MOST_CELLS = 4_000_000;

interface Shown {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * What changes between two JSON texts, line by line with two lines around: `- old`, `+ new`. Empty when nothing does.
 * What changes is shown whole but for the values of secrets; long lines are shown in pieces, of which only the changed ones count.
 */
export function diffLines(before: string, after: string): readonly string[] {
  if (before === after) return [];
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const inPieces = [...old, ...fresh].some((line) => line.length > LONGEST && jsonPieces(line).length > 1);
  const all = inPieces ? compare(old.flatMap(jsonPieces), fresh.flatMap(jsonPieces)) : compare(old, fresh);
  const near = (index: number): boolean =>
    all.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' ');
  const shown: string[] = inPieces ? ['  (long lines are shown in pieces, and stay whole in the file)'] : [];
  for (const [index, { sign, line }] of all.entries()) {
    if (near(index)) shown.push(`${sign} ${sign === ' ' ? veiledShort(line) : veiled(line)}`.trimEnd());
    else if (shown.at(-1) !== '  …') shown.push('  …');
  }
  return shown;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function compare(a: readonly string[], b: readonly string[]): readonly Shown[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const same = (line: string): Shown => ({ sign: ' ', line });
  return [
    ...a.slice(0, head).map(same),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ];
}

/** By the longest common subsequence. */
function middle(a: readonly string[], b: readonly string[]): readonly Shown[] {
  const gone = (line: string): Shown => ({ sign: '-', line });
  const come = (line: string): Shown => ({ sign: '+', line });
  if (a.length * b.length > MOST_CELLS) return [...a.map(gone), ...b.map(come)];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const shown: Shown[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [old = '', fresh = ''] = [a[i], b[j]];
    if (i < a.length && j < b.length && old === fresh) {
      shown.push({ sign: ' ', line: old });
      [i, j] = [i + 1, j + 1];
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      shown.push(gone(old));
      i += 1;
    } else {
      shown.push(come(fresh));
      j += 1;
    }
  }
  return shown;
}
