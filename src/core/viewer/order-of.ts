import type { Command } from '../commands.js';

/** A command as another process gives it: path and JSON body of a POST. */
export interface Order {
  readonly path: string;
  readonly body: object;
}

/** The order that asks a running supervisor for this command; what `ORDERS` reads back (src/core/http/requests.ts). */
export function orderOf(command: Command): Order {
  switch (command.type) {
    case 'swap':
      return { path: '/swap', body: { to: command.to, force: command.force } };
    case 'dismiss':
      return { path: '/dismiss', body: command.hit === 'all' ? { all: true } : { hit: command.hit } };
    case 'undo-dismiss':
      return { path: '/dismiss', body: { undo: true } };
    case 'pause':
    case 'resume':
      return { path: `/${command.type}`, body: {} };
    case 'mode':
      return { path: '/mode', body: { mode: command.mode } };
    case 'answer':
      return { path: '/answer', body: { yes: command.yes, of: command.of } };
    case 'task':
      return { path: '/task', body: { action: command.action, task: command.task } };
    case 'unpark':
    case 'focus':
      return { path: `/${command.type}`, body: { session: command.session } };
  }
}
