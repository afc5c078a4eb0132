import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { socketPlaces } from '../../src/adapters/http/socket-place.js';
import { command } from './support.js';

const PAYLOADS = join(import.meta.dirname, '../../fixtures/payloads');
const SETTINGS =
  '{\n    "model": "opus",\n    "statusLine": {"type": "command", "command": "cat; exit 3"}\n}\n';

let root = '';
let server: Server | null = null;
let env: Record<string, string> = {};

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'cf-hooks-')));
  for (const dir of ['home', 'acc/work', 'acc/play', 'run', 'bin'])
    mkdirSync(join(root, dir), { recursive: true });
  chmodSync(join(root, 'run'), 0o700);
  symlinkSync(join(root, 'acc/work'), join(root, 'home/.claude'));
  writeFileSync(join(root, 'acc/work/settings.json'), SETTINGS, { mode: 0o640 });
  const config = `accounts:\n  link: ${root}/home/.claude\n  list:\n    - {name: work, dir: ${root}/acc/work}\n    - {name: play, dir: ${root}/acc/play}\n`;
  writeFileSync(join(root, 'config.yaml'), config);
  env = { HOME: join(root, 'home'), PATH: `${join(root, 'bin')}:/bin`, XDG_RUNTIME_DIR: join(root, 'run') };
});

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((done) => (server ? server.close(() => done()) : done()));
  server = null;
  rmSync(root, { recursive: true, force: true });
});

const state = (): string => join(root, 'state');
const work = (): string => join(root, 'acc/work/settings.json');
const play = (): string => join(root, 'acc/play/settings.json');
const hooks = (...args: string[]) =>
  command(['hooks', ...args, '--config', join(root, 'config.yaml'), '--state-dir', state()], { env });

function claudeSays(version: string): void {
  writeFileSync(join(root, 'bin/claude'), `#!/bin/sh\necho '${version} (Claude Code)'\n`, { mode: 0o755 });
}

describe('hooks install and remove', () => {
  it('shows, asks, changes, and puts everything back byte for byte', async () => {
    claudeSays('2.1.330');
    const asked = await hooks('install');
    expect(asked).toMatchObject({ code: 3 });
    expect(asked.out).toContain('+     "hooks": {');
    for (const event of ['StopFailure', 'Stop', 'SessionStart'])
      expect(asked.out).toMatch(new RegExp(`\\+ .*"${event}": \\[`));
    expect(asked.out).not.toContain('characters)');
    expect(asked.err).toContain('Say --yes');
    expect(readFileSync(work(), 'utf8')).toBe(SETTINGS);

    expect((await hooks('install', '--yes', '--statusline')).code).toBe(0);
    const text = readFileSync(work(), 'utf8');
    expect(JSON.parse(text)).toHaveProperty('hooks.StopFailure');
    expect(text).toContain("--wrap 'cat; exit 3'");
    expect(statSync(work()).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(root, 'acc/work'))).toEqual(['settings.json']);
    expect((await hooks('install', '--yes', '--statusline')).out).toBe(
      '2 settings files are as wanted already.\n',
    );
    expect((await hooks('status')).out).toContain(
      'work: StopFailure, Stop, SessionStart; our status line around their own',
    );

    expect((await hooks('remove', '--yes')).code).toBe(0);
    expect(readFileSync(work(), 'utf8')).toBe(SETTINGS);
    expect(existsSync(play())).toBe(false);
    expect(readdirSync(join(state(), 'hooks'))).toEqual([]);
  });

  it('a look that cannot be taken does not speak of changes', async () => {
    const look = await hooks('status', '--account', 'nope');
    expect(look).toMatchObject({ code: 3, out: '' });
    expect(look.err).toMatch(
      /^The hooks were not looked at: no account is called nope\. Configured: work, play/,
    );
    expect((await hooks('remove', '--account', 'nope')).err).toMatch(/^Nothing was changed: /);
  });

  it('what was changed since stays when ours goes', async () => {
    claudeSays('2.1.330');
    await hooks('install', '--yes', '--account', 'work');
    writeFileSync(work(), readFileSync(work(), 'utf8').replace('opus', 'sonnet'));
    await hooks('remove', '--yes');
    expect(readFileSync(work(), 'utf8')).toBe(SETTINGS.replace('opus', 'sonnet'));
  });

  it('keeps StopFailure away from CLIs that would drop the whole file', async () => {
    const unknown = await hooks('install', '--yes', '--account', 'work');
    expect(unknown.out).toContain('which Claude Code is in use could not be told');
    expect(JSON.parse(readFileSync(work(), 'utf8'))).not.toHaveProperty('hooks.StopFailure');
    claudeSays('2.0.60');
    expect((await hooks('install', '--yes', '--account', 'work')).out).toContain(
      'Claude Code 2.0.60 is in use',
    );
    expect(JSON.parse(readFileSync(work(), 'utf8'))).not.toHaveProperty('hooks.StopFailure');
  });

  it('changes a shared file once, and leaves a foreign or broken one alone', async () => {
    claudeSays('2.1.330');
    symlinkSync(work(), play());
    expect((await hooks('install', '--dry-run')).out).toContain('(shared by work, play)');
    rmSync(play());
    writeFileSync(join(root, 'dotfile.json'), '{}');
    symlinkSync(join(root, 'dotfile.json'), play());
    const outside = await hooks('install', '--yes');
    expect(outside).toMatchObject({ code: 3 });
    expect(outside.err).toContain('outside of every account');
    expect(readFileSync(join(root, 'dotfile.json'), 'utf8')).toBe('{}');
    writeFileSync(work(), '{ // mine\n}');
    expect((await hooks('install', '--yes', '--account', 'work')).err).toContain('it is not JSON');
    expect(readFileSync(work(), 'utf8')).toBe('{ // mine\n}');
    rmSync(play());
    writeFileSync(join(root, 'acc/play/.credentials.json'), '{"secret": 1}');
    symlinkSync(join(root, 'acc/play/.credentials.json'), play());
    const login = await hooks('install', '--yes', '--account', 'play');
    expect(login.err).toContain('a link to the login of an account');
    expect(login.out + login.err).not.toContain('secret');
  });
});

/** Listens where the supervisor would; `answer` null: never answers. */
async function listen(answer: object | null): Promise<string[]> {
  const [place] = socketPlaces(state(), env);
  if (!place) throw new Error('no place');
  mkdirSync(dirname(place.path), { recursive: true, mode: 0o700 });
  const bodies: string[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      bodies.push(`${request.method} ${request.url} ${body}`);
      if (answer !== null) response.end(JSON.stringify(answer));
    });
  });
  const { path } = place;
  await new Promise<void>((done) => server?.listen(path, () => done()));
  return bodies;
}

function payload(file: string, part: string): string {
  const lines = readFileSync(join(PAYLOADS, file), 'utf8').split('\n');
  return lines.filter((line) => line.includes(part)).at(-1) ?? '';
}

const told = (name: string, input: string) => command([name, '--state-dir', state()], { env, input });

describe('hook', () => {
  const failure = payload('hooks__2.1.330__turns-then-5h-limit.jsonl', 'StopFailure');

  it('tells the supervisor what matters and nothing else, silently', async () => {
    const bodies = await listen({});
    expect(await told('hook', failure)).toEqual({ code: 0, out: '', err: '' });
    expect(bodies).toHaveLength(1);
    const body = JSON.parse(bodies[0]?.replace('POST /heard ', '') ?? '') as Record<string, unknown>;
    expect(body).toMatchObject({ event: 'StopFailure', error: 'rate_limit' });
    expect(body.pids).toContain(process.pid);
    expect(body).not.toHaveProperty('cwd');
    await told('hook', payload('hooks__2.1.330__turns-then-5h-limit.jsonl', 'UserPromptSubmit'));
    expect(bodies).toHaveLength(1);
  });

  it('is content whatever happens: nobody there, nobody answers, no JSON', async () => {
    const quiet = { code: 0, out: '', err: '' };
    expect(await told('hook', failure)).toEqual(quiet);
    expect(await told('hook', 'nonsense')).toEqual(quiet);
    expect(await command(['hook', '--bogus', '--state-dir'], { env, input: '{}' })).toEqual(quiet);
    await listen(null);
    const fromMs = performance.now();
    expect(await told('hook', failure)).toEqual(quiet);
    expect(performance.now() - fromMs).toBeLessThan(3_000);
  });
});

describe('statusline', () => {
  const input = payload('statusline__2.1.330.jsonl', '"used_percentage":100');

  it('draws one line with what the supervisor adds, and without it', async () => {
    env = { ...env, NO_COLOR: '1' };
    expect((await told('statusline', input)).out).toMatch(/^Opus 5\.5 · demo · 5h 100%.*\n$/);
    const bodies = await listen({
      account: 'work',
      state: 'hold\u001b[2J',
      untilMs: Date.now() + 7_200_000,
    });
    expect((await told('statusline', input)).out).toMatch(
      /^Opus 5\.5 · demo · work · 5h 100% .* · hold until \d\d:\d\d\n$/,
    );
    expect(bodies[0]).toContain('"five_hour":{"used_percentage":100');
  });

  it('runs the person’s own with the same input', async () => {
    const bodies = await listen({});
    const args = ['statusline', '--state-dir', state(), '--wrap', 'cat; exit 3'];
    expect(await command(args, { env, input })).toEqual({ code: 3, out: input, err: '' });
    expect(bodies).toHaveLength(1);
  });
});
