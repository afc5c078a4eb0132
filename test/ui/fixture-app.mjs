// The dashboard over a scripted store, run from the built files: `node fixture-app.mjs STATE.json [LOG]`.
// With FROZEN=1 its clock stands still.
import { appendFileSync, readFileSync } from 'node:fs';
import { isUtf8, processHost, themeFor } from '../../dist/commands/dashboard-host.js';
import { Table } from '../../dist/commands/ink-table.js';
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

note(`pid ${process.pid}`);
process.on('SIGUSR2', () => {
  throw new Error('a crash on purpose');
});

const end = await runDashboard({
  store,
  now: () => base + (process.env.FROZEN === '1' ? 0 : Date.now() - started),
  zone: 'UTC',
  host: processHost(),
  Table,
  stdout: process.stdout,
  theme: themeFor(process.env, 'auto'),
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
