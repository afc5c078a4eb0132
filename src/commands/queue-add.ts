import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { askSupervisor } from '../adapters/http/client.js';
import type { Reply } from '../adapters/http/reply.js';
import type { Whereabouts } from '../adapters/http/socket-place.js';
import { yamlValues } from '../adapters/queue/yaml-value.js';
import type { Config } from '../core/config/schema.js';
import { settingsOf } from '../core/config/settings.js';
import { misfit } from '../core/dispatcher/misfit.js';
import { standsStill } from '../core/dispatcher/stands-still.js';
import { headerProblems, readTaskText } from '../core/dispatcher/task-text.js';
import { type HeaderValues, withHeader } from '../core/dispatcher/with-header.js';
import { isRecord } from '../core/json.js';
import { MODES } from '../core/words.js';
import { type Parsed, text } from './arguments.js';
import { EXIT, UsageError } from './exit.js';
import { complain, out } from './print.js';
import { queuePlace } from './queue-place.js';
import { readSource } from './queue-source.js';
import { refuse } from './refuse.js';
import { runningConfig } from './running-config.js';
import { whereOf } from './where.js';

/** `queue add [-|FILE|TEXT]`: checks the task, renames it into the inbox, prints its id. */
export async function add(parsed: Parsed, words: readonly string[]): Promise<number> {
  if (words.length === 0) throw new UsageError('queue add takes a file, - for standard input, or the words');
  const values = headerOf(parsed);
  const place = queuePlace(parsed);
  if (typeof place === 'number') return place;
  const source = await readSource(words);
  if (!source.ok) return notAdded(source.reason);
  const made = withHeader(source.text, values);
  if (!made.ok) return notAdded(made.reason);
  const where = whereOf(parsed);
  const status = await askSupervisor(where, 'GET', '/status');
  const runs = status.type !== 'none';
  // Without one the configuration may still change before anybody looks for that session.
  const never = runs ? misfitNow(made.text, where) : null;
  if (never !== null) return notAdded(never);
  const folder = await place.open();
  if (typeof folder === 'number') return folder;
  const added = await folder.add(made.text, text(parsed, 'name') ?? undefined);
  await folder.close();
  if (!added.ok) return refuse(...added.reason.split('\n'));
  out(`${added.id}\n`);
  if (!runs) complain('No claude-failover runs: the task waits until one does.');
  const still = stillness(runs ? runningConfig(where) : place.config, status);
  if (still.length > 0) complain(`The task waits${runs ? '' : ' then, too'}: ${still.join('; ')}.`);
  return EXIT.good;
}

/** Why the running supervisor would send it to `failed/` at its next look; null when it would not. */
function misfitNow(task: string, where: Whereabouts): string | null {
  const read = readTaskText(task, yamlValues());
  return read.ok ? misfit(settingsOf(runningConfig(where)), read.header.session) : null;
}

/** What only a person can end; as the supervisor stands, when it tells. */
function stillness(config: Config | null, status: Reply): readonly string[] {
  const told = status.type === 'answer' && isRecord(status.body) ? status.body : {};
  const settings = settingsOf(config);
  const mode = MODES.find((word) => word === told.mode) ?? settings.mode;
  return standsStill({ settings, mode, paused: told.paused === true });
}

/** The options as values of the front matter: a wrong one is a mistake on the command line, and is named by its option. */
function headerOf(parsed: Parsed): HeaderValues {
  const cwd = text(parsed, 'cwd');
  const given = {
    priority: number(parsed, 'priority'),
    cwd: cwd === null ? null : directory(cwd),
    session: text(parsed, 'session'),
    timeout: text(parsed, 'timeout'),
    attempts: number(parsed, 'attempts'),
    conversation: text(parsed, 'conversation'),
  };
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const [problem] = headerProblems(values);
  if (problem !== undefined) throw new UsageError(`--${problem}`);
  return values as HeaderValues;
}

function number(parsed: Parsed, name: string): number | null {
  const value = text(parsed, name);
  if (value === null) return null;
  if (!/^\d{1,4}$/.test(value)) throw new UsageError(`--${name} takes a whole number, not "${value}"`);
  return Number(value);
}

function directory(path: string): string {
  const dir = resolve(path);
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`--cwd takes a directory that is there, not "${path}"`);
  return dir;
}

function notAdded(why: string): number {
  return refuse(...`The task was refused: ${why}.`.split('\n'));
}
