import { openConfigDocument } from '../adapters/config-document.js';
import { type ConfigLocation, type LoadedConfig, loadConfig } from '../adapters/config-file.js';
import { placeFindings } from '../adapters/config-places.js';
import { channelTroubles } from '../adapters/notifier/troubles.js';
import type { Environment } from '../adapters/paths.js';
import { resolveSecrets } from '../adapters/secrets.js';
import type { Finding } from '../core/config/explain.js';
import { type ConfigProblem, formatIssues, problemLine } from '../core/config/issues.js';
import type { Path } from '../core/config/lookup.js';
import type { Config } from '../core/config/schema.js';
import { configSummary } from '../core/config/summary.js';
import { configWarnings } from '../core/config/warnings.js';
import { EXIT } from './exit.js';
import { jsonLine, out, table } from './print.js';

interface Checked {
  readonly file: string;
  /** false: there is no file, which is the life of observing. */
  readonly found: boolean;
  readonly ok: boolean;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
  readonly summary: readonly (readonly [string, string])[];
}

function secretFindings(config: Config, file: string, env: Environment): readonly Finding[] {
  const secrets = resolveSecrets(config, { file, env });
  const { telegramToken, resendKey } = secrets;
  const about = (path: Path, secret: typeof telegramToken): readonly Finding[] =>
    secret === null || secret.ok ? [] : [{ path, message: `cannot be used: ${secret.reason}` }];
  return [
    ...about(['notifications', 'telegram', 'token'], telegramToken),
    ...about(['notifications', 'email', 'resend_key'], resendKey),
    ...channelTroubles(config, secrets).map(({ name, reason }) => ({
      path: ['notifications', 'channels', name],
      message: `cannot be used: ${reason}`,
    })),
  ];
}

/** What is right in a loaded file and most likely not meant; none of a wrong one. */
export function warningsOf(loaded: LoadedConfig): readonly ConfigProblem[] {
  if (loaded.type !== 'ok') return [];
  return placedIn(loaded.path, [
    ...configWarnings(loaded.config),
    ...placeFindings(loaded.config, loaded.path),
  ]);
}

/** Findings with their lines in the file. */
function placedIn(file: string, findings: readonly Finding[]): readonly ConfigProblem[] {
  const opened = openConfigDocument(file);
  const locate = opened.ok ? opened.document.locate : () => null;
  return formatIssues([], findings, { file, raw: null, locate });
}

function checked(loaded: LoadedConfig, env: Environment): Checked {
  const file = loaded.path;
  const nothing = { problems: [], warnings: [], summary: [] };
  if (loaded.type === 'none') return { file, found: false, ok: true, ...nothing };
  if (loaded.type === 'invalid')
    return { file, found: true, ok: false, ...nothing, problems: loaded.problems };
  const { config } = loaded;
  const problems = placedIn(file, secretFindings(config, file, env));
  const warnings = warningsOf(loaded);
  return { file, found: true, ok: problems.length === 0, problems, warnings, summary: configSummary(config) };
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function tell({ file, found, ok, problems, warnings, summary }: Checked): void {
  if (!found) {
    out(`${file} is not there: observe mode, nothing is ever changed. "claude-failover init" writes one.\n`);
    return;
  }
  for (const problem of problems) process.stderr.write(`${problemLine(problem)}\n`);
  for (const warning of warnings) out(`warning: ${problemLine(warning)}\n`);
  if (!ok) {
    // Without a summary the file itself is wrong; else a secret of a channel is missing.
    const effect = summary.length === 0 ? 'Nothing of this file is used' : 'That channel stays silent';
    process.stderr.write(`${counted(problems.length, 'error')}. ${effect} until it is mended.\n`);
    return;
  }
  const grade = warnings.length === 0 ? 'good' : `good, with ${counted(warnings.length, 'warning')}`;
  out(`${file}: ${grade}\n${table(summary, '  ')}`);
}

/** Checks the file with its secrets and says what it found; 1 when anything is wrong. */
export function checkConfig(location: ConfigLocation, env: Environment, json: boolean): number {
  const result = checked(loadConfig(location, env), env);
  if (json) out(jsonLine({ ...result, summary: Object.fromEntries(result.summary) }));
  else tell(result);
  return result.ok ? EXIT.good : EXIT.failed;
}
