import { readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { basename, join } from 'node:path';
import { socketPlaces } from '../../dist/adapters/http/socket-place.js';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const ACCOUNTS = ['work', 'personal', 'team'] as const;
const NAMES = ['ccl-1', 'ccl-2', 'ccl-3', 'vault'] as const;
/** A limit comes this often; the account has it for as long. Longer than a swap and its cooldown take. */
const LIMIT_EVERY_MS = 9_000;
const SWAP_WITHIN_MS = 60_000;
/** An agent that asked while its account was limited waits for its turn. Longer than a limit. */
const ASK_AGAIN_MS = 2.5 * LIMIT_EVERY_MS;

/** What the supervisor tells of itself. */
interface Status {
  readonly mode: string;
  readonly paused: boolean;
  readonly isBreakerOpen: boolean;
}

/** Agents at work whose accounts run into limits all the time. */
export interface Weather {
  readonly stage: Stage;
  readonly config: string;
  readonly stateDir: string;
  /** How often the link was seen to change. */
  flips(): number;
  status(): Promise<Status>;
  /**
   * Waits for the next swap; rejects when none comes within a minute. Meanwhile nothing holds one back that is right to do
   * so: agents that finished a task, or were left alone, ask again (without requests there is no limit), and the breaker
   * is armed again (six swaps an hour are its most).
   */
  anotherSwap(): Promise<void>;
  end(): Promise<void>;
}

function ask(socketPath: string, method: string, path: string, body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = body === '' ? {} : { 'content-type': 'application/json', 'content-length': body.length };
    const asked = request({ socketPath, path, method, headers, timeout: 5_000 }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.once('end', () => resolve(text));
    });
    asked.once('error', reject).end(body);
  });
}

export async function makeWeather(): Promise<Weather> {
  const stage = await openStage(ACCOUNTS);
  const otherwise = { do: 'loop', everyMs: 800, command: 'make check', output: '42 passing' } as const;
  const env = { FAKE_CLAUDE_AUTO_CONTINUE: '0' };
  await stage.enter(Object.fromEntries(NAMES.map((name) => [name, { otherwise, env }])));
  const config = await stage.configure();
  const stateDir = stage.freshStateDir();
  await stage.grownUp();
  for (const name of NAMES) await stage.submit(name, 'make it pass');
  let [flips, last] = [0, stage.active()];
  const look = setInterval(() => {
    const now = basename(readlinkSync(stage.sandbox.link));
    if (now !== last) flips += 1;
    last = now;
  }, 20);
  const limit = setInterval(() => {
    const facts = ACCOUNTS.map((name) => [
      name,
      name === last ? { limitedUntil: Date.now() + 2 * LIMIT_EVERY_MS } : {},
    ]);
    void stage.sandbox.setAccounts(Object.fromEntries(facts));
  }, LIMIT_EVERY_MS);
  const socket = (): string => socketPlaces(stateDir, stage.env)[0]?.path ?? join(stateDir, 'none');
  const status = async (): Promise<Status> => {
    const told = JSON.parse(await ask(socket(), 'GET', '/status')) as {
      mode: string;
      paused: boolean;
      breaker: { open: boolean };
    };
    return { mode: told.mode, paused: told.paused, isBreakerOpen: told.breaker.open };
  };
  return {
    stage,
    config,
    stateDir,
    flips: () => flips,
    status,
    anotherSwap: async () => {
      const before = flips;
      let askedMs = Number.NEGATIVE_INFINITY;
      const isThere = async (): Promise<boolean> => {
        if (performance.now() - askedMs > ASK_AGAIN_MS) {
          askedMs = performance.now();
          for (const name of NAMES) await stage.submit(name, 'go on');
        }
        if ((await status()).isBreakerOpen) await ask(socket(), 'POST', '/mode', '{"mode":"auto"}');
        return flips > before;
      };
      await until('another swap', isThere, SWAP_WITHIN_MS);
    },
    end: async () => {
      clearInterval(look);
      clearInterval(limit);
      await stage.end();
    },
  };
}
