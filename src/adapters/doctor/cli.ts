import { splitCommand } from '../../core/config/command.js';
import type { Config } from '../../core/config/schema.js';
import type { CliFacts } from '../../core/doctor/cli.js';
import { claudeWords, versionIn } from '../../core/doctor/program.js';
import { lentEnvironment, type ProgramResult, runProgram } from '../run-program.js';
import type { DoctorContext } from './context.js';

/** Variables by which the CLI (2.1.330) neither updates itself nor calls home for other things than work. */
const QUIET = {
  DISABLE_AUTOUPDATER: '1',
  DISABLE_TELEMETRY: '1',
  DISABLE_ERROR_REPORTING: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
};

/** One command that starts sessions, and what it said of its version. */
export interface AskedCommand {
  readonly words: readonly string[] | null;
  readonly fact: CliFacts['commands'][number];
}

/** Runs Claude Code with these arguments, quietly and briefly; what it says stays with the caller. */
export function runClaude(
  words: readonly string[],
  args: readonly string[],
  { env, programWithinMs }: DoctorContext,
  configDir: string | null,
): Promise<ProgramResult> {
  const [file = 'claude', ...before] = words;
  const dir = configDir === null ? {} : { CLAUDE_CONFIG_DIR: configDir };
  return runProgram(file, [...before, ...args], {
    env: { ...lentEnvironment(env), ...QUIET, ...dir },
    withinMs: programWithinMs,
  });
}

interface Wanted {
  readonly line: string;
  readonly needed: boolean;
}

function wantedCommands(config: Config | null): readonly Wanted[] {
  if (config === null) return [{ line: 'claude', needed: false }];
  const { command, pool, dedicated } = config.sessions;
  const lines = [
    ...(pool !== undefined && pool.size > 0 ? [pool.command ?? command] : []),
    ...dedicated.flatMap((session) => (session.command === undefined ? [] : [session.command])),
  ];
  const needed = [...new Set(lines)].map((line) => ({ line, needed: true }));
  return needed.length > 0 ? needed : [{ line: command, needed: false }];
}

async function askVersion({ line, needed }: Wanted, context: DoctorContext): Promise<AskedCommand> {
  const argv = splitCommand(line) ?? [];
  const words = claudeWords(argv);
  const program = words?.join(' ') ?? argv[0] ?? line;
  if (words === null) return { words, fact: { program, needed, state: 'not-asked', version: null } };
  const { stdout, missing, code } = await runClaude(words, ['--version'], context, null);
  if (missing) return { words, fact: { program, needed, state: 'missing', version: null } };
  const version = code === 0 ? versionIn(stdout) : null;
  return { words, fact: { program, needed, state: version === null ? 'silent' : 'found', version } };
}

/** The configured commands, each asked once; commands that differ only in their arguments are one. */
export async function askCommands(context: DoctorContext): Promise<readonly AskedCommand[]> {
  const asked = await Promise.all(
    wantedCommands(context.config).map((wanted) => askVersion(wanted, context)),
  );
  return [...new Map(asked.map((one) => [one.fact.program, one])).values()];
}
