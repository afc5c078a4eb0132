import { type Environment, homeFolder } from '../adapters/paths.js';
import { addedResult } from '../adapters/queue/actions.js';
import { bareQueue } from '../adapters/queue/queue.js';
import type { CommandResult } from '../core/commands.js';
import { directoriesOf } from '../core/config/directories.js';
import type { Config } from '../core/config/schema.js';

/** Puts tasks of a viewer into the queue folder, as anyone may. */
export function taskAdder(config: Config, env: Environment): (text: string) => Promise<CommandResult> {
  const options = { forbidden: directoriesOf(config), home: homeFolder(env) };
  return async (text) => {
    const folder = bareQueue(config.dispatcher.queue_dir, options);
    try {
      await folder.start();
      const { trouble } = folder.facts();
      if (trouble !== null) return { status: 'refused', reason: trouble };
      return addedResult(await folder.add(text));
    } finally {
      await folder.close();
    }
  };
}
