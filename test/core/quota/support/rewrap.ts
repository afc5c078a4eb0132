/** Wraps words as the CLI does: at blanks, and inside a word only where it is longer than a whole row. */
export function wrap(text: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (let word of text.split(' ')) {
    if (row !== '' && row.length + 1 + word.length > width) {
      rows.push(row);
      row = '';
    }
    while (word.length > width) {
      rows.push(word.slice(0, width));
      word = word.slice(width);
    }
    row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, row];
}

/** What a row begins with, and how far its continuation rows are indented. */
const HEADS: readonly (readonly [RegExp, number])[] = [
  [/^[❯>] /, 2],
  [/^[●✻] /, 2],
  [/^ {2}⎿ {2}/, 5],
  [/^ {6}• /, 8],
  [/^ {6}(?=\S)/, 6],
  [/^ {5}(?=\S)/, 5],
  [/^ {5}(?=\/)/, 5],
  [/^ {2}❯ \d\. /, 5],
  [/^ {4}\d\. /, 7],
  [/^ {2}⚠ /, 2],
  [/^ {4}(?=Continuing)/, 4],
  [/^ {2}(?=\S)/, 2],
];

function hang(line: string): { head: string; indent: number } {
  for (const [head, indent] of HEADS) {
    const match = head.exec(line);
    if (match !== null) return { head: match[0], indent };
  }
  return { head: '', indent: 0 };
}

/** Joins the rows a narrow capture broke: text behind a `⎿` that is no line of its own. */
function logical(rows: readonly string[]): string[] {
  const lines: string[] = [];
  for (const row of rows) {
    const last = lines[lines.length - 1];
    const goesOn = /^ {5}[^ /•]/.test(row) && last !== undefined && /^ {2}⎿/.test(last);
    if (goesOn) lines[lines.length - 1] = `${last} ${row.trim()}`;
    else lines.push(row);
  }
  return lines;
}

/** Draws a capture again for another width, the way the CLI would: hard line breaks, hanging indents, rules and boxes. */
export function rewrap(screen: string, width: number): string {
  const out: string[] = [];
  for (const line of logical(screen.split('\n').map((row) => row.replaceAll('\u00a0', ' ').trimEnd()))) {
    const rule = /^([─▔╌])\1{7,}$/.exec(line);
    if (rule !== null) out.push((rule[1] ?? '').repeat(width));
    else if (/^[╭╰]─+[╮╯]$/.test(line))
      out.push(`${line.charAt(0)}${'─'.repeat(width - 2)}${line.charAt(line.length - 1)}`);
    else if (/^│ >/.test(line)) out.push(`│ >${' '.repeat(width - 4)}│`);
    else if (/^[│▐▝ ]/.test(line) && /[│▐▝]/.test(line.slice(0, 3))) out.push(line.slice(0, width));
    else {
      const { head, indent } = hang(line);
      const [first = '', ...rest] = wrap(line.slice(head.length), width - indent);
      out.push(head + first, ...rest.map((row) => ' '.repeat(indent) + row));
    }
  }
  return out.join('\n');
}
