// In a pane: writes each text of IN.json at the start of a row, asks the terminal where its cursor is, and puts the
// widths into OUT.json: `node fixture-widths.mjs IN.json OUT.json`.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
const texts = JSON.parse(readFileSync(from, 'utf8'));
/** As many questions as a terminal is asked at once. */
const AT_ONCE = 200;
const widths = [];
let heard = '';

function ask() {
  const some = texts.slice(widths.length, widths.length + AT_ONCE);
  process.stdout.write(some.map((text) => `\r\u001b[2K${text}\u001b[6n`).join(''));
}

process.stdin.setRawMode(true);
process.stdin.on('data', (bytes) => {
  heard += bytes;
  for (let at = /\u001b\[\d+;(\d+)R/.exec(heard); at !== null; at = /\u001b\[\d+;(\d+)R/.exec(heard)) {
    widths.push(Number(at[1]) - 1);
    heard = heard.slice(at.index + at[0].length);
    if (widths.length % AT_ONCE === 0 && widths.length < texts.length) ask();
  }
  if (widths.length < texts.length) return;
  writeFileSync(`${to}.new`, JSON.stringify(widths));
  renameSync(`${to}.new`, to);
  process.exit(0);
});
ask();
