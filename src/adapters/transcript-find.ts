import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The folder the CLI keeps a directory's conversations in: every character but letters and digits becomes `-`. */
export function projectSlug(cwd: string): string {
  return cwd.replace(/[^A-Za-z0-9]/g, '-');
}

function entriesOf(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

function newest(paths: readonly string[]): string | null {
  let found: string | null = null;
  let at = Number.NEGATIVE_INFINITY;
  for (const path of paths) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || !stats.isFile() || stats.mtimeMs <= at) continue;
    found = path;
    at = stats.mtimeMs;
  }
  return found;
}

/** The `projects` folders, each once: accounts most often share one by a link. */
function projectFolders(dirs: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const dir of dirs) {
    try {
      folders.add(realpathSync(join(dir, 'projects')));
    } catch {
      // This account has none.
    }
  }
  return [...folders];
}

/**
 * The transcript of a conversation: by the slug of its directory, else, with `everywhere`, wherever it lies. null when
 * there is none yet.
 */
export function findTranscript(
  dirs: readonly string[],
  conversation: string,
  cwds: readonly string[],
  everywhere: boolean,
): string | null {
  const name = `${conversation}.jsonl`;
  const folders = projectFolders(dirs);
  const near = newest(folders.flatMap((folder) => cwds.map((cwd) => join(folder, projectSlug(cwd), name))));
  if (near !== null || !everywhere) return near;
  return newest(folders.flatMap((folder) => entriesOf(folder).map((slug) => join(folder, slug, name))));
}

/**
 * For a CLI that tells nothing of its process (1.0.x): the conversations of this directory written to since the process
 * started, each once however many directories share it.
 */
export function conversationsSince(
  dirs: readonly string[],
  cwd: string,
  startedWallMs: number,
): readonly string[] {
  const found = new Set<string>();
  for (const projects of projectFolders(dirs)) {
    const folder = join(projects, projectSlug(cwd));
    for (const name of entriesOf(folder)) {
      const id = /^([0-9a-f]{8}-[0-9a-f-]{27})\.jsonl$/i.exec(name)?.[1];
      const stats = statSync(join(folder, name), { throwIfNoEntry: false });
      if (id !== undefined && stats !== undefined && stats.mtimeMs >= startedWallMs) found.add(id);
    }
  }
  return [...found];
}
