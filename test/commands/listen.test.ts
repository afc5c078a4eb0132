import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { askSupervisor } from '../../src/adapters/http/client.js';
import { schemaFile } from '../core/http/schema-file.js';
import { hasProgram } from '../support/program.js';
import { openStage, type Stage, type Supervised } from '../support/stage.js';
import { until } from '../support/until.js';
import { command, type Ran } from './support.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const run = promisify(execFile);
const LISTENS = /HTTP listens on http:\/\/127\.0\.0\.1:(\d+); its token is in (.*)\.$/;

const SCREENS = fileURLToPath(new URL('../../fixtures/screens', import.meta.url));

let stage: Stage;
let supervisor: Supervised;
let url: string;
let token: string;

const curl = async (path: string, ...args: readonly string[]): Promise<string> =>
  (await run('curl', ['-sS', '-m', '10', ...args, `${url}${path}`])).stdout;
const bearer = (): readonly string[] => ['-H', `Authorization: Bearer ${token}`];
const json = (body: object): readonly string[] => [
  '-H',
  'Content-Type: application/json',
  '-d',
  JSON.stringify(body),
];
const product = (...args: readonly string[]): Promise<Ran> =>
  command([...args, '--state-dir', supervisor.stateDir], { env: stage.env });
const wish = (enabled: boolean) => ({ parts: { http: { enabled, port: 0 } } });

/** The port it told last. */
async function heard(times: number): Promise<void> {
  await until('it listens', () => supervisor.count(LISTENS) === times);
  const [, port = '', file = ''] =
    LISTENS.exec(
      supervisor
        .lines()
        .filter((line) => LISTENS.test(line))
        .at(-1) ?? '',
    ) ?? [];
  url = `http://127.0.0.1:${port}`;
  token = readFileSync(file, 'utf8').trim();
}

beforeAll(async () => {
  stage = await openStage(['work', 'personal']);
  await stage.enter({ 'ccl-1': {} });
  supervisor = await stage.supervise({ wish: wish(true) });
  await heard(1);
});
afterAll(() => stage.end());

describe.runIf(hasProgram('curl'))('a supervisor with a port', () => {
  it('answers curl as docs/http.md shows it', async () => {
    expect(JSON.parse(await curl('/health'))).toEqual({ status: 'ok', reasons: [] });
    expect(JSON.parse(await curl('/status'))).toHaveProperty('reason');
    const status: unknown = JSON.parse(await curl('/status', ...bearer()));
    expect(status).toMatchObject({ activeAccount: 'work' });
    expect(schemaFile('status').parse(status)).toEqual(status);
    expect(await curl('/metrics', ...bearer())).toMatch(/^claude_failover_sessions\{state="ready"\} 1$/m);
    expect(await curl('/mode', ...bearer(), ...json({ mode: 'observe' }))).toBe(
      '{"text":"mode is observe"}\n',
    );
    const refused = JSON.parse(await curl('/swap', ...bearer(), ...json({ to: 'nobody' })));
    expect(schemaFile('answer').parse(refused)).toEqual(refused);
    const events = run('curl', ['-sSN', '-m', '1', ...bearer(), `${url}/events`]);
    const { stdout } = await events.catch((error: { stdout: string }) => error);
    const frames = stdout.split('\n\n').filter((frame) => frame.startsWith('id: '));
    expect(frames.length).toBeGreaterThan(1);
    expect(JSON.parse(/^data: (.*)$/m.exec(frames[0] ?? '')?.[1] ?? '')).toMatchObject({ mode: 'observe' });
  });

  it('follows the configuration, and keeps its token', async () => {
    const before = token;
    await stage.configure(wish(false));
    await supervisor.says(/HTTP no longer listens on port \d+\./);
    await expect(curl('/health')).rejects.toThrow(/Failed to connect|refused/i);
    expect(
      await askSupervisor({ stateDir: supervisor.stateDir, env: stage.env }, 'GET', '/health'),
    ).toMatchObject({ status: 200 });
    await stage.configure(wish(true));
    await heard(2);
    expect(token).toBe(before);
    expect(JSON.parse(await curl('/status', ...bearer()))).toMatchObject({ schemaVersion: 1 });
  });

  it('tells its token nowhere but in its file', async () => {
    const said = ['state.json', 'journal.jsonl', 'supervisor.log'].map((file) =>
      readFileSync(join(supervisor.stateDir, file), 'utf8'),
    );
    const status = await product('status', '--json');
    const environment = readFileSync(`/proc/${await stage.agent('ccl-1').pid()}/environ`, 'utf8');
    for (const text of [...said, ...supervisor.lines(), status.out, environment])
      expect(text.includes(token)).toBe(false);
  });
});

describe.runIf(hasProgram('curl'))('what a script reads fits its schema', () => {
  const told = async (name: string, ...args: readonly string[]): Promise<void> => {
    const { out } = await product(...args);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).not.toBe('');
    for (const line of lines) expect(schemaFile(name).parse(JSON.parse(line))).toEqual(JSON.parse(line));
  };

  it('status, queue list and history', async () => {
    await told('status', 'status', '--json');
    await told('queue', 'queue', 'list', '--json');
    await told('history', 'history', '--json');
  });

  it('doctor and service status', async () => {
    const plain = (...args: readonly string[]) => command(args, { env: stage.env });
    for (const [name, args] of [
      ['doctor', ['doctor', '--json']],
      ['service-status', ['service', 'status', '--json']],
    ] as const) {
      const value: unknown = JSON.parse((await plain(...args)).out);
      expect(schemaFile(name).parse(value)).toEqual(value);
    }
  });

  it('classify, of a screen and of a folder', async () => {
    for (const screen of ['1.0.128__idle__fresh', '1.0.128__usage-limit__5h-17min-kolkata']) {
      const { out } = await command(['classify', '--json', join(SCREENS, `${screen}.txt`)], {
        env: stage.env,
      });
      expect(schemaFile('classify').parse(JSON.parse(out))).toEqual(JSON.parse(out));
    }
    const { out } = await command(['classify', '--json', SCREENS], { env: stage.env });
    expect(schemaFile('classify-folder').parse(JSON.parse(out))).toEqual(JSON.parse(out));
  });
});
