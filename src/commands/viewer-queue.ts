import { type Environment, homeFolder } from '../adapters/paths.js';
import { bareQueue } from '../adapters/queue/queue.js';
import type { CommandResult } from '../core/commands.js';
import type { Config } from '../core/config/schema.js';

/** Puts tasks of a viewer into the queue folder, as anyone may. */
export function taskAdder(config: Config, env: Environment): (text: string) => Promise<CommandResult> {
  const forbidden = [config.accounts.link, ...config.accounts.list.map((account) => account.dir)];
  return async (text) => {
    const folder = bareQueue(config.dispatcher.queue_dir, { forbidden, home: homeFolder(env) });
    try {
      await folder.start();
      const { trouble } = folder.facts();
      if (trouble !== null) return { status: 'refused', reason: trouble };
      const added = await folder.add(text);
      return added.ok
        ? { status: 'done', text: `${added.id} waits in the queue` }
        : { status: 'refused', reason: added.reason };
    } finally {
      await folder.close();
    }
  };
}
