// A stand-in for an agent's prompt: raw mode, bracketed paste, a composer between two rules.
// One argument, JSON: { log, dialog?, busy?, draft?, ghost?, collapse?, deaf?, splice?, late?, keeps? }; see `Fake` in lab.ts.
import { appendFileSync } from 'node:fs';

const options = JSON.parse(process.argv[2] ?? '{}');
const rule = '─'.repeat(Math.min(40, process.stdout.columns ?? 40));
let dialog = options.dialog ?? null;
let busy = options.busy ?? false;
let draft = options.draft ?? '';
let shown = draft;
let prompt = '';
let pasting = false;

function draw() {
  const rows = ['\x1b[2J\x1b[H'];
  if (prompt !== '') rows.push(`❯ ${prompt}`, '');
  if (busy) rows.push('✻ Thinking… (esc to interrupt)', '');
  if (dialog !== null) rows.push(rule, `  ${dialog}`, '  ❯ 1. Stop and wait', '  Enter to confirm');
  else {
    const text = shown === '' && options.ghost ? `\x1b[2m${options.ghost}\x1b[22m` : shown;
    rows.push(rule, `❯ ${text}`, rule, '  ? for shortcuts');
  }
  process.stdout.write(rows.join('\r\n').replace(/(?<!\r)\n/g, '\r\n  '));
}

function submit() {
  if (options.deaf) return;
  prompt = shown;
  draft = '';
  shown = '';
  busy = true;
}

let { late = null } = options;

function pasted(text) {
  if (late !== null) {
    dialog = late;
    late = null;
    if (!options.keeps) return;
  }
  draft += text;
  if (options.splice) draft += options.splice;
  const newlines = draft.split('\n').length - 1;
  shown = options.collapse && newlines > 2 ? `[Pasted text #1 +${newlines} lines]` : draft;
}

function take(input) {
  let rest = input;
  while (rest !== '') {
    if (rest.startsWith('\x1b[200~')) {
      pasting = true;
      rest = rest.slice(6);
    } else if (rest.startsWith('\x1b[201~')) {
      pasting = false;
      rest = rest.slice(6);
    } else if (pasting) {
      const end = rest.indexOf('\x1b[201~');
      const text = end < 0 ? rest : rest.slice(0, end);
      pasted(text.replaceAll('\r', '\n'));
      rest = rest.slice(text.length);
    } else {
      if (rest[0] === '\x1b') dialog = null;
      else if (rest[0] === '\r' && dialog === null && draft !== '') submit();
      rest = rest.slice(1);
    }
  }
}

process.stdin.setRawMode(true);
process.stdin.on('data', (chunk) => {
  appendFileSync(options.log, chunk);
  take(chunk.toString('utf8'));
  draw();
});
process.stdout.write('\x1b[?2004h');
draw();
