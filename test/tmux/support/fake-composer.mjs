// A stand-in for an agent's prompt: raw mode, bracketed paste, a composer between two rules.
// One argument, JSON: { log, dialog?, busy?, draft?, ghost?, collapse?, deaf?, splice?, late?, keeps? }; see `Fake` in lab.ts.
import { appendFileSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const options = JSON.parse(process.argv[2] ?? '{}');
const rule = '─'.repeat(Math.min(40, process.stdout.columns ?? 40));
let dialog = options.dialog ?? null;
let busy = options.busy ?? false;
let draft = options.draft ?? '';
let shown = draft;
let prompt = '';
// What has come and is not taken yet: a paste is taken whole, however many pieces it comes in.
let input = '';
const decoder = new StringDecoder('utf8');

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
  const lines = newlines === 0 ? '' : ` +${newlines} lines`;
  const long = newlines > 2 || draft.length > 800;
  shown = options.collapse && long ? `[Pasted text #1${lines}]` : draft;
}

const START = '\x1b[200~';
const END = '\x1b[201~';

function take() {
  while (input !== '') {
    if (input.startsWith(START)) {
      const end = input.indexOf(END);
      if (end < 0) return;
      pasted(input.slice(START.length, end).replaceAll('\r', '\n'));
      input = input.slice(end + END.length);
    } else {
      if (input.length > 1 && START.startsWith(input)) return;
      if (input[0] === '\x1b') dialog = null;
      else if (input[0] === '\r' && dialog === null && draft !== '') submit();
      input = input.slice(1);
    }
  }
}

process.stdin.setRawMode(true);
process.stdin.on('data', (chunk) => {
  appendFileSync(options.log, chunk);
  input += decoder.write(chunk);
  take();
  draw();
});
process.stdout.write('\x1b[?2004h');
draw();
