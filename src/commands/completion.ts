import { askSupervisor } from '../adapters/http/client.js';
import { tmuxName } from '../core/sessions/kind.js';
import type { Snapshot } from '../core/snapshot.js';
import { parseArguments } from './arguments.js';
import type { CommandEntry } from './command.js';
import { bashScript } from './completion/bash.js';
import { fishScript } from './completion/fish.js';
import { zshScript } from './completion/zsh.js';
import { EXIT, UsageError } from './exit.js';
import { stateDirOf } from './place.js';
import { out } from './print.js';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** A person waits at a half-typed line. */
const WITHIN_MS = 500;

/** What a shell could take for something else than a word (bash expands what is completed) is not offered. */
const PLAIN = /^[A-Za-z0-9_%@+.,][A-Za-z0-9_%@+.,:-]*$/;

/** `completion bash|zsh|fish` prints the script; `completion words KIND` is what the scripts ask. */
export async function printCompletion(
  argv: readonly string[],
  commands: readonly CommandEntry[],
): Promise<number> {
  const { positionals } = parseArguments(argv, {}, 2);
  const [what = '', kind = ''] = positionals;
  if (what === 'words') return words(kind);
  if (positionals.length !== 1 || !(what in SCRIPTS))
    throw new UsageError('completion takes one of bash, zsh, fish');
  out(SCRIPTS[what as keyof typeof SCRIPTS](commands));
  return EXIT.good;
}

/** The names of a kind, one a line; none when nobody runs who knows them. */
async function words(kind: string): Promise<number> {
  if (kind === 'config-key') {
    const { configKeys } = await import('./completion/config-keys.js');
    return tell(configKeys(process.env));
  }
  const where = { stateDir: stateDirOf(null, process.env), env: process.env };
  const reply = await askSupervisor(where, 'GET', '/status', { withinMs: WITHIN_MS });
  if (reply.type !== 'answer' || reply.status !== 200) return EXIT.good;
  return tell(namesOf(kind, reply.body as Snapshot));
}

function tell(names: readonly string[]): number {
  const plain = names.filter((name) => PLAIN.test(name));
  out([...new Set(plain)].map((name) => `${name}\n`).join(''));
  return EXIT.good;
}

function namesOf(kind: string, snapshot: Snapshot): readonly string[] {
  switch (kind) {
    case 'account':
      return snapshot.accounts.map(({ name }) => name);
    case 'session':
      return snapshot.sessions.map(({ name }) => name);
    case 'pool-session':
      return snapshot.sessions.filter(({ kind: of }) => of === 'pool').map(({ name }) => tmuxName(name));
    case 'task':
      return snapshot.queue.tasks.map(({ id }) => id);
    case 'hit':
      return snapshot.hits.filter(({ dismissable }) => dismissable).map(({ session }) => session);
    default:
      return [];
  }
}
