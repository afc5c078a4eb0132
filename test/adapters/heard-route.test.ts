import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { heardRoute } from '../../src/adapters/hooks/heard-route.js';
import { ToldConversations } from '../../src/adapters/hooks/told.js';
import { ask } from '../../src/adapters/http/client.js';
import { serveSocket } from '../../src/adapters/http/server.js';
import { serveTcp } from '../../src/adapters/http/tcp.js';
import type { Heard } from '../../src/core/hooks/heard.js';
import { CALM, heldStore, NOW_MS } from './http-support.js';
import { temporaryFolder } from './support.js';

const FACTS = { nowMs: NOW_MS, pollIntervalMs: 1_000, stateWritten: true, version: '1.2.3' };

/** An account whose `projects` is shared by a link, and a body of a hook in it. */
function account(): { dir: string; folder: string; body: Record<string, unknown> } {
  const folder = temporaryFolder();
  const dir = join(folder, 'work');
  mkdirSync(join(folder, 'shared/-home-u'), { recursive: true });
  mkdirSync(dir);
  symlinkSync(join(folder, 'shared'), join(dir, 'projects'));
  const transcript_path = join(dir, 'projects/-home-u/abc.jsonl');
  return { dir, folder, body: { event: 'Stop', session_id: 'abc', transcript_path, sent_at: 1 } };
}

it('takes what is of an account, by whatever path it names it', () => {
  const { dir, folder, body } = account();
  const heard: Heard[] = [];
  const route = heardRoute({ getSnapshot: () => CALM, dirs: () => [dir], take: (one) => heard.push(one) });
  expect(route.run(body)).toMatchObject({ status: 200, body: { account: '', state: '' } });
  mkdirSync(join(folder, 'elsewhere/projects/-home-u'), { recursive: true });
  const elsewhere = join(folder, 'elsewhere/projects/-home-u/abc.jsonl');
  expect(route.run({ ...body, transcript_path: elsewhere })).toMatchObject({ status: 409 });
  expect(route.run({ ...body, transcript_path: '/gone/projects/x/abc.jsonl' })).toMatchObject({
    status: 409,
  });
  expect(route.run({ ...body, session_id: '../abc' })).toMatchObject({ status: 400 });
  expect(heard).toHaveLength(1);
});

it('answers on the unix socket and not on the port', async () => {
  const { dir, folder, body } = account();
  const store = heldStore();
  const common = { stateDir: join(folder, 'state'), store, facts: () => FACTS, onNote: () => undefined };
  mkdirSync(common.stateDir);
  const local = [heardRoute({ getSnapshot: () => CALM, dirs: () => [dir], take: () => undefined })];
  const socket = await serveSocket({ ...common, env: { XDG_RUNTIME_DIR: folder }, local });
  const tcp = await serveTcp({
    ...common,
    wish: { enabled: true, port: 0 },
    onTold: () => undefined,
    onToken: () => undefined,
  });
  onTestFinished(async () => {
    await socket.close();
    await tcp.close();
  });
  expect(await ask(socket.path() ?? '', 'POST', '/heard', { body })).toMatchObject({ status: 200 });
  const token = readFileSync(join(common.stateDir, 'http.token'), 'utf8').trim();
  const answer = await fetch(`http://127.0.0.1:${tcp.port()}/heard`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(404);
});

it('what an earlier process of the same pid told is not of this one', () => {
  const told = new ToldConversations();
  told.tell(7, 'abc', 100_000);
  expect(told.of(7, 90_000)).toBe('abc');
  expect(told.of(7, 110_000)).toBeNull();
  expect(told.of(8, 0)).toBeNull();
  for (let pid = 100; pid < 1_200; pid++) told.tell(pid, 'x', 1);
  expect(told.of(7, 90_000)).toBeNull();
});
