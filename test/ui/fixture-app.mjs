// The dashboard over a scripted store, run from the built files: `node fixture-app.mjs STATE.json [LOG]`.
// With FROZEN=1 its clock stands still; THEME is its ui.theme, MOUSE what it remembers of the mouse. The file PANE is
// what every pane shows, PAST (JSON) what the history tells.
import { appendFileSync, readFileSync } from 'node:fs';
import { processHost } from '../../dist/commands/dashboard-host.js';
import { Table } from '../../dist/commands/ink-table.js';
import { isUtf8 } from '../../dist/commands/locale.js';
import { settleColors } from '../../dist/commands/settle-colors.js';
import { runDashboard } from '../../dist/ui/index.js';

const [state, log] = process.argv.slice(2);
const snapshot = JSON.parse(readFileSync(state, 'utf8'));
const note = (line) => log !== undefined && appendFileSync(log, `${line}\n`);
const started = Date.now();
const base = Date.parse(snapshot.at);

const store = {
  subscribe: () => () => {},
  getSnapshot: () => snapshot,
  send: async (command) => {
    note(JSON.stringify(command));
    return { status: 'done', text: `${command.type}: done` };
  },
};

const { PANE, PAST } = process.env;
const host = {
  ...processHost(),
  ...(PANE && { captureScreen: async () => ({ ok: true, screen: readFileSync(PANE, 'utf8') }) }),
  ...(PAST && { readPast: async () => JSON.parse(readFileSync(PAST, 'utf8')) }),
};

const colors = await settleColors(process.env, process.env.THEME ?? 'auto');
note(`pid ${process.pid}`);
process.on('SIGUSR2', () => {
  throw new Error('a crash on purpose');
});

const end = await runDashboard({
  store,
  now: () => base + (process.env.FROZEN === '1' ? 0 : Date.now() - started),
  zone: 'UTC',
  host,
  Table,
  ...colors,
  stdin: process.stdin,
  stdout: process.stdout,
  preferences: {
    get: (name) => (name === 'mouse' ? process.env.MOUSE : undefined),
    set: (name, value) => name === 'mouse' && note(`prefers ${name} ${value}`),
  },
  ascii: !isUtf8(process.env),
  addTask: async (text) => {
    note(`add ${JSON.stringify(text)}`);
    return text.includes('priority: 17')
      ? { status: 'refused', reason: 'priority: 17 must lie between 0 and 9' }
      : { status: 'done', text: 'new-task waits' };
  },
});
note(`end ${end}`);
console.log(`ended by ${end}`);
