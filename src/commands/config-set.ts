import { openConfigDocument } from '../adapters/config-document.js';
import { type ConfigEdit, planEdit } from '../adapters/config-edit/plan.js';
import { readValue } from '../adapters/config-edit/value.js';
import { type Edited, editConfig } from '../adapters/config-edit/write.js';
import { type ConfigLocation, loadConfig } from '../adapters/config-file.js';
import type { Environment } from '../adapters/paths.js';
import { editWords } from '../core/config/edit-words.js';
import { unknownKeyIn } from '../core/config/explain.js';
import { type ConfigProblem, problemLine } from '../core/config/issues.js';
import { configJsonSchema } from '../core/config/json-schema.js';
import { readKey, takesText } from '../core/config/key-path.js';
import { keyText, type Path } from '../core/config/lookup.js';
import { inlineSecretAt, withoutSecretForms } from '../core/config/secret-keys.js';
import { valueAt } from '../core/json.js';
import { warningsOf } from './config-check.js';
import { takenUp } from './config-taken-up.js';
import { EXIT } from './exit.js';
import { complain, out } from './print.js';
import { refuse } from './refuse.js';

export interface EditOrder {
  readonly location: ConfigLocation;
  readonly stateDir: string;
  readonly env: Environment;
  readonly dryRun: boolean;
  readonly key: string;
  /** As written on the command line; null: the key is to be removed. */
  readonly value: string | null;
}

/** `config set KEY VALUE`, `config unset KEY`: changes one key of the file, says what it was and is, and who takes it up. */
export async function editKey(order: EditOrder): Promise<number> {
  const file = order.location.path;
  const opened = openConfigDocument(file);
  if (!opened.ok) return wrong(opened.problems);
  const { raw } = opened.document;
  const schema = configJsonSchema();
  const describe = () => schema;
  const key = readKey(order.key, raw, describe);
  if (!key.ok) return refuse(withoutSecretForms(`${key.reason} Nothing was written.`));
  const { path } = key;
  if (order.value === null) {
    const unknown = valueAt(raw, path) === undefined ? unknownKeyIn(path, describe) : null;
    if (unknown !== null) return refuse(`${keyText(unknown.path)} ${unknown.message}. Nothing was written.`);
    return edit(order, { path, value: undefined });
  }
  const read = readValue(order.value);
  if (!read.ok) return refuse(`The value of ${keyText(path)} ${read.reason}. Nothing was written.`);
  const isText = read.words !== null && takesText(path, describe);
  const value = isText ? read.words : read.value;
  const secret = inlineSecretAt(path, value);
  return secret === null ? edit(order, { path, value }) : refuse(onCommandLine(secret));
}

function onCommandLine(path: Path): string {
  const where = path.includes('env') ? 'Write it into the file with an editor' : 'Say env:NAME or file:PATH';
  return withoutSecretForms(
    `${keyText(path)} was not written: every process can read a secret on a command line, and shells keep it. ${where}.`,
  );
}

function wrong(problems: readonly ConfigProblem[]): number {
  for (const problem of problems) complain(problemLine(problem));
  complain('Nothing was written: the configuration would be wrong.');
  return EXIT.failed;
}

async function edit(order: EditOrder, change: ConfigEdit): Promise<number> {
  const { location, env, dryRun } = order;
  const known = new Set(warningsOf(loadConfig(location, env)).map(sameWarning));
  const edited: Edited = dryRun
    ? planEdit(location.path, change, env)
    : await editConfig(location.path, change, env);
  if (!edited.ok) return edited.problems === null ? refuse(edited.reason) : wrong(edited.problems);
  const { before, after } = edited.plan;
  if (after.text === (before.text ?? '')) {
    const now = change.value === undefined ? 'is not in it' : 'has this value already';
    out(`${location.path}: ${keyText(change.path)} ${now}. Nothing was written.\n`);
    return EXIT.good;
  }
  out(`${location.path}: ${editWords(change.path, before, after)}\n`);
  if (dryRun) {
    out('Nothing was written: --dry-run.\n');
    return EXIT.good;
  }
  const warnings = warningsOf(loadConfig(location, env)).filter((one) => !known.has(sameWarning(one)));
  for (const warning of warnings) out(`warning: ${problemLine(warning)}\n`);
  const taken = await takenUp({ file: location.path, stateDir: order.stateDir }, before, after.config);
  if (taken !== null) out(`${taken}\n`);
  return EXIT.good;
}

/** Lines move with an edit. */
function sameWarning({ key, message }: ConfigProblem): string {
  return `${key} ${message}`;
}
