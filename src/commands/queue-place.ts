import { expandPath, homeFolder } from '../adapters/paths.js';
import { bareQueue, type QueueFolder } from '../adapters/queue/queue.js';
import { directoriesOf } from '../core/config/directories.js';
import { type Config, ConfigSchema } from '../core/config/schema.js';
import type { Parsed } from './arguments.js';
import { readConfig } from './load-config.js';
import { complain } from './print.js';
import { refuse } from './refuse.js';

/** The queue folder of the configuration, as one command sees it. */
export interface QueuePlace {
  readonly dir: string;
  /** null without one. */
  readonly config: Config | null;
  /** Its folder as it stands now; the exit code after the person was told why it cannot be used. */
  open(): Promise<QueueFolder | number>;
}

/** Where the queue is; the exit code after the person was told what is wrong with the configuration. */
export function queuePlace(parsed: Parsed): QueuePlace | number {
  const loaded = readConfig(parsed, 'The queue was not opened');
  if (typeof loaded === 'number') return loaded;
  const config = loaded.type === 'ok' ? loaded.config : null;
  const dir = config?.dispatcher.queue_dir ?? defaultDir();
  return { dir, config, open: () => openFolder(dir, config) };
}

/** The configuration's own default, without a configuration. */
function defaultDir(): string {
  const home = homeFolder(process.env);
  const { queue_dir } = ConfigSchema.parse({}).dispatcher;
  return expandPath(queue_dir, { home, env: process.env, base: home });
}

async function openFolder(dir: string, config: Config | null): Promise<QueueFolder | number> {
  const options = { forbidden: directoriesOf(config), home: homeFolder(process.env), onNote: complain };
  const folder = bareQueue(dir, options);
  await folder.start();
  const { trouble } = folder.facts();
  if (trouble === null) return folder;
  await folder.close();
  return refuse(trouble);
}
