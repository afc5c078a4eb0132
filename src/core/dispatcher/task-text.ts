import { z } from 'zod';
import { cleanText } from '../clean-text.js';
import { formatIssues } from '../config/issues.js';
import { type HeaderLine, headerLines, splitFrontMatter } from './front-matter.js';
import { promptProblem, sanitise } from './prompt.js';
import { TaskHeader } from './task.js';

/** Reads one plain or quoted YAML value. */
export type ScalarParser = (
  text: string,
) => { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

export type TaskText =
  | { readonly ok: true; readonly header: TaskHeader; readonly prompt: string }
  | { readonly ok: false; readonly reason: string };

interface Raw {
  readonly values: Readonly<Record<string, unknown>>;
  readonly lines: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

interface Problem {
  readonly line: number;
  readonly text: string;
}

/** "priority must be at most 9, not 12": hostile names made fit for a screen. */
function about(key: string, message: string): string {
  return cleanText(`${cleanText(key, 60)} ${message}`, 600);
}

function readLine(entry: HeaderLine, parse: ScalarParser): { value: unknown } | Problem {
  const { line } = entry;
  if (entry.key === null) return { line, text: entry.problem };
  const { key, value } = entry;
  if (value.type === 'nested') return { value: value.stand };
  if (value.type === 'broken') return { line, text: about(key, value.problem) };
  // In YAML a bare ~ is nothing at all; whoever writes it as a directory means the home directory.
  if (key === 'cwd' && value.text === '~') return { value: '~' };
  if (value.text === '') return { value: null };
  const parsed = parse(value.text);
  return parsed.ok ? { value: parsed.value } : { line, text: about(key, parsed.problem) };
}

function gather(lines: readonly string[], parse: ScalarParser): Raw {
  const values = new Map<string, unknown>();
  const places = new Map<string, number>();
  const problems: Problem[] = [];
  for (const entry of headerLines(lines)) {
    const read = readLine(entry, parse);
    if ('line' in read) problems.push(read);
    if (entry.key === null || 'line' in read) continue;
    const first = places.get(entry.key);
    if (first !== undefined) {
      problems.push({
        line: entry.line,
        text: about(entry.key, `stands there twice (first in line ${first})`),
      });
    }
    places.set(entry.key, first ?? entry.line);
    // A key without a value says nothing.
    if (read.value !== null) values.set(entry.key, read.value);
  }
  return { values: Object.fromEntries(values), lines: places, problems };
}

function readHeader(lines: readonly string[], parse: ScalarParser): TaskHeader | readonly Problem[] {
  const raw = gather(lines, parse);
  const result = TaskHeader.safeParse(raw.values);
  if (result.success && raw.problems.length === 0) return result.data;
  const found = formatIssues(result.success ? [] : result.error.issues, [], {
    file: '',
    raw: raw.values,
    locate: (path) => {
      const line = raw.lines.get(String(path[0]));
      return line === undefined ? null : { line, column: null };
    },
    describe: () => z.toJSONSchema(TaskHeader, { io: 'input' }),
  });
  const issues = found.map(({ line, key, message }) => ({ line: line ?? 1, text: about(key, message) }));
  return [...raw.problems, ...issues].sort((a, b) => a.line - b.line);
}

/** What is wrong with these values, each as "priority must be at most 9, not 12". */
export function headerProblems(values: Readonly<Record<string, unknown>>): readonly string[] {
  const { error } = TaskHeader.safeParse(values);
  return formatIssues(error?.issues ?? [], [], {
    file: '',
    raw: values,
    locate: () => null,
    describe: () => z.toJSONSchema(TaskHeader, { io: 'input' }),
  }).map(({ key, message }) => about(key, message));
}

/** Most of it fits on a screen. */
const MAX_PROBLEMS = 8;

/**
 * What a task file says. A byte order mark goes, every line end becomes `\n`; without front matter every key has its
 * default. The prompt is the rest as it will be typed (see `sanitise`). `reason`: why not and what to do, in
 * one line for each mistake, to be continued from "The task was refused: "; without a full stop.
 */
export function readTaskText(text: string, parse: ScalarParser): TaskText {
  const split = splitFrontMatter(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  if (!split.ok) return split;
  const header = readHeader(split.header ?? [], parse);
  if ('length' in header) {
    const lines = header
      .slice(0, MAX_PROBLEMS)
      .map(({ line, text: problem }) => `in its front matter, line ${line}: ${problem}`);
    return { ok: false, reason: `${lines.join('.\n')}. Mend the file and retry it` };
  }
  const prompt = sanitise(split.body);
  const problem = promptProblem(prompt);
  return problem === null ? { ok: true, header, prompt } : { ok: false, reason: problem };
}
