import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createOutboxFile } from '../../../src/adapters/notifier/outbox-file.js';
import type { Outbox } from '../../../src/core/notifier/outbox.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time.js';
import { type Behaviour, type Messengers, startMessengers } from '../../support/fake-messengers.js';
import { HandClock } from '../../support/hand-clock.js';
import { randomFrom } from '../../support/random.js';
import { temporaryFolder } from '../support.js';
import { type Lab, notificationsOf, openLab, setupOf } from './support.js';

let world: Messengers;
let lab: Lab;
beforeAll(async () => {
  world = await startMessengers();
});
afterAll(() => world.close());
afterEach(() => lab.notifier.close({ clean: true }));

const MOODS: readonly Behaviour[] = [
  'lost',
  'hang',
  'reset',
  'html',
  'html200',
  'null',
  'redirect',
  { status: 500 },
  { status: 503 },
  { status: 409 },
  { status: 429 },
  { status: 429, retryAfter: 3 },
  { status: 429, retryAfter: 90 },
];

/** One life of several on the same outbox. `kill` cuts it off wherever it is: from then on nothing of it reaches the disk. */
async function life(before?: {
  readonly dir: string;
  readonly clock: HandClock;
}): Promise<Lab & { kill(): void }> {
  const clock = new HandClock();
  if (before) [clock.wallMs, clock.steadyMs] = [before.clock.wallMs, before.clock.steadyMs];
  const dir = before?.dir ?? temporaryFolder();
  const file = createOutboxFile(dir);
  let isDead = false;
  const save = (outbox: Outbox) => (isDead ? new Promise<never>(() => undefined) : file.save(outbox));
  const setup = setupOf(notificationsOf(world, ['telegram', 'email'], { escalate_after: '15m' }));
  lab = await openLab({ setup, clock, dir, file: { load: file.load, save }, deadlineMs: 20 });
  return {
    ...lab,
    kill: () => {
      isDead = true;
    },
  };
}

const everything = (): readonly string[] =>
  [...world.telegram.taken, ...world.resend.taken].map(({ text }) => text);

describe.each([1, 2])('services that misbehave, seed %i', (seed) => {
  test('an hour of it, with lives cut off: all that needs the person arrives, in order, and little is kept', async () => {
    const random = randomFrom(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    for (const service of [world.telegram, world.resend]) service.taken.length = 0;
    const needed: string[] = [];
    let now = await life();
    let kills = 0;
    for (let minute = 0; minute < 60; minute++) {
      world.telegram.behaviour = pick(MOODS);
      world.resend.behaviour = pick(MOODS);
      if (minute % 4 === 0) {
        needed.push(`room ${minute}.`);
        now.tell('parked', `room ${minute}. did not stay up`, `room ${minute}.`);
      }
      now.tell('swap', `swap number ${minute}`);
      await now.notifier.idle();
      if (random() < 0.2) {
        // In the middle of whatever it does just then.
        await now.clock.pass(Math.floor(random() * 30) * SECOND, async () => undefined);
        now.kill();
        kills += 1;
        now = await life(now);
      }
      await now.pass(MINUTE);
      expect(readFileSync(join(now.dir, 'outbox.json')).length).toBeLessThan(200_000);
    }
    expect(kills).toBeGreaterThan(3);
    world.telegram.behaviour = 'ok';
    world.resend.behaviour = 'ok';
    await lab.pass(HOUR);
    const arrived = everything().join('\n');
    expect(needed.filter((text) => !arrived.includes(text))).toEqual([]);
    const order = world.telegram.taken.flatMap(({ text }) => {
      return [...text.matchAll(/swap number (\d+)/g)].map((match) => Number(match[1]));
    });
    const firsts = order.filter((number, index) => order.indexOf(number) === index);
    expect(firsts).toHaveLength(60);
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    expect(now.clock.waiting).toBeLessThan(5);
    await lab.pass(DAY);
    const { telegram, resend } = world;
    const quiet = [telegram.requests, resend.requests];
    await lab.pass(DAY);
    expect([telegram.requests, resend.requests]).toEqual(quiet);
  });
});

test('a day without any network: everything that needed the person arrives at its end, once', async () => {
  for (const service of [world.telegram, world.resend]) {
    service.behaviour = 'reset';
    service.taken.length = 0;
  }
  const { tell, pass } = await life();
  for (let hour = 0; hour < 25; hour++) {
    tell('login', `account ${hour}. needs a new login`, `account ${hour}.`);
    await pass(HOUR);
  }
  world.telegram.behaviour = 'ok';
  world.resend.behaviour = 'ok';
  await pass(HOUR);
  for (const { taken } of [world.telegram, world.resend]) {
    const found = taken.map(({ text }) => Number(/account (\d+)\./.exec(text)?.[1]));
    expect(found).toEqual(Array.from({ length: 25 }, (_, hour) => hour));
  }
  expect(world.telegram.taken[0]?.text).toMatch(/^22 Nov 12:00 Login: account 0\./);
});
