import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expandPath } from '../adapters/paths.js';
import { foundAt } from '../adapters/setup/look.js';
import { lookAtHome } from '../adapters/setup/look-home.js';
import { readRecord } from '../adapters/setup/record-file.js';
import { changedDirs } from '../adapters/setup/tree.js';
import { asideDir, type HomeFacts, type Note, planAdopt } from '../core/setup/adopt-plan.js';
import type { AdoptRecord } from '../core/setup/adopt-record.js';
import { stepLine, stepsLeft } from '../core/setup/steps.js';
import { type AdoptPlace, adoptPlace, type Flags, printPlan } from './adopt-place.js';
import { undoAdopt } from './adopt-undo.js';
import { carryOut, type Job, markDone } from './adopt-work.js';
import { type Parsed, PLACE_OPTIONS, parseArguments, text } from './arguments.js';
import { EXIT, UsageError } from './exit.js';
import { out } from './print.js';
import { refuse } from './refuse.js';

const OPTIONS = {
  ...PLACE_OPTIONS,
  link: { type: 'string' },
  name: { type: 'string' },
  'accounts-dir': { type: 'string' },
  add: { type: 'string' },
  yes: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  undo: { type: 'boolean' },
} as const;

/** `adopt [--undo]`: a plain `~/.claude` becomes an account's directory with a link in its place, and back. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, OPTIONS);
  const flags = { yes: parsed.values.yes === true, dryRun: parsed.values['dry-run'] === true };
  const undo = parsed.values.undo === true;
  if (undo && ['name', 'accounts-dir', 'add', 'link'].some((name) => text(parsed, name) !== null))
    throw new UsageError('--undo takes no name, link or directory: it takes back what adopt did last');
  if (process.platform !== 'linux')
    return refuse(
      'Nothing was changed: adopt works on Linux only, because elsewhere Claude Code keeps its logins outside the directory. Use observe mode.',
    );
  const place = adoptPlace(parsed);
  if (typeof place === 'number') return place;
  const stored = readRecord(place.stateDir);
  if (stored.type === 'unreadable') return refuse(stored.reason);
  const record = stored.type === 'ok' ? stored.record : null;
  if (undo) return undoAdopt(place, record, flags);
  if (record?.phase === 'undoing')
    return refuse('An undo was interrupted. Finish it first: claude-failover adopt --undo');
  if (record?.phase === 'doing') return goOn({ ...place, link: record.link }, record, flags);
  return begin(parsed, place, record, flags);
}

/** What an earlier start left undone. */
async function goOn(place: AdoptPlace, record: AdoptRecord, flags: Flags): Promise<number> {
  const all = record.steps.slice(record.from);
  const left = stepsLeft(all, foundAt);
  const done = all.length - left.length;
  if (left.length === 0 && !flags.dryRun) {
    await markDone(place, record);
    out('An adoption was interrupted after its last step: it is complete.\n');
    return EXIT.good;
  }
  printPlan(
    `An adoption was interrupted: ${done} of ${all.length} steps are done. What is left (adopt --undo takes everything back instead):`,
    left.map((step) => stepLine(step, place.show)),
  );
  return carryOut(place, { record, due: all, start: null }, flags);
}

async function begin(
  parsed: Parsed,
  place: AdoptPlace,
  before: AdoptRecord | null,
  flags: Flags,
): Promise<number> {
  const name = text(parsed, 'name') ?? 'work';
  const named = text(parsed, 'accounts-dir');
  const context = { home: place.home, env: process.env, base: process.cwd() };
  const seen = lookAtHome({
    link: place.link,
    accountsDir: named === null ? null : expandPath(named, context),
    fallback: join(place.home, '.claude-accounts'),
    name,
    add: text(parsed, 'add'),
  });
  if (!seen.ok) return refuse(`Nothing was changed: ${seen.reason}`);
  const { facts } = seen;
  const plan = planAdopt(facts, name);
  if (!plan.ok) return refuse(`Nothing was changed: ${plan.reason}`);
  const other = conflict(place, facts, before);
  if (other !== null) return refuse(`Nothing was changed: ${other}`);
  if (plan.steps.length === 0) return nothingToDo(place, facts, notesOf(place, plan.notes));
  printPlan(
    'What adopt would do, one line for each step:',
    plan.steps.map((step) => stepLine(step, place.show)),
  );
  for (const note of [...notesOf(place, plan.notes), ...remarks(place, facts)]) out(`  ${note}\n`);
  const record: AdoptRecord = {
    schema: 1,
    id: before?.id ?? randomBytes(4).toString('hex'),
    phase: 'doing',
    link: facts.link,
    steps: [...(before?.steps ?? []), ...plan.steps],
    from: before?.steps.length ?? 0,
    times: [...(before?.times ?? [])],
  };
  const dirs = facts.root.dir === facts.link ? changedDirs(facts.root.dir, facts.moved) : [];
  const job: Job = { record, due: plan.steps, start: { before, dirs } };
  const code = await carryOut({ ...place, link: facts.link }, job, flags);
  if (code === EXIT.good && !flags.dryRun) whatNext(place, facts, name);
  return code;
}

/** The record of one link keeps the way back; a second link would need a second one. */
function conflict(place: AdoptPlace, facts: HomeFacts, before: AdoptRecord | null): string | null {
  if (`${place.stateDir}/`.startsWith(`${facts.root.dir}/`))
    return `the state directory lies inside of ${place.show(facts.root.dir)}. Name another one with --state-dir.`;
  if (before === null) return null;
  if (before.link !== facts.link)
    return `an adoption of ${place.show(before.link)} is on record here. Undo it first (adopt --undo), or name another --state-dir.`;
  return facts.root.dir === facts.link
    ? `${place.show(before.link)} was adopted before and is a plain directory again. Finish that first: claude-failover adopt --undo`
    : null;
}

function notesOf({ show }: AdoptPlace, notes: readonly Note[]): readonly string[] {
  return notes.map(({ path, text }) => `${show(path)} stays as it is. ${text}`.trimEnd());
}

function nothingToDo(place: AdoptPlace, facts: HomeFacts, notes: readonly string[]): number {
  for (const note of notes) out(`${note}\n`);
  out(`Nothing to do: ${place.show(facts.link)} is a link to ${place.show(facts.root.dir)} already.\n`);
  if (facts.add === null) out('One more account: claude-failover adopt --add NAME\n');
  return EXIT.good;
}

function remarks({ show }: AdoptPlace, { link, root, moved, accountsDir }: HomeFacts): readonly string[] {
  const beside = join(dirname(link), '.claude.json');
  return [
    ...(moved.length > 0
      ? [
          `Relative links that lead out are made absolute; as they were they stay in ${show(asideDir(accountsDir))}.`,
        ]
      : []),
    ...(root.dir === link && existsSync(beside)
      ? [`${show(beside)} stays as it is: Claude Code keeps it for all accounts together.`]
      : []),
  ];
}

function whatNext({ show, config }: AdoptPlace, facts: HomeFacts, name: string): void {
  const { add, accountsDir, root, link } = facts;
  const first = root.dir === link ? name : basename(root.dir);
  if (add === null)
    out(`${show(link)} is the account ${first} now. One more: claude-failover adopt --add NAME\n`);
  else out(`Log in to ${add.name}: CLAUDE_CONFIG_DIR=${show(`${accountsDir}/${add.name}`)} claude\n`);
  out(`Then write the configuration: claude-failover init${config === null ? '' : ' --force'}\n`);
}
