import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { installUnit, removeUnit } from '../../src/adapters/service/install.js';
import { lookAtService } from '../../src/adapters/service/systemd.js';
import { isOurs, programsOf, unitText } from '../../src/core/service/unit.js';
import { temporaryFolder } from '../adapters/support.js';
import { BIN } from '../support/supervisor.js';
import { command } from './support.js';

/** Writes down how it is called; answers as the files beside it say. */
const SYSTEMCTL = `#!/bin/sh
dir=$(dirname "$0")
echo "$*" >> "$dir/called"
for word in "$@"; do
  [ -e "$dir/fail-$word" ] && { echo "Failed to $word unit: no such bus." >&2; exit 1; }
done
case "$*" in
  *is-enabled*) echo enabled ;;
  *is-active*) cat "$dir/active" 2>/dev/null || echo active ;;
esac
`;

interface Machine {
  readonly home: string;
  readonly bin: string;
  readonly unit: string;
  readonly env: Readonly<Record<string, string>>;
}

let machine: Machine;

beforeEach(() => {
  const folder = temporaryFolder();
  const [home, bin] = [join(folder, 'ho me'), join(folder, 'bin')];
  for (const dir of [home, bin]) mkdirSync(dir);
  writeFileSync(join(bin, 'systemctl'), SYSTEMCTL, { mode: 0o755 });
  writeFileSync(join(bin, 'loginctl'), '#!/bin/sh\necho no\n', { mode: 0o755 });
  const unit = join(home, '.config/systemd/user/claude-failover.service');
  const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: home, TELEGRAM_TOKEN: 'canary', LANG: 'C.UTF-8' };
  machine = { home, bin, unit, env };
});

const service = (...args: string[]) => command(['service', ...args], { env: machine.env });
const called = () => {
  const file = join(machine.bin, 'called');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};

test('install writes a unit with real paths, enables and starts it, and says what a logout does', async () => {
  const { code, out, err } = await service('install', '--state-dir', join(machine.home, 'st ate'));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(`${machine.unit} is written.`);
  expect(out).toMatch(/loginctl enable-linger \S+/);
  const text = readFileSync(machine.unit, 'utf8');
  expect(isOurs(text)).toBe(true);
  expect(programsOf(text)).toEqual([process.execPath, BIN]);
  expect(text).toContain(`--state-dir "${machine.home}/st ate"`);
  expect(text).toContain(`Environment=PATH=${machine.env.PATH}`);
  expect(text).not.toContain('canary');
  const at = 'claude-failover.service';
  expect(called()).toEqual([
    '--user --no-pager show --property=Version',
    '--user --no-pager daemon-reload',
    `--user --no-pager enable ${at}`,
    `--user --no-pager restart ${at}`,
  ]);
});

const TEXT = unitText({ argv: [process.execPath, '/bin/sh', 'run', '--headless'], environment: {} });
const install = (text = TEXT) => installUnit(machine.env, text);

test('a second install changes nothing and restarts nothing; one with another unit restarts', async () => {
  await install();
  const before = lstatSync(machine.unit).ino;
  expect((await install()).lines[0]).toContain('is up to date');
  expect(lstatSync(machine.unit).ino).toBe(before);
  expect(called().at(-1)).toBe('--user --no-pager start claude-failover.service');
  await install(`${TEXT}\n`);
  expect(called().at(-1)).toBe('--user --no-pager restart claude-failover.service');
});

test('--print shows the unit and touches nothing', async () => {
  const { code, out } = await service('install', '--print');
  expect(code).toBe(0);
  expect(isOurs(out)).toBe(true);
  expect(existsSync(machine.unit)).toBe(false);
  expect(called()).toEqual([]);
});

test.each(['a unit of somebody else', 'a link'])(
  '%s is never overwritten and never removed',
  async (what) => {
    mkdirSync(dirname(machine.unit), { recursive: true });
    if (what === 'a link') symlinkSync('/dev/null', machine.unit);
    else writeFileSync(machine.unit, '[Service]\nExecStart=/bin/true\n');
    for (const result of [await install(), await removeUnit(machine.env)])
      expect(result).toMatchObject({ type: 'refused', reason: expect.stringContaining('did not write it') });
    expect(called()).toEqual([]);
    if (what !== 'a link') expect(readFileSync(machine.unit, 'utf8')).toContain('/bin/true');
  },
);

test('remove stops, disables and removes it; a second one has nothing to do', async () => {
  await install();
  expect((await removeUnit(machine.env)).type).toBe('done');
  expect(existsSync(machine.unit)).toBe(false);
  expect(called().slice(-2)).toEqual([
    '--user --no-pager disable --now claude-failover.service',
    '--user --no-pager daemon-reload',
  ]);
  expect((await removeUnit(machine.env)).lines).toEqual(['There is no service to remove.']);
});

test('what systemd refuses is told with its reason', async () => {
  writeFileSync(join(machine.bin, 'fail-enable'), '');
  const why =
    /^Enabling the service failed: Failed to enable unit: no such bus\. See systemctl --user status/;
  expect(await install()).toMatchObject({ type: 'failed', reason: expect.stringMatching(why) });
});

test('without a session bus nothing is written, and what is there can be removed', async () => {
  writeFileSync(join(machine.bin, 'fail-show'), '');
  const said = 'Asking systemd failed: Failed to show unit: no such bus. Log in as this user directly';
  expect(await install()).toMatchObject({ type: 'failed', reason: expect.stringContaining(said) });
  expect(existsSync(machine.unit)).toBe(false);
  mkdirSync(dirname(machine.unit), { recursive: true });
  writeFileSync(machine.unit, TEXT);
  expect((await removeUnit(machine.env)).type).toBe('done');
  expect(existsSync(machine.unit)).toBe(false);
});

test('a foreign unit is refused with exit 3; status tells how it stands, for people and as JSON', async () => {
  mkdirSync(dirname(machine.unit), { recursive: true });
  writeFileSync(machine.unit, '[Service]\n');
  expect(await service('install')).toMatchObject({
    code: 3,
    err: expect.stringContaining('Move it away first.'),
  });
  writeFileSync(machine.unit, TEXT);
  const text = await service('status');
  expect(text.code).toBe(0);
  expect(text.out).toMatch(/enabled {4}enabled\nactive {5}active\nlingering {2}no: it ends at logout/);
  writeFileSync(join(machine.bin, 'active'), 'failed\n');
  const json = await service('status', '--json');
  expect(json.code).toBe(1);
  const facts = { schemaVersion: 1, unit: 'ours', active: 'failed', lingers: false, stale: [] };
  expect(JSON.parse(json.out)).toMatchObject(facts);
});

test('without systemd everything ends with a sentence', async () => {
  const bare = { ...machine.env, PATH: join(machine.home, 'nothing') };
  const result = await installUnit(bare, TEXT);
  expect(result).toMatchObject({
    type: 'failed',
    reason: expect.stringContaining('systemctl is not on PATH'),
  });
  mkdirSync(dirname(machine.unit), { recursive: true });
  writeFileSync(machine.unit, TEXT);
  expect(await lookAtService(bare)).toMatchObject({ unit: 'ours', enabled: null, active: null });
});

test('wrong words are a usage error', async () => {
  const said = await service('start');
  expect(said).toMatchObject({ code: 2, err: expect.stringContaining('install, remove or status') });
});
