import { now } from './adapters/clock.js';
import type { Log } from './adapters/log.js';
import { addedResult } from './adapters/queue/actions.js';
import { openQueue, type QueueFolder } from './adapters/queue/queue.js';
import { type CommandResult, refused } from './core/commands.js';
import { directoriesOf } from './core/config/directories.js';
import type { Config } from './core/config/schema.js';
import type { Event } from './core/engine/events.js';
import type { QueuePort } from './core/ports.js';

/** The queue of a running supervisor. */
export interface WiredQueue {
  readonly port: QueuePort;
  /** First look at the folder; from then on every change is an event. */
  start(post: (event: Event) => void): Promise<void>;
  add(text: string): Promise<CommandResult>;
  close(): Promise<void>;
}

export interface QueuePlace {
  readonly config: Config | null;
  readonly home: string;
  readonly log: Log;
}

const NO_QUEUE =
  'there is no configuration, so there is no queue. Write one (config.example.yaml shows every key)';

/** Without a configuration there is no queue: nothing would be done anyway, and no folder is made. */
export function wireQueue(place: QueuePlace): WiredQueue {
  const { config } = place;
  return config === null ? withoutQueue() : withQueue(config, place);
}

function withQueue(config: Config, { home, log }: QueuePlace): WiredQueue {
  let post: ((event: Event) => void) | null = null;
  const queue: QueueFolder = openQueue({
    dir: config.dispatcher.queue_dir,
    forbidden: directoriesOf(config),
    home,
    onChange: (facts) => post?.({ type: 'queue-seen', at: now(), queue: facts }),
    onNote: (sentence) => log.write('warn', sentence),
  });
  return {
    port: queue,
    start: async (to) => {
      post = to;
      await queue.start();
    },
    add: async (text) => addedResult(await queue.add(text)),
    close: () => queue.close(),
  };
}

function withoutQueue(): WiredQueue {
  const none = { ok: false, reason: NO_QUEUE } as const;
  return {
    port: {
      claim: async () => none,
      prompt: async () => none,
      move: async () => none,
      tidy: async () => [],
    },
    start: async () => undefined,
    add: async () => refused(NO_QUEUE),
    close: async () => undefined,
  };
}
