import { describe, expect, test } from 'vitest';
import type { FinishedTask, QueueFacts } from '../../../src/core/dispatcher/task.js';
import { NO_QUEUE } from '../../../src/core/dispatcher/task.js';
import { atWork, drop, poolWorld, task } from '../engine/support/pool.js';
import { MINUTE, SECOND, type World } from '../engine/support/world.js';

function failed(world: World, id: string, agoMs = 0): FinishedTask {
  return { id, outcome: 'failed', atMs: world.wallMs - agoMs, reason: 'it is empty' };
}

function sees(world: World, finished: readonly FinishedTask[], part: Partial<QueueFacts> = {}): void {
  const queue = { ...NO_QUEUE, ...part, failed: finished.length, finished };
  world.step({ type: 'queue-seen', at: world.now, queue });
}

function told(world: World): readonly string[] {
  return world.notices.filter(({ kind }) => kind === 'task').map(({ text }) => text);
}

describe('a file that is refused on arrival', () => {
  test('is told once, with its reason', () => {
    const world = poolWorld(1);
    world.open();
    sees(world, []);
    sees(world, [failed(world, 'slip')]);
    sees(world, [failed(world, 'slip')]);
    expect(told(world)).toEqual(['task slip was refused: it is empty']);
  });

  test('and many at once are one message', () => {
    const world = poolWorld(1);
    world.open();
    sees(world, []);
    sees(
      world,
      Array.from({ length: 30 }, (_, index) => failed(world, `slip-${index}`)),
    );
    expect(told(world)).toEqual(['30 task files were refused: slip-0, slip-1, slip-2 and others']);
  });

  test('is not told again at a start, nor when an old one comes into sight again', () => {
    const world = poolWorld(1);
    world.queue.trouble = 'not there yet';
    world.open();
    sees(world, [failed(world, 'before')]);
    sees(world, [failed(world, 'old', 2 * MINUTE)]);
    expect(told(world)).toEqual([]);
  });

  test('and what a run ended as failed is told by the run alone', () => {
    const { world } = atWork();
    world.command({ type: 'task', action: 'cancel', task: 'a' });
    world.run(5 * SECOND);
    drop(world, 'b').run(5 * SECOND);
    expect(task(world, 'a').state).toBe('failed');
    expect(told(world).filter((text) => text.includes('refused'))).toEqual([]);
  });
});
