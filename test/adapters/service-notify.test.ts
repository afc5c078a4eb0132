import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openServiceNotifier } from '../../src/adapters/service/notify.js';
import { runHeadless } from '../support/supervisor.js';
import { until } from '../support/until.js';
import { temporaryFolder } from './support.js';

/** Stands for systemd-notify: writes down what it was told, and over which socket. */
const FAKE = `#!/bin/sh
echo "$NOTIFY_SOCKET|$*" >> "$(dirname "$0")/told"
`;

function stage() {
  const folder = temporaryFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'systemd-notify'), FAKE, { mode: 0o755 });
  const told = (): readonly string[] => {
    try {
      return readFileSync(join(bin, 'told'), 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  };
  const env: Record<string, string | undefined> = {
    PATH: `${bin}:/usr/bin:/bin`,
    NOTIFY_SOCKET: '@abstract',
    WATCHDOG_USEC: '4000000',
    WATCHDOG_PID: '1',
  };
  return { folder, env, told };
}

test('messages in their order; the watchdog is pinged by looks alone, and not by every one', async () => {
  const { env, told } = stage();
  let now = 0;
  const trouble: string[] = [];
  const service = openServiceNotifier({ env, steadyMs: () => now, onTrouble: (text) => trouble.push(text) });
  expect(env).toEqual({ PATH: env.PATH });
  service.ready('account work');
  service.looked();
  service.status(() => 'account personal');
  // One after the other: with the third told the ping before it is over.
  await until('three messages', () => told().length === 3);
  for (now = 100; now < 1_000; now += 100) service.looked();
  service.status(() => 'account work');
  now = 1_000;
  service.looked();
  await until('four messages', () => told().length === 4);
  service.reloaded();
  await service.stopping();
  now = 60_000;
  service.status(() => 'a last look says nothing any more');
  service.reloaded();
  service.looked();
  // Told after them, so that they would stand before it.
  await service.stopping();
  expect(told().map((line) => line.replace(/USEC=\d+/, 'USEC=N'))).toEqual([
    '@abstract|READY=1 STATUS=account work',
    '@abstract|WATCHDOG=1',
    '@abstract|STATUS=account personal',
    '@abstract|WATCHDOG=1',
    '@abstract|RELOADING=1 MONOTONIC_USEC=N',
    '@abstract|READY=1 STATUS=account personal',
    '@abstract|STOPPING=1 STATUS=Stopping',
    '@abstract|STOPPING=1 STATUS=Stopping',
  ]);
  expect(trouble).toEqual([]);
});

test('outside a service nothing is said, and without the program it is told once', async () => {
  const { env, told, folder } = stage();
  const steadyMs = () => 0;
  const silent = openServiceNotifier({ env: { PATH: env.PATH }, steadyMs, onTrouble: () => undefined });
  silent.ready('');
  await silent.stopping();
  expect(told()).toEqual([]);
  const trouble: string[] = [];
  const lost = { ...env, PATH: join(folder, 'nothing') };
  const service = openServiceNotifier({ env: lost, steadyMs, onTrouble: (text) => trouble.push(text) });
  service.ready('');
  await service.stopping();
  expect(trouble).toHaveLength(1);
  expect(trouble[0]).toContain('systemd-notify is not on PATH');
});

test('run --headless tells that it is ready, that it lives, and that it ends; a bad configuration is exit 78', async () => {
  const { folder, env, told } = stage();
  const config = join(folder, 'config.yaml');
  writeFileSync(config, 'quota: {poll_interval: 200ms}\nhttp: {enabled: false}\n');
  const home = join(folder, 'home');
  mkdirSync(home);
  const lent = { ...env, HOME: home, TMUX_TMPDIR: folder, WATCHDOG_USEC: '400000' } as Record<string, string>;
  const headless = runHeadless({ env: lent, config, stateDir: join(folder, 'state') });
  onTestFinished(async () => void (await headless.kill()));
  await until(
    'ready and pinged twice',
    () => told().filter((line) => line.endsWith('WATCHDOG=1')).length > 1,
  );
  expect(told()[0]).toMatch(/^@abstract\|READY=1 STATUS=no account, mode \w+/);
  // Pinged after a look: by then the line says no more of the first one.
  expect(told().findLast((line) => line.includes('STATUS='))).not.toContain('first look');
  writeFileSync(config, 'quota: {poll_interval: 300ms}\nhttp: {enabled: false}\n');
  await until('reloaded', () => told().some((line) => line.includes('RELOADING=1')));
  process.kill(headless.pid, 'SIGTERM');
  await until('stopping', () => told().at(-1)?.includes('STOPPING=1'));
  writeFileSync(config, 'quota: {poll_intervall: 300ms}\n');
  const wrong = runHeadless({ env: lent, config, stateDir: join(folder, 'state') });
  onTestFinished(async () => void (await wrong.kill()));
  expect(await wrong.ended).toMatchObject({ code: 78 });
});
