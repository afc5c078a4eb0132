import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Messengers, RESEND_KEY, startMessengers, TOKEN } from '../support/fake-messengers.js';
import { openStage, type Stage, type Supervised } from '../support/stage.js';
import { until } from '../support/until.js';

let stage: Stage;
let world: Messengers;
beforeAll(async () => {
  stage = await openStage();
  world = await startMessengers();
  await stage.enter({ 'ccl-1': {} });
  await writeFile(join(stage.sandbox.tmux.dir, 'token'), `${TOKEN}\n`, { mode: 0o600 });
  await writeFile(join(stage.sandbox.tmux.dir, 'key'), `${RESEND_KEY}\n`, { mode: 0o600 });
});
afterAll(async () => {
  await stage.end();
  await world.close();
});
beforeEach(() => stage.reset());
afterEach(() => {
  for (const service of [world.telegram, world.resend]) service.taken.length = 0;
});

const notifications = () => ({
  telegram: {
    token: `file:${join(stage.sandbox.tmux.dir, 'token')}`,
    chat_id: 42,
    user_ids: [7],
    api: world.url,
  },
  email: {
    resend_key: `file:${join(stage.sandbox.tmux.dir, 'key')}`,
    from: 'cf@example.com',
    to: ['me@example.com'],
    api: world.url,
  },
  coalesce: '0s',
});

const told = () => world.telegram.taken.map(({ text }) => text).join('\n');

/** The link shows to a directory that is no account: only the person can say what is meant. */
async function flipAway(): Promise<void> {
  const elsewhere = join(stage.sandbox.tmux.dir, 'elsewhere');
  await mkdir(elsewhere, { recursive: true });
  await symlink(elsewhere, `${stage.sandbox.link}.new`);
  await rename(`${stage.sandbox.link}.new`, stage.sandbox.link);
}

async function everythingWritten({ stateDir, lines }: Supervised): Promise<string> {
  const files = await readdir(stateDir, { withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(stateDir, file.name), 'utf8'));
  return [...(await Promise.all(texts)), ...lines()].join('\n');
}

describe('a supervisor that has to tell something', () => {
  it('goes on while Telegram hangs; killed, it tells it in the next life, and that it was killed', async () => {
    world.telegram.behaviour = 'hang';
    const wish = { parts: { notifications: notifications() } };
    const first = await stage.supervise({ wish });
    await flipAway();
    await first.says(/\[notify\] needs-person: /);
    await until('a request to Telegram', () => world.telegram.requests > 0);
    await first.says(/verdict|needs you/);
    await stage.polls(3);
    await first.kill();
    expect(world.telegram.taken).toEqual([]);
    world.telegram.behaviour = 'ok';
    const second = await stage.supervise({ wish, stateDir: first.stateDir });
    await until('both are told', () => /runs again/.test(told()) && /Needs you: /.test(told()));
    const buttons = world.telegram.taken.flatMap((message) =>
      message.buttons.map((one) => one.callback_data),
    );
    expect(buttons).toEqual([expect.stringMatching(/^ack:[0-9a-f]{16}$/)]);
    expect(await second.stop()).toEqual({ code: 0, signal: null });
    const written = `${await everythingWritten(first)}\n${await everythingWritten(second)}`;
    expect(written).toContain('[notify] needs-person');
    for (const secret of [TOKEN, RESEND_KEY]) expect(written).not.toContain(secret);
    const before = world.telegram.taken.length;
    const third = await stage.supervise({ wish, stateDir: first.stateDir });
    await stage.polls(3);
    await third.stop();
    expect(world.telegram.taken).toHaveLength(before);
  });

  it('takes over a channel that is configured while it runs, and says when one is refused', async () => {
    const supervisor = await stage.supervise();
    world.telegram.behaviour = { status: 401, words: 'Unauthorized' };
    await stage.configure({ parts: { notifications: notifications() } });
    await supervisor.says(/configuration reloaded: notifications/);
    await flipAway();
    await supervisor.says(/Telegram is off: 401 Unauthorized/);
    await until('the e-mail', () => world.resend.taken.length > 0);
    expect(world.resend.taken[0]?.subject).toMatch(/^claude-failover: Needs you: /);
    await supervisor.stop();
  });
});
