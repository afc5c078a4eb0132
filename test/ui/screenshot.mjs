// Makes docs/screenshot.svg: the demo in a private tmux, taken in the middle of its first swap. Needs a build.
// node test/ui/screenshot.mjs [COLSxROWS]
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import xterm from '@xterm/headless';
import { svgOf } from './svg.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MOMENT = /● resume \d\/\d[\s\S]*✓ acted/;
const WITHIN_MS = 60_000;

const [cols, rows] = (process.argv[2] ?? '120x36').split('x').map(Number);
const dir = mkdtempSync(join(tmpdir(), 'cf-screenshot-'));
const env = { PATH: process.env.PATH, HOME: dir, TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh' };
const tmux = async (...args) => {
  const { stdout } = await promisify(execFile)(
    'tmux',
    ['-S', join(dir, 'socket'), '-f', '/dev/null', ...args],
    {
      env,
    },
  );
  return stdout.replace(/\n$/, '');
};

async function momentOf() {
  for (const end = Date.now() + WITHIN_MS; Date.now() < end; await pause(50)) {
    if (MOMENT.test(await tmux('capture-pane', '-p'))) return tmux('capture-pane', '-e', '-p');
  }
  throw new Error(`The screenshot was not made: no swap was seen within ${WITHIN_MS / 1000} s.`);
}

async function ended(pid) {
  for (const end = Date.now() + 10_000; Date.now() < end; await pause(50)) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
  }
}

try {
  const demo = [process.execPath, join(ROOT, 'bin/claude-failover.js'), 'demo'];
  await tmux('new-session', '-d', '-x', `${cols}`, '-y', `${rows}`, ...demo);
  await tmux('set-option', '-g', 'status', 'off');
  const pid = Number(await tmux('display-message', '-p', '#{pane_pid}'));
  const screen = await momentOf();
  process.kill(pid, 'SIGTERM');
  await ended(pid);
  const terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 0 });
  await new Promise((done) => terminal.write(screen.replaceAll('\n', '\r\n'), done));
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  const file = join(ROOT, 'docs/screenshot.svg');
  writeFileSync(file, svgOf(terminal, 'claude-failover in the middle of a swap'));
  console.log(file);
} finally {
  await tmux('kill-server').catch(() => undefined);
  rmSync(dir, { recursive: true, force: true });
}
