import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { loadConfig, locateConfig } from '../adapters/config-file.js';
import { errorText } from '../adapters/errors.js';
import type { ReplaySettings } from '../core/replay/checks.js';
import { type Judgement, judge } from '../core/replay/judge.js';
import { type JournalLine, readLines } from '../core/replay/lines.js';
import { type Parsed, parseArguments, text } from './arguments.js';
import { EXIT, UsageError } from './exit.js';
import { complain, jsonLine, out, table } from './print.js';
import { undoneBy } from './problem-lines.js';
import { type StoryLine, storyOf } from './replay-story.js';

/** `replay JOURNAL [--json]`: what was seen, what it came to, and whether that was as it must be. Exit 2: nothing was judged. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, { json: { type: 'boolean' }, config: { type: 'string' } }, 1);
  const [file] = parsed.positionals;
  if (file === undefined)
    throw new UsageError('replay needs a JOURNAL, such as journal.jsonl of the state directory');
  const settings = settingsOf(parsed);
  if (settings === 'wrong') return EXIT.usage;
  const lines = linesOf(file);
  if (lines === null) return EXIT.usage;
  const judgement = judge(lines, settings);
  const story = storyOf(lines);
  if (parsed.values.json === true) out(jsonLine({ ...judgement, story }));
  else out(reportText(story, judgement));
  return judgement.violations.length > 0 ? EXIT.failed : EXIT.good;
}

/** The file and the older one beside it, which was written before; null after the person was told why not. */
function linesOf(file: string): readonly JournalLine[] | null {
  const older = `${file}.1`;
  try {
    const files = existsSync(older) ? [older, file] : [file];
    const lines = files.flatMap((one) => readLines(basename(one), readFileSync(one, 'utf8')));
    if (lines.length === 0 || lines.some(({ entry }) => entry !== null)) return lines;
    complain(`${file} is no journal: none of its lines is an entry. Name a journal.jsonl.`);
  } catch (error) {
    complain(`${file} cannot be read: ${errorText(error)}. Name a journal.jsonl that you can read.`);
  }
  return null;
}

function settingsOf(parsed: Parsed): ReplaySettings | null | 'wrong' {
  const named = text(parsed, 'config');
  if (named === null) return null;
  const loaded = loadConfig(locateConfig(named, process.env));
  if (loaded.type === 'ok') {
    const { quota, accounts } = loaded.config;
    return { cooldownMs: quota.reactivate_cooldown, accounts: accounts.list.length };
  }
  if (loaded.type === 'invalid') process.stderr.write(undoneBy(loaded, 'Nothing was judged'));
  else complain(`${loaded.path} is not there. Name the configuration of that time with --config.`);
  return 'wrong';
}

function reportText(story: readonly StoryLine[], judgement: Judgement): string {
  const { entries, starts, unreadable, unknown, checked, unchecked, violations } = judgement;
  const rows = folded(story).flatMap(({ at, place, seen, decided, times }) => [
    [at, place, times > 1 ? `${seen} (${times} times)` : seen],
    ...decided.map((decision) => ['', '', `→ ${decision}`]),
  ]);
  const counts = [
    `entries: ${entries}`,
    `starts of the supervisor: ${starts}`,
    ...(unreadable > 0 ? [`lines that cannot be read: ${unreadable}`] : []),
    ...(unknown > 0 ? [`entries of a kind that is not known here: ${unknown}`] : []),
  ];
  const good = checked.filter((name) => !violations.some(({ check }) => check === name));
  const wrong = violations.map(({ check, file, line, at, what }) => {
    return ['BROKEN', `${check}: ${what} (${file}:${line}, ${at})`];
  });
  return [
    table(rows),
    table([[`${counts.join('; ')}.`]]),
    table([
      ...good.map((name) => ['holds', name]),
      ...unchecked.map((name) => [
        'not told',
        `${name}: needs the configuration of that time (--config FILE)`,
      ]),
      ...wrong,
    ]),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** A session at work tells of it every second: the same line again, which changed nothing, is counted. */
function folded(story: readonly StoryLine[]): readonly (StoryLine & { readonly times: number })[] {
  const rows: (StoryLine & { readonly times: number })[] = [];
  for (const line of story) {
    const last = rows.at(-1);
    const same = last?.seen === line.seen && line.decided.length === 0 && last.decided.length === 0;
    if (last && same) rows[rows.length - 1] = { ...last, times: last.times + 1 };
    else rows.push({ ...line, times: 1 });
  }
  return rows;
}
