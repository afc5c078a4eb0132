import { expect } from 'vitest';
import type { WaitingTask } from '../../../../src/core/dispatcher/task.js';
import type { Settings } from '../../../../src/core/engine/settings.js';
import type { TaskView } from '../../../../src/core/snapshot.js';
import { idle } from './readings.js';
import { FRESH, TaskBox } from './task-box.js';
import { MINUTE, SECOND, World } from './world.js';

/** A world with a queue folder and idle pool sessions `ccl-1` …, all of them seen. */
export function poolWorld(size: number, settings: Partial<Settings> = {}): World & { queue: TaskBox } {
  const world = new World({ pool: { prefix: 'ccl-', first: 1, size }, ...settings });
  const queue = new TaskBox();
  world.keepsRooms = true;
  for (let number = 1; number <= size; number++) world.seat(`ccl-${number}`, {}, FRESH);
  return Object.assign(world, { queue });
}

export function drop(world: World & { queue: TaskBox }, id: string, part: Partial<WaitingTask> = {}): World {
  world.queue.add(id, part);
  return world.showQueue().work();
}

export function task(world: World, id: string): TaskView {
  const found = world.snapshot.queue.tasks.find((one) => one.id === id);
  if (!found) throw new Error(`no task ${id}`);
  return found;
}

/** Opens a world whose first room does not stay up, however often it is started: it is parked in the end. */
export function parkFirst(world: World): void {
  world.comesUp = (seat) => {
    world.later(200, () => world.end(seat, 3));
    return idle({ verdict: 'unknown', composer: { state: 'absent', text: '' } });
  };
  world.open().run(2 * SECOND);
  const [seat] = world.seats;
  if (seat) world.end(seat, 3);
  world.run(9 * MINUTE);
}

/** A world in which task `a` is at work in `ccl-1`. */
export function atWork(
  settings: Parameters<typeof poolWorld>[1] = {},
  part: Parameters<typeof drop>[2] = {},
) {
  const world = poolWorld(1, settings);
  world.open();
  drop(world, 'a', part);
  world.run(2 * SECOND);
  const [seat] = world.seats;
  if (!seat) throw new Error('no seat');
  expect(task(world, 'a').state).toBe('running');
  return { world, seat };
}
