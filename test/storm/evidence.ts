import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Weather } from './weather.ts';

/** More would say the same again. */
const MOST = 5;

/**
 * Keeps what a fault can be explained by, in a directory of its own below `dir`: the supervisor's state, journal and log,
 * its queue, what the agents did and were told, and every pane as it stands. Gives the directory; null when there are
 * enough.
 */
export function keeperIn(dir: string, weather: Weather): (fault: string) => Promise<string | null> {
  let count = 0;
  return async (fault) => {
    count += 1;
    if (count > MOST) return null;
    const to = join(dir, `${count}`);
    const { tmux, world, link } = weather.stage.sandbox;
    await mkdir(to, { recursive: true });
    const facts = { fault, at: new Date().toISOString(), link, active: weather.stage.active() };
    await writeFile(join(to, 'fault.json'), `${JSON.stringify(facts, null, 2)}\n`);
    // The socket of the supervisor is no file to be copied.
    const filter = (path: string): boolean => !path.endsWith('.sock');
    for (const [name, from] of [
      ['state', weather.stateDir],
      ['world', world],
    ] as const)
      await cp(from, join(to, name), { recursive: true, filter }).catch((error: Error) =>
        writeFile(join(to, `${name}.missing`), error.message),
      );
    const format = '#{pane_id} #{session_name} #{pane_pid} #{pane_current_command} #{pane_dead}';
    const panes = await tmux.tmux('list-panes', '-a', '-F', format);
    await writeFile(join(to, 'panes'), panes);
    for (const [id = ''] of panes.split('\n').map((line) => line.split(' ')))
      await writeFile(
        join(to, `pane-${id.slice(1)}`),
        await tmux.tmux('capture-pane', '-p', '-S', '-200', '-t', id).catch(String),
      );
    return to;
  };
}
