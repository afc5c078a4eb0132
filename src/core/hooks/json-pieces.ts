const ENDS = [',', '{', '['];

/** A line of JSON in pieces that each end behind a comma or an opening bracket, none of them within a string; joined they are the line. */
export function jsonPieces(line: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  let inString = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? '';
    if (inString && sign === '\\') at++;
    else if (sign === '"') inString = !inString;
    else if (!inString && ENDS.includes(sign)) {
      pieces.push(line.slice(start, at + 1));
      start = at + 1;
    }
  }
  return start < line.length || pieces.length === 0 ? [...pieces, line.slice(start)] : pieces;
}
