import { mkdir, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** One entry of the world's `accounts.json` (fixtures/agents/README.md). */
export interface AccountFacts {
  readonly limitedUntil?: number | null;
  readonly limited?: boolean;
  readonly kind?: 'five-hour' | 'weekly' | 'opus' | 'sonnet' | 'spend' | 'unknown';
  readonly overage?: 'rejected' | 'absent';
  readonly login?: 'ok' | 'expired';
  readonly billing?: 'ok' | 'low';
  readonly server?: 'ok' | '500' | '529' | '429';
  readonly message?: string;
  readonly warning?: { readonly percent: number; readonly resetsAt: number };
}

/** One step of a turn; `do` names it, the rest is told in fixtures/agents/README.md. */
export interface Step {
  readonly do: 'reply' | 'tool' | 'permission' | 'loop' | 'error' | 'limit' | 'hold' | 'exit';
  readonly [key: string]: unknown;
}

/** One line of `requests.jsonl`. */
export interface WorldLine {
  readonly at: number;
  readonly event: 'start' | 'prompt' | 'request' | 'exit';
  readonly name: string;
  readonly conversation: string;
  readonly pid: number;
  readonly account?: string | null;
  readonly prompt?: string;
  readonly origin?: string;
  readonly outcome?: string;
}

/** Account directories below `<root>/accounts`, their `projects/` shared, their credentials of distinct mtime. */
export async function makeAccounts(root: string, names: readonly string[]): Promise<void> {
  const projects = join(root, 'projects');
  await mkdir(projects, { recursive: true });
  for (const [index, name] of names.entries()) {
    const dir = join(root, 'accounts', name);
    await mkdir(dir, { recursive: true });
    await symlink(projects, join(dir, 'projects'));
    const credentials = join(dir, '.credentials.json');
    await writeFile(credentials, '{}', { mode: 0o600 });
    await utimes(credentials, 1_700_000_000 + index, 1_700_000_000 + index);
  }
}

/** Lines of `requests.jsonl`; none when it is not there yet. */
export async function readLines(path: string): Promise<readonly WorldLine[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): WorldLine => JSON.parse(line));
}

/** Writes the whole file beside it and renames it over: a reader never sees half of it. */
export async function writeWhole(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, JSON.stringify(value));
  await rename(`${path}.new`, path);
}
