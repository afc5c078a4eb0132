import type { WaitingTask } from '../../../../src/core/dispatcher/task.js';
import { NO_QUEUE, type QueueFacts, type TaskSignal } from '../../../../src/core/dispatcher/task.js';
import type { Effect, EffectOutcome } from '../../../../src/core/engine/effects.js';
import type { Done } from '../../../../src/core/ports.js';
import { idle } from './readings.js';
import type { World } from './world.js';

type Place = 'inbox' | 'running' | 'done' | 'failed';
type Move = Extract<Effect, { type: 'move' }>;
type Launch = Extract<Effect, { type: 'launch' }>;

/** The queue folder of a world, in memory. */
export class TaskBox {
  readonly places = new Map<string, Place>();
  readonly tasks = new Map<string, WaitingTask>();
  readonly reasons = new Map<string, string>();
  /** Every move, as `id inbox→running`. */
  readonly moves: string[] = [];
  /** Prompts that were typed, by task, in order. */
  readonly submitted: string[] = [];
  signals: TaskSignal[] = [];
  trouble: string | null = null;

  add(id: string, part: Partial<WaitingTask> = {}): this {
    this.tasks.set(id, { id, priority: 5, arrivedMs: this.tasks.size, ...part });
    this.places.set(id, 'inbox');
    return this;
  }

  in(place: Place): readonly string[] {
    return [...this.places].filter(([, where]) => where === place).map(([id]) => id);
  }

  facts(): QueueFacts {
    const waiting = this.in('inbox').flatMap((id) => this.tasks.get(id) ?? []);
    const ended = (outcome: 'done' | 'failed') =>
      this.in(outcome).map((id) => ({
        id,
        outcome,
        atMs: 0,
        reason: (this.reasons.get(id) ?? '').split('\n')[0] ?? '',
      }));
    return {
      ...NO_QUEUE,
      trouble: this.trouble,
      waiting: waiting.sort((a, b) => b.priority - a.priority || a.arrivedMs - b.arrivedMs),
      running: this.in('running'),
      done: this.in('done').length,
      failed: this.in('failed').length,
      finished: [...ended('failed'), ...ended('done')],
      signals: this.signals,
    };
  }

  move(task: string, from: Place, to: Place, reason = ''): Done {
    if (this.places.get(task) !== from) return { ok: false, reason: `${task} is not in ${from}` };
    this.moves.push(`${task} ${from}→${to}`);
    this.places.set(task, to);
    this.signals = this.signals.filter((signal) => signal.id !== task);
    if (to === 'failed') this.reasons.set(task, reason);
    return { ok: true };
  }
}

function outcome<T extends 'claim' | 'move' | 'launch' | 'end-agent'>(
  type: T,
  result: Done,
): { type: T; ok: boolean; reason: string } {
  return { type, ok: result.ok, reason: result.ok ? '' : result.reason };
}

/** What the hands would do of the lifecycle's and the dispatcher's orders. */
export function performTask(world: World, effect: Effect): EffectOutcome {
  switch (effect.type) {
    case 'claim':
      return onFolder(world, 'claim', (box) => box.move(effect.task, 'inbox', 'running'));
    case 'move':
      return onFolder(world, 'move', (box) => moved(box, effect));
    case 'launch':
      return outcome('launch', launched(world, effect));
    case 'submit':
      return submitted(world, effect);
    case 'end-agent': {
      const seat = world.seats.find((one) => one.pid === effect.agent.pid && !one.gone);
      if (seat) world.end(seat, 143);
      return outcome('end-agent', { ok: true });
    }
    case 'decline-offer': {
      const seat = world.seats.find((one) => one.id === effect.session && !one.gone);
      if (seat) world.declines(seat);
      return { type: 'done' };
    }
    case 'tidy':
      return { type: 'tidy', did: [] };
    default:
      return { type: 'done' };
  }
}

function moved(box: TaskBox, { task, from, to, reason }: Move): Done {
  return box.move(task, from, to, reason);
}

function onFolder(world: World, type: 'claim' | 'move', act: (box: TaskBox) => Done): EffectOutcome {
  const { queue } = world;
  if (!queue) return outcome(type, { ok: false, reason: 'no queue' });
  const result = act(queue);
  world.showQueue();
  return outcome(type, result);
}

/** A new process in the room's pane, with the conversation it was given. */
function launched(world: World, { room, agent, conversation }: Launch): Done {
  if (world.launchRefusal !== null) return { ok: false, reason: world.launchRefusal };
  const old = world.seats.find((seat) => seat.name === room && (agent === null || seat.pid === agent.pid));
  world.vacant = world.vacant.filter((pane) => pane.name !== room);
  const seat = old ?? world.seat(room);
  seat.gone = false;
  seat.renew(seat.pid + 1000, world.steadyMs, conversation.id);
  seat.show(world.comesUp(seat));
  return { ok: true };
}

function submitted(world: World, effect: Extract<Effect, { type: 'submit' }>): EffectOutcome {
  const seat = world.seats.find((one) => one.id === effect.session && !one.gone);
  if (!seat) return { type: 'type', result: { outcome: 'refused', cause: 'gone', reason: 'gone' } };
  const result = world.submits(seat, effect.task);
  if (result.outcome !== 'refused') world.queue?.submitted.push(effect.task);
  return { type: 'type', result };
}

/** A screen at its prompt, nothing said yet. */
export const FRESH = idle({ lastPrompt: '', lastLine: '' });
