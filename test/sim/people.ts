import type { TaskAction } from '../../dist/core/commands.js';
import type { WaitingTask } from '../../dist/core/dispatcher/task.js';
import { MINUTE } from '../../dist/core/time.js';
import type { EngineHost } from './engine-host.ts';
import type { Place } from './folder.ts';
import { give } from './person.ts';
import type { World } from './world.ts';

/** More than this are not dropped on top of each other. */
const WAITING_MOST = 12;
/** Who stands at a limit for so long, and was given up, is continued by hand. */
const BY_HAND_MS = 30 * MINUTE;

/** A person drops a task, with whatever its header may say. */
export function dropTask(world: World): void {
  const { random, folder, settings } = world;
  if (world.healing || folder.in('inbox').size >= WAITING_MOST) return;
  const maybe = <T>(probability: number, value: () => T): T | undefined =>
    random.chance(probability) ? value() : undefined;
  const known = world.conversations;
  const size = settings.pool?.size ?? 1;
  const part: Partial<WaitingTask> = {
    session: maybe(0.2, () =>
      random.chance(0.2) ? random.pick(['ccl-77', 'vault']) : `ccl-${random.int(1, size)}`,
    ),
    timeout: maybe(0.3, () => random.int(2, 20) * MINUTE),
    attempts: maybe(0.4, () => random.int(1, 3)),
    conversation: maybe(0.1, () =>
      known.length === 0 || random.chance(0.2) ? '11111111-1111-4111-8111-111111111111' : random.pick(known),
    ),
    cwd: maybe(0.2, () => '/work'),
  };
  const given = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
  const id = `task-${world.serial()}`;
  const task = { id, priority: random.int(0, 9), arrivedMs: world.wall(), ...given };
  folder.drop(task);
  world.truth.dropped(task);
  world.ledger.count('dropped');
}

/** A person cancels, retries or releases some task, or writes a signal for one. */
export function meddle(world: World, host: EngineHost): void {
  const { random, folder } = world;
  const place = random.pick<Place>(['inbox', 'running', 'running', 'failed', 'done']);
  const ids = [...folder.in(place).keys()];
  if (ids.length === 0) return;
  const id = random.pick(ids);
  if (random.chance(0.2)) world.say(id, random.pick(['done', 'failed']));
  else order(world, host, random.pick<TaskAction>(['retry', 'cancel', 'release']), id);
}

function order(world: World, host: EngineHost, action: TaskAction, task: string): void {
  const [place] = world.folder.placesOf(task);
  if (!place) return;
  // Its effects are ordered with the answer, and may be all that is left of it.
  const takeBack = world.truth.ask(task, action, place);
  if (give(world, host, { type: 'task', action, task })?.status !== 'done') takeBack();
}

/** With nothing wrong any more the person does what they were asked for. */
export function tend(world: World, host: EngineHost): void {
  if (!host.isAlive) return;
  const { durable } = host.state;
  if (durable.paused) give(world, host, { type: 'resume' });
  for (const run of durable.runs) if (run.stalled) order(world, host, 'cancel', run.id);
  for (const [session, { parked }] of Object.entries(durable.rooms))
    if (parked) give(world, host, { type: 'unpark', session });
  for (const agent of world.floor.agents) {
    const { screen } = agent;
    const isStuck = screen.type === 'limit' && world.ledger.ageOf(screen.serial, world.nowMs) > BY_HAND_MS;
    const believed = durable.accounts[durable.activeAccount ?? '']?.limits.length ?? 0;
    if (isStuck && believed === 0 && isGivenUp(world, host, agent.id, screen.serial)) agent.byHand();
  }
}

function isGivenUp(world: World, host: EngineHost, id: string, serial: number): boolean {
  const { durable, live } = host.state;
  const hit = durable.hits.find((one) => one.id === live.sessions[id]?.hit);
  return world.ledger.wasSubmitted(serial) || hit?.typed === true || hit?.state === 'dismissed';
}
