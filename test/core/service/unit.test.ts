import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { statusLine } from '../../../src/core/service/status-line.js';
import { isOurs, programsOf, unitText, unitWord } from '../../../src/core/service/unit.js';
import { temporaryFolder } from '../../adapters/support.js';

const TEMPLATE = new URL('../../../scripts/claude-failover.service', import.meta.url);
/** What the file in `scripts/` is made of: for those who write their unit by hand. */
const BY_HAND = {
  argv: ['/usr/bin/env', 'claude-failover', 'run', '--headless'],
  environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
};

test('the unit in scripts/ is the one that install writes, but for its paths', () => {
  expect(readFileSync(TEMPLATE, 'utf8')).toBe(unitText(BY_HAND));
});

test('words are taken literally by systemd', () => {
  expect(unitWord('/usr/bin/node')).toBe('/usr/bin/node');
  expect(unitWord('/a b/100%"\\')).toBe('"/a b/100%%\\"\\\\"');
  const odd = '/home/a b/$HOME/50%/"node"';
  const text = unitText({ argv: [odd, '/bin.js', 'run', '--headless', '--config', '/c'], environment: {} });
  expect(text).toContain('"/home/a b/$$HOME/50%%/\\"node\\""');
  expect(programsOf(text)).toEqual([odd, '/bin.js']);
});

test('our own unit is known again, another is not', () => {
  expect(isOurs(unitText(BY_HAND))).toBe(true);
  expect(isOurs('[Unit]\nDescription=claude-failover\n')).toBe(false);
});

test('exit codes that a restart does not mend end the service; the watchdog outlasts the longest interval', () => {
  const text = unitText(BY_HAND);
  for (const line of [
    'Type=notify',
    'NotifyAccess=all',
    'Restart=on-failure',
    'RestartPreventExitStatus=75 78',
    'KillMode=mixed',
    'UMask=0077',
    'LimitCORE=0',
    'NoNewPrivileges=yes',
    'PrivateTmp=no',
  ])
    expect(text.split('\n')).toContain(line);
  expect(Number(/^WatchdogSec=(\d+)$/m.exec(text)?.[1])).toBeGreaterThan(2 * 60);
});

test('systemd-analyze finds nothing to say of it', (context) => {
  const folder = temporaryFolder();
  const file = join(folder, 'claude-failover.service');
  writeFileSync(
    file,
    unitText({
      ...BY_HAND,
      argv: [process.execPath, '/bin/sh', 'run', '--headless', '--config', '/a b/50%'],
    }),
  );
  const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_RUNTIME_DIR: folder };
  const options = { env, stdio: 'pipe', encoding: 'utf8', timeout: 20_000 } as const;
  try {
    execFileSync('systemd-analyze', ['--version'], options);
  } catch {
    context.skip('systemd-analyze is not installed here');
  }
  const verify = `systemd-analyze --user --man=no verify "${file}" 2>&1`;
  expect(execFileSync('sh', ['-c', verify], options).trim()).toBe('');
});

test('the status line says what matters, in one clean line', () => {
  const view = {
    activeAccount: 'work',
    mode: 'auto',
    hold: null,
    swap: null,
    needs: [],
    paused: false,
  } as const;
  expect(statusLine(view, true)).toBe('account work, mode auto');
  expect(statusLine(view, false)).toBe(
    'account work, mode auto; the first look at the sessions is under way',
  );
  expect(
    statusLine({ ...view, activeAccount: null, needs: ['the link\u001b[31m\nis gone'], paused: true }, true),
  ).toBe('no account, mode auto; needs a person: the link is gone; dispatch paused');
});
