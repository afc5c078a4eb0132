import {
  findSettings,
  forgetBefore,
  type Refused,
  replaceSettings,
  type SettingsFile,
  textBefore,
} from '../adapters/hooks/settings-file.js';
import type { Whereabouts } from '../adapters/http/socket-place.js';
import { cleanText } from '../core/clean-text.js';
import { diffLines } from '../core/hooks/diff.js';
import { HOOK_EVENTS } from '../core/hooks/own-entries.js';
import { type Edited, standingIn, type Wanted, withOurs, withoutOurs } from '../core/hooks/settings-edit.js';
import { agreed } from './agreed.js';
import { type Parsed, PLACE_OPTIONS, parseArguments, text } from './arguments.js';
import { EXIT, UsageError } from './exit.js';
import { whyNoStopFailure } from './hooks-versions.js';
import { readConfig } from './load-config.js';
import { OWN_PROGRAM } from './own-program.js';
import { complain, out } from './print.js';
import { refuse } from './refuse.js';
import { whereOf } from './where.js';

const ACTIONS = ['install', 'remove', 'status'] as const;

/** What is to become of one file. */
interface Change {
  readonly file: SettingsFile;
  /** null: the file goes, it was not there before. */
  readonly text: string | null;
  /** What a later `remove` goes back to. */
  readonly before: string | null;
}

/** `hooks install|remove|status`. */
export async function run(argv: readonly string[]): Promise<number> {
  const flags = ['all', 'yes', 'dry-run', 'statusline', 'stop-failure'].map((flag) => [
    flag,
    { type: 'boolean' as const },
  ]);
  const options = { ...PLACE_OPTIONS, account: { type: 'string' as const }, ...Object.fromEntries(flags) };
  const parsed = parseArguments(argv, options, 1);
  const action = ACTIONS.find((word) => word === parsed.positionals[0]);
  if (action === undefined) throw new UsageError('hooks takes install, remove or status');
  if (parsed.values.all === true && text(parsed, 'account') !== null)
    throw new UsageError('--account and --all exclude each other');
  const where = whereOf(parsed);
  const undone = action === 'status' ? 'The hooks were not looked at' : 'Nothing was changed';
  const loaded = readConfig(parsed, undone);
  if (typeof loaded === 'number') return loaded;
  const all = loaded.type === 'ok' ? loaded.config.accounts.list : [];
  const chosen = choose(parsed, all, undone);
  if (typeof chosen === 'number') return chosen;
  const found = findSettings(chosen, all);
  if (action === 'status') return tellStatus(found);
  if (action === 'remove') return change({ action, parsed, where }, found, (file) => removal(where, file));
  const why = parsed.values['stop-failure'] === true ? null : await whyNoStopFailure(where, loaded);
  if (why !== null) out(`${cleanText(why)}\n\n`);
  const wanted: Wanted = {
    program: { node: process.execPath, bin: OWN_PROGRAM, stateDir: where.stateDir },
    events: HOOK_EVENTS.filter((event) => why === null || event !== 'StopFailure'),
    line: parsed.values.statusline === true ? 'wrap' : 'keep',
  };
  return change({ action, parsed, where }, found, (file) => installation(where, file, wanted));
}

type Account = Parameters<typeof findSettings>[0][number];

function choose(parsed: Parsed, all: readonly Account[], undone: string): readonly Account[] | number {
  const name = text(parsed, 'account');
  const chosen = name === null ? all : all.filter((account) => account.name === name);
  if (chosen.length > 0) return chosen;
  return refuse(
    all.length === 0
      ? `${undone}: the configuration names no account. Add your accounts to it (claude-failover init, or claude-failover adopt).`
      : `${undone}: no account is called ${name}. Configured: ${all.map((one) => one.name).join(', ')}.`,
  );
}

function removal({ stateDir }: Whereabouts, file: SettingsFile): Change | string {
  if (file.text === null) return { file, text: null, before: null };
  const edited = withoutOurs(file.text);
  if (!edited.ok) return notEdited(file, edited);
  const before = textBefore(stateDir, file);
  const text = before === undefined || edited.text === file.text ? edited.text : before;
  return { file, text, before: text };
}

function installation({ stateDir }: Whereabouts, file: SettingsFile, wanted: Wanted): Change | string {
  const edited = withOurs(file.text, wanted);
  if (!edited.ok) return notEdited(file, edited);
  const known = textBefore(stateDir, file);
  const plain = file.text === null ? null : withoutOurs(file.text);
  const before = known !== undefined ? known : plain?.ok ? plain.text : null;
  return { file, text: edited.text, before };
}

function notEdited({ path }: SettingsFile, { reason }: Extract<Edited, { ok: false }>): string {
  return `${path} is left alone: it ${reason}. Mend it, then try again.`;
}

interface Job {
  readonly action: 'install' | 'remove';
  readonly parsed: Parsed;
  readonly where: Whereabouts;
}

/** Shows every change, asks once, makes them. */
async function change(
  { action, parsed, where }: Job,
  found: readonly (SettingsFile | Refused)[],
  plan: (file: SettingsFile) => Change | string,
): Promise<number> {
  const planned = found.map((one) => ('reason' in one ? one.reason : plan(one)));
  const refused = planned.filter((one) => typeof one === 'string');
  const changes = planned
    .filter((one) => typeof one !== 'string')
    .filter(({ file, text }) => text !== file.text);
  for (const reason of refused) complain(reason);
  for (const one of changes) show(one);
  const asIs = planned.length - refused.length - changes.length;
  if (asIs > 0)
    out(`${asIs === 1 ? 'One settings file is' : `${asIs} settings files are`} as wanted already.\n`);
  const code = refused.length > 0 ? EXIT.refused : EXIT.good;
  if (changes.length === 0 || parsed.values['dry-run'] === true) return code;
  const question = changes.length === 1 ? 'Change this file?' : `Change these ${changes.length} files?`;
  const answer = await agreed(question, parsed.values.yes === true);
  if (answer !== true) return answer;
  const failures: string[] = [];
  for (const { file, text, before } of changes) {
    const failure = await replaceSettings(where.stateDir, file, text, before);
    if (failure === null && action === 'remove') forgetBefore(where.stateDir, file);
    if (failure === null) out(`${cleanText(file.path)} was changed.\n`);
    else failures.push(failure);
  }
  for (const failure of failures) complain(failure);
  if (failures.length > 0) return EXIT.failed;
  out('Running sessions take it over at their next start at the latest.\n');
  return code;
}

function show({ file, text }: Change): void {
  const whose = file.accounts.length > 1 ? `shared by ${file.accounts.join(', ')}` : file.accounts[0];
  const end = text === null ? ' is removed again' : file.text === null ? ' is made' : '';
  out(`${cleanText(file.path)} (${whose})${end}\n`);
  for (const line of diffLines(file.text ?? '', text ?? ''))
    out(`  ${line.slice(0, 2)}${shown(line.slice(2))}\n`);
  out('\n');
}

/** Indentation stays; whatever a terminal would obey goes. */
function shown(line: string): string {
  const margin = /^[ \t]*/.exec(line)?.[0] ?? '';
  return `${margin.replaceAll('\t', '  ')}${cleanText(line)}`;
}

const LINES = {
  none: 'no status line',
  ours: 'our status line',
  wrapped: 'our status line around their own',
  theirs: 'a status line of their own',
} as const;

function tellStatus(found: readonly (SettingsFile | Refused)[]): number {
  let code: number = EXIT.good;
  for (const one of found) {
    if ('reason' in one) {
      complain(one.reason);
      code = EXIT.failed;
      continue;
    }
    const standing = standingIn(one.text ?? '{}');
    const events = standing === null ? 'is not JSON' : standing.events.join(', ') || 'no hooks of ours';
    const line = standing === null ? '' : `; ${LINES[standing.line]}`;
    out(`${one.accounts.join(', ')}: ${events}${line} (${cleanText(one.path)})\n`);
  }
  return code;
}
