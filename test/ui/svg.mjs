const CELL = { width: 8.4, height: 18, base: 13 };
const MARGIN = 12;
const INK = '#c5c8c6';
const PAPER = '#16181b';
const BASE = [
  ...['#1d1f21', '#cc6666', '#b5bd68', '#f0c674', '#81a2be', '#b294bb', '#8abeb7', '#c5c8c6'],
  ...['#666666', '#d54e53', '#b9ca4a', '#e7c547', '#7aa6da', '#c397d8', '#70c0b1', '#eaeaea'],
];

const hex = (value) => value.toString(16).padStart(2, '0');

/** A colour of xterm's 256. */
function paletteColor(index) {
  if (index < 16) return BASE[index];
  if (index >= 232) return `#${hex(8 + (index - 232) * 10).repeat(3)}`;
  const part = (by) => Math.floor((index - 16) / by) % 6;
  return `#${[36, 6, 1].map((by) => hex(part(by) === 0 ? 0 : 55 + part(by) * 40)).join('')}`;
}

function colorOf(isDefault, isRgb, value, otherwise) {
  if (isDefault) return otherwise;
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : paletteColor(value);
}

function styleOf(cell) {
  const ink = colorOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor(), INK);
  const paper = colorOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor(), null);
  const [fill, back] = cell.isInverse() ? [paper ?? PAPER, ink] : [ink, paper];
  return { fill, back, bold: cell.isBold() !== 0, dim: cell.isDim() !== 0 };
}

/** Neighbouring cells of one style: `{style, text, from, cells}`. */
function runsOf(line, cols) {
  const runs = [];
  for (let x = 0; x < cols; x++) {
    const cell = line.getCell(x);
    if (cell.getWidth() === 0) continue;
    const style = styleOf(cell);
    const last = runs.at(-1);
    const text = cell.getChars() || ' ';
    if (last && JSON.stringify(last.style) === JSON.stringify(style)) {
      last.text += text;
      last.cells += cell.getWidth();
    } else runs.push({ style, text, from: x, cells: cell.getWidth() });
  }
  return runs;
}

const escaped = (text) =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);
const px = (value) => `${Math.round(value * 10) / 10}`;

function drawn({ style, text, from, cells }, y) {
  const [x, width] = [MARGIN + from * CELL.width, cells * CELL.width];
  const top = MARGIN + y * CELL.height;
  const back = style.back
    ? `<rect x="${px(x)}" y="${top}" width="${px(width)}" height="${CELL.height}" fill="${style.back}"/>`
    : '';
  if (text.trim() === '') return back;
  const look = `${style.bold ? ' font-weight="bold"' : ''}${style.dim ? ' opacity=".6"' : ''}`;
  // Every run is stretched to its cells: whatever the font, columns stay columns.
  return `${back}<text x="${px(x)}" y="${top + CELL.base}" textLength="${px(width)}" lengthAdjust="spacingAndGlyphs" fill="${style.fill}"${look}>${escaped(text)}</text>`;
}

/** What an xterm shows, as a picture of text: small, sharp at any size, and readable in a diff. */
export function svgOf(terminal, title) {
  const { cols, rows } = terminal;
  const [width, height] = [cols * CELL.width + 2 * MARGIN, rows * CELL.height + 2 * MARGIN];
  const lines = Array.from({ length: rows }, (_, y) =>
    runsOf(terminal.buffer.active.getLine(y), cols)
      .map((run) => drawn(run, y))
      .join(''),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${px(width)} ${px(height)}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>`,
    ...lines.filter((line) => line !== ''),
    '</svg>',
    '',
  ].join('\n');
}
