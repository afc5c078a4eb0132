/** A place in a text, both 1-based; columns count UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number | null;
}

export interface TextFinding extends Place {
  /** Continues "the file". */
  readonly message: string;
}

/** Larger than any configuration: 64 accounts and 500 sessions are a tenth of it. */
export const MAX_BYTES = 256 * 1024;
const MAX_LINES = 10_000;
const MAX_LINE = 4_096;
/** A configuration is five levels deep. */
const MAX_NESTING = 32;
const MAX_INDENT = 128;

const BAD_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffd]/;

function characterMessage(text: string, code: number): string {
  const nuls = text.split('\0').length - 1;
  const isWide = code === 0 && nuls > text.length / 4 && nuls < text.length;
  if (isWide) return 'seems to be UTF-16. Save it as UTF-8';
  if (code === 0xfffd) return 'is not UTF-8 text here. Save it as UTF-8';
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return `holds the control character ${name}. Remove it: a configuration is plain text`;
}

function lineFinding(text: string, line: number): TextFinding | null {
  const indent = text.length - text.trimStart().length;
  if (text.length > MAX_LINE)
    return {
      line,
      column: null,
      message: `has a line of ${text.length} characters; ${MAX_LINE} are allowed`,
    };
  if (indent > MAX_INDENT && indent < text.length)
    return { line, column: 1, message: `is indented by ${indent} blanks here; ${MAX_INDENT} are allowed` };
  if (/^(?:<{7}|>{7}) /.test(text))
    return { line, column: 1, message: 'holds the mark of a merge conflict here. Settle the conflict' };
  const marks = /^\s*((?:[-?][ \t]+){33})/.exec(text);
  if (marks) return { line, column: 1, message: `is nested deeper than ${MAX_NESTING} levels here` };
  return null;
}

/** Counts every bracket, in quotes too: a text with so many of them is no value of any key. */
function tooDeep(lines: readonly string[]): TextFinding | null {
  let depth = 0;
  for (const [index, line] of lines.entries()) {
    for (let column = 0; column < line.length; column++) {
      const char = line.charAt(column);
      if (char === '[' || char === '{') depth += 1;
      else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
      const message = `opens more than ${MAX_NESTING} brackets within each other. Close them, or write one key a line`;
      if (depth > MAX_NESTING) return { line: index + 1, column: column + 1, message };
    }
  }
  return null;
}

/**
 * What must not reach the YAML parser: it is no text, or would cost it far too long (yaml 2.9.1 takes minutes for
 * 256 times `[{` or 1,000 times `? `, and for 100 kB of commas). null when the text is fit to be parsed.
 */
export function guardText(text: string): TextFinding | null {
  if (text.length > MAX_BYTES) return { line: 1, column: null, message: 'is larger than 256 kB' };
  const lines = text.split('\n');
  const bad = lines.findIndex((line) => BAD_CHARACTER.test(line));
  if (bad >= 0) {
    const column = lines[bad]?.search(BAD_CHARACTER) ?? 0;
    const code = lines[bad]?.charCodeAt(column) ?? 0;
    return { line: bad + 1, column: column + 1, message: characterMessage(text, code) };
  }
  if (lines.length > MAX_LINES)
    return { line: MAX_LINES, column: null, message: `has ${lines.length} lines; ${MAX_LINES} are allowed` };
  for (const [index, line] of lines.entries()) {
    const found = lineFinding(line, index + 1);
    if (found) return found;
  }
  return tooDeep(lines);
}
