import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { socketPlaces } from '../../dist/adapters/http/socket-place.js';
import { until } from '../support/until.ts';
import { type PaneFarm, paneFarm } from './panes.ts';
import { PROGRAM } from './startup.ts';

/** Lines that stand in the log and in the journal from nights before. */
const OLD_LINES = 10_000;
/** The snapshot holds at most 200 events; each of these leaves one. */
const EVENTS = 220;

/** Sessions at their prompts, and a place where a supervisor of them finds what months have left behind. */
export interface Scene {
  readonly farm: PaneFarm;
  readonly stateDir: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Fills the list of events of the supervisor that runs now. */
  fillEvents(): Promise<void>;
}

/** `panes` sessions that stand idle: their screens are real ones, their processes print nothing. */
export async function setScene(panes: number): Promise<Scene> {
  const farm = await paneFarm(panes, 'idle');
  const { sandbox } = farm;
  const stateDir = mkdtempSync(join(sandbox.tmux.dir, 'state-'));
  const config = join(stateDir, 'config.yaml');
  const list = ['work', 'personal'].map((name) => ({ name, dir: sandbox.accountDir(name) }));
  // JSON is YAML.
  const text = JSON.stringify({
    mode: 'auto',
    accounts: { link: sandbox.link, list },
    sessions: { pool: { prefix: 'ccl-', first: 0, size: panes, cwd: sandbox.cwd } },
    tmux: { socket: sandbox.tmux.socketPath },
    dispatcher: { queue_dir: join(stateDir, 'queue') },
    http: { enabled: false },
  });
  writeFileSync(config, text);
  writeFileSync(join(stateDir, 'supervisor.log'), `${oldLine('[quota] verdict=vetoed')}\n`.repeat(OLD_LINES));
  const env = {
    ...sandbox.env,
    TERM: 'screen-256color',
    XDG_CONFIG_HOME: stateDir,
    XDG_STATE_HOME: stateDir,
    XDG_RUNTIME_DIR: stateDir,
  };
  return {
    farm,
    stateDir,
    env,
    argv: ['--config', config, '--state-dir', stateDir],
    fillEvents: () => fillEvents(socketPlaces(stateDir, env)[0]?.path ?? ''),
  };
}

export const DASHBOARD = [process.execPath, PROGRAM] as const;

function oldLine(text: string): string {
  return `2026-11-01T03:12:44.120Z info ${text} trigger_session="ccl-1" pattern="rate limit" rule=server-error`;
}

function post(socketPath: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': '2' };
    const asked = request({ socketPath, path, method: 'POST', headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.once('error', reject).end('{}');
  });
}

async function fillEvents(socket: string): Promise<void> {
  await until('the supervisor answers', () => post(socket, '/resume').catch(() => null));
  for (let count = 0; count < EVENTS / 2; count += 1)
    for (const path of ['/pause', '/resume']) await post(socket, path);
}
