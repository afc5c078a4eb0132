// Makes docs/screenshot.svg: the dashboard itself in a private tmux, over a state of the golden frames with its clock
// standing still, so that a second run makes the same file. Needs a build: npm run screenshot [-- COLSxROWS STATE].
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import xterm from '@xterm/headless';
import { svgOf } from './svg.mjs';

// Node strips the types itself, but the house imports `.js`: where there is none, the `.ts` beside it is meant.
registerHooks({
  resolve: (specifier, context, next) => {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!specifier.startsWith('.')) throw error;
      return next(specifier.replace(/\.js$/, '.ts'), context);
    }
  },
});
const { states } = await import('./snapshots.ts');

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WITHIN_MS = 20_000;
/** The same screen for so many looks in a row is the whole one. */
const SETTLED = 10;

const [cols, rows] = (process.argv[2] ?? '120x36').split('x').map(Number);
const name = process.argv[3] ?? 'swap';
const state = states[name];
if (state === undefined || !(cols > 0 && rows > 0)) {
  console.error(`No screenshot: no such size or state. There are: ${Object.keys(states).join(', ')}.`);
  process.exit(2);
}
const dir = mkdtempSync(join(tmpdir(), 'cf-screenshot-'));
const env = {
  THEME: 'dark',
  PATH: process.env.PATH,
  HOME: dir,
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  SHELL: '/bin/sh',
  FROZEN: '1',
};
const tmux = async (...args) => {
  const all = ['-S', join(dir, 'socket'), '-f', '/dev/null', ...args];
  const { stdout } = await promisify(execFile)('tmux', all, { env });
  return stdout.replace(/\n$/, '');
};

async function settled() {
  let [last, same] = ['', 0];
  for (const end = Date.now() + WITHIN_MS; Date.now() < end; await pause(50)) {
    const screen = await tmux('capture-pane', '-e', '-p');
    same = screen === last && screen.includes('Sessions') ? same + 1 : 0;
    if (same === SETTLED) return screen;
    last = screen;
  }
  throw new Error(`The screenshot was not made: the screen did not settle within ${WITHIN_MS / 1000} s.`);
}

try {
  const file = join(dir, 'state.json');
  writeFileSync(file, JSON.stringify(state));
  const app = [process.execPath, join(ROOT, 'test/ui/fixture-app.mjs'), file];
  await tmux('new-session', '-d', '-x', `${cols}`, '-y', `${rows}`, ...app);
  await tmux('set-option', '-g', 'status', 'off');
  const screen = await settled();
  const terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 0 });
  await new Promise((done) => terminal.write(screen.replaceAll('\n', '\r\n'), done));
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  const svg = join(ROOT, 'docs/screenshot.svg');
  writeFileSync(svg, svgOf(terminal, 'claude-failover in the middle of a swap'));
  console.log(svg);
} finally {
  await tmux('kill-server').catch(() => undefined);
  rmSync(dir, { recursive: true, force: true });
}
