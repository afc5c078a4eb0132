import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { statusLine } from '../../src/core/viewer/status-line.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { normal } from '../ui/snapshots.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PLACEHOLDER = '#{claude_failover_status}';
const ODD = 'it\'s; a #{pid} $HOME "folder"';

/** The tmux of the person, and another one in whose pane a client of it runs. */
let tmux: PrivateTmux;
let outside: PrivateTmux;
let plugin: string;

beforeEach(async () => {
  [tmux, outside] = await Promise.all([privateTmux(), privateTmux()]);
  // A server keeps the environment it was started with: only our program is on its PATH.
  await tmux.start({ argv: ['cat'] });
  plugin = join(ROOT, 'claude-failover.tmux');
});
afterEach(() => Promise.all([tmux.end(), outside.end()]));

/** A program that notes how it was called, says whether a supervisor runs, and is the dashboard. */
async function program(does: {
  readonly runs: boolean;
  readonly line?: string;
  readonly dashboard?: string;
}) {
  const folder = join(tmux.dir, ODD, 'bin');
  await mkdir(folder, { recursive: true });
  const line = join(tmux.dir, 'line');
  await writeFile(line, `${does.line ?? 'quiet'}\n`);
  const file = join(folder, 'claude-failover');
  await writeFile(
    file,
    `#!/bin/sh
echo "called $*" >> '${tmux.dir}/calls'
case "$*" in
'status --format tmux') cat '${line}' ;;
status) exit ${does.runs ? 0 : 3} ;;
*) ${does.dashboard ?? 'echo "the dashboard, popup=$CLAUDE_FAILOVER_POPUP"; exec cat'} ;;
esac
`,
  );
  await chmod(file, 0o755);
  await tmux.tmux('set-environment', '-g', 'PATH', `${folder}:${process.env.PATH}`);
}

const load = (): Promise<string> =>
  tmux.tmux('run-shell', `'${plugin.replaceAll("'", "'\\''").replaceAll('#', '##')}'`);
const set = (name: string, value: string): Promise<string> => tmux.tmux('set-option', '-g', name, value);
const get = (name: string): Promise<string> => tmux.tmux('show-option', '-gqv', name);
const bound = async (): Promise<readonly string[]> =>
  (await tmux.tmux('list-keys', '-T', 'prefix'))
    .split('\n')
    .filter((line) => line.includes('open.sh'))
    .map((line) => /^bind-key\s+-T prefix\s+(\S+)/.exec(line)?.[1] ?? '');
const calls = async (): Promise<readonly string[]> =>
  (await readFile(join(tmux.dir, 'calls'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
const seen = (): Promise<string> => outside.tmux('capture-pane', '-p', '-J', '-t', 'main');

/** Somebody looks at the tmux of the person. */
async function attach(): Promise<void> {
  const client = ['env', '-u', 'TMUX', 'tmux', '-S', tmux.socketPath, 'attach-session', '-t', '=main'];
  await outside.start({ cols: 100, rows: 24, argv: client });
  await outside.tmux('set-option', '-g', 'status', 'off');
  await until('a client', async () => (await tmux.tmux('list-clients')) !== '');
}

async function press(key: string): Promise<void> {
  await outside.tmux('send-keys', '-t', 'main', 'C-b');
  await outside.tmux('send-keys', '-t', 'main', key);
}

async function shows(pattern: RegExp): Promise<void> {
  let last = '';
  const look = async (): Promise<boolean> => {
    last = await seen();
    return pattern.test(last);
  };
  await until(`${pattern} on the client`, look).catch((error: Error) => {
    throw new Error(`${error.message}\n${last}`);
  });
}

describe('loaded again and again', () => {
  test('it binds one key and fills its place once; off and none take both back', async () => {
    await set('status-right', `left ${PLACEHOLDER} %H:%M\\;`);
    await program({ runs: false });
    for (let round = 0; round < 3; round++) await load();
    expect(await bound()).toEqual(['F']);
    const filled = await get('status-right');
    expect(filled).toMatch(/^left #\('.*claude-failover' status --format tmux\) %H:%M;$/);
    await set('@claude-failover-status', 'off');
    await set('@claude-failover-key', 'none');
    await load();
    expect(await bound()).toEqual([]);
    expect(await get('status-right')).toBe(`left ${PLACEHOLDER} %H:%M;`);
    await set('@claude-failover-status', 'on');
    await load();
    expect(await get('status-right')).toBe(filled);
  });

  test('another key takes the place of the one before, but not of a binding of the person', async () => {
    await program({ runs: false });
    await load();
    for (const key of [';', "M-'", '#']) {
      await set('@claude-failover-key', key === ';' ? '\\;' : key);
      await load();
      expect((await bound()).map((one) => one.replace(/^["\\]+|"$/g, ''))).toEqual([key]);
    }
    await tmux.tmux('bind-key', '#', 'display-message', 'mine');
    await set('@claude-failover-key', 'F');
    await load();
    expect(await bound()).toEqual(['F']);
    expect(await tmux.tmux('list-keys', '-T', 'prefix', '#')).toContain('mine');
  });

  test('values that are no key, view or switch run nothing and are told', async () => {
    await program({ runs: false });
    await attach();
    await set('@claude-failover-key', "x' \\; run-shell 'touch ~/ran");
    await load();
    await shows(/tmux knows no key/);
    expect(await bound()).toEqual([]);
    await set('@claude-failover-key', 'F');
    await set('@claude-failover-view', "'; touch ~/ran; '");
    await load();
    await shows(/takes popup or window, not/);
    await press('F');
    await until('the dashboard', async () => (await calls()).includes('called '));
    expect(await readFile(join(tmux.dir, 'ran'), 'utf8').catch(() => 'not run')).toBe('not run');
  });
});

describe('the key', () => {
  test('opens a popup over a running supervisor, from a folder with any name', async () => {
    const folder = join(tmux.dir, ODD);
    await mkdir(folder);
    for (const part of ['claude-failover.tmux', 'scripts/tmux/open.sh'])
      await cp(join(ROOT, part), join(folder, part), { recursive: true });
    plugin = join(folder, 'claude-failover.tmux');
    await program({ runs: true });
    await load();
    await attach();
    await press('F');
    await shows(/the dashboard, popup=1/);
    expect((await tmux.tmux('list-windows', '-a')).split('\n')).toHaveLength(1);
  });

  test('opens a window where none runs, and finds it again', async () => {
    await program({ runs: false });
    await load();
    await attach();
    for (let round = 0; round < 2; round++) {
      await press('F');
      await shows(/the dashboard, popup=$/m);
      await tmux.tmux('select-window', '-t', 'main:0');
    }
    const windows = await tmux.tmux('list-windows', '-a', '-F', '#{window_name}');
    expect(windows.split('\n').filter((name) => name === 'claude-failover')).toHaveLength(1);
    expect((await calls()).filter((call) => call === 'called ')).toHaveLength(1);
  });

  test('leaves an error to be read', async () => {
    await program({ runs: false, dashboard: 'echo "bad: why. What to do."; exit 1' });
    await set('@claude-failover-view', 'window');
    await load();
    await attach();
    await press('F');
    await shows(/bad: why\. What to do\.[\s\S]*exit code 1\. Enter closes this/);
  });
});

describe('the segment', () => {
  test('shows what the program says, whatever an account is called', async () => {
    const activeAccount = '#(touch ~/ran)#[fg=red]a#b#{pid}';
    const line = statusLine({ ...normal, activeAccount }, 'tmux', Date.parse(normal.at));
    await program({ runs: true, line });
    await set('status-right', PLACEHOLDER);
    await set('status-right-length', '90');
    await set('status-interval', '1');
    await load();
    await attach();
    await shows(/#\(touch ~\/ran\)#\[fg=… auto 1 asking/);
    expect(await readFile(join(tmux.dir, 'ran'), 'utf8').catch(() => 'not run')).toBe('not run');
  });

  test('asks the program beside the plugin where none is on the PATH', async () => {
    await set('status-right', PLACEHOLDER);
    await load();
    expect(await get('status-right')).toBe(`#('${ROOT}bin/claude-failover.js' status --format tmux)`);
  });
});
