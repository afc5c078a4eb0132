import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RealPaths } from './real-paths.js';

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
function projectFolders({ dirs, real }: Places): readonly string[] {
  return real.of(dirs.map((dir) => `${dir}/projects`));
}

/** Configuration directories, and what is known of their real paths. */
export interface Places {
  readonly dirs: readonly string[];
  readonly real: RealPaths;
}

/**
 * The transcript of a conversation: by the slug of its directory, else, with `everywhere`, wherever it lies. null when
 * there is none yet.
 */
export function findTranscript(
  places: Places,
  conversation: string,
  cwds: readonly string[],
  everywhere: boolean,
): string | null {
  const name = `${conversation}.jsonl`;
  const folders = projectFolders(places);
  const slugs = cwds.map(projectSlug);
  const near = newest(folders.flatMap((folder) => slugs.map((slug) => `${folder}/${slug}/${name}`)));
  if (near !== null || !everywhere) return near;
  return newest(folders.flatMap((folder) => entriesOf(folder).map((slug) => join(folder, slug, name))));
}

/**
 * For a CLI that tells nothing of its process (1.0.x): the conversations of this directory written to since the process
 * started, each once however many directories share it.
 */
export function conversationsSince(places: Places, cwd: string, startedWallMs: number): readonly string[] {
  const found = new Set<string>();
  for (const projects of projectFolders(places)) {
    const folder = join(projects, projectSlug(cwd));
    for (const name of entriesOf(folder)) {
      const id = /^([0-9a-f]{8}-[0-9a-f-]{27})\.jsonl$/i.exec(name)?.[1];
      const stats = statSync(join(folder, name), { throwIfNoEntry: false });
      if (id !== undefined && stats !== undefined && stats.mtimeMs >= startedWallMs) found.add(id);
    }
  }
  return [...found];
}
