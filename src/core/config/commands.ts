import { isPoolName, tmuxName } from '../sessions/kind.js';
import { splitCommand } from './command.js';
import type { Config } from './schema.js';

export interface AgentCommand {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where it starts; null when the configuration leaves that open. */
  readonly cwd: string | null;
}

/** The command that starts a session of this tmux name, without its conversation; null when none is configured. */
export type CommandFor = (sessionName: string) => AgentCommand | null;

/** The command that starts the session of this name, by the configuration; null when it names none. */
export function commandFor(config: Config | null, sessionName: string): AgentCommand | null {
  if (config === null) return null;
  const name = tmuxName(sessionName);
  const { pool, dedicated, command } = config.sessions;
  const own = dedicated.find((session) => session.name === name);
  if (own) return own.command === undefined ? null : agentCommand(own.command, own);
  if (!pool || !isPoolName(name, pool)) return null;
  return agentCommand(pool.command ?? command, pool);
}

type Entry = Pick<Config['sessions']['dedicated'][number], 'cwd' | 'env'>;

function agentCommand(line: string, { cwd, env }: Entry): AgentCommand | null {
  const argv = splitCommand(line);
  return argv === null ? null : { argv, env: env ?? {}, cwd: cwd ?? null };
}
