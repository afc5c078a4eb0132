import { bad, type Check, type Finding, ok, warn } from './finding.js';

export interface FolderFacts {
  readonly path: string;
  /** `absent`: not there, but it can be made. */
  readonly state: 'there' | 'absent' | 'unmakeable' | 'no-directory' | 'unwritable';
  readonly owner: number | null;
  readonly mode: number;
  /** Bytes, and share of files that can still be made (0 to 1); null when unknown. */
  readonly freeBytes: number | null;
  readonly freeFiles: number | null;
}

export interface DiskFacts {
  readonly uid: number;
  readonly stateDir: FolderFacts;
  readonly queueDir: FolderFacts;
  /** Folders of the queue on another file system than the queue's own, by name. */
  readonly split: readonly string[];
  /** Folders of the queue that are links. */
  readonly links: readonly string[];
}

const MB = 1024 * 1024;
const FULL = 5 * MB;
const LOW = 200 * MB;

interface Role {
  readonly id: 'state' | 'queue';
  readonly name: string;
  readonly why: string;
  readonly mend: string;
}

const STATE: Role = {
  id: 'state',
  name: 'state directory',
  why: 'no swap is begun that cannot be written down',
  mend: 'name another one with --state-dir',
};
const QUEUE: Role = {
  id: 'queue',
  name: 'queue folder',
  why: 'no task can be taken from it',
  mend: 'correct dispatcher.queue_dir',
};

function spaceFinding({ id, name }: Role, folder: FolderFacts): readonly Finding[] {
  const { freeBytes, freeFiles, path } = folder;
  const mend = 'make room on that file system';
  if (freeFiles !== null && freeFiles < 0.001)
    return [bad(`${id}-disk-full`, `the ${name} has no room for files`, `${path}: no inodes are left`, mend)];
  if (freeBytes === null || freeBytes >= LOW) return [];
  const left = `${path}: ${Math.floor(freeBytes / MB)} MB are left`;
  if (freeBytes < FULL) return [bad(`${id}-disk-full`, `the ${name} is on a full disk`, left, mend)];
  return [warn(`${id}-disk-low`, `the ${name} is on a disk that is nearly full`, left, mend)];
}

function folderFindings(role: Role, folder: FolderFacts, uid: number): readonly Finding[] {
  const { id, name, why, mend } = role;
  const { path, state, owner, mode } = folder;
  if (state === 'unmakeable')
    return [bad(`${id}-unmakeable`, `the ${name} ${path} cannot be made`, why, mend)];
  if (state === 'no-directory')
    return [bad(`${id}-no-directory`, `the ${name} ${path} is not a directory`, why, mend)];
  if (state === 'unwritable')
    return [bad(`${id}-unwritable`, `the ${name} ${path} cannot be written`, why, mend)];
  const space = spaceFinding(role, folder);
  if (state === 'absent') return [...space, ok(`${id}-dir`, `${name}: ${path} (made when it is needed)`)];
  if (owner !== uid)
    return [
      bad(
        `${id}-foreign`,
        `the ${name} ${path} belongs to user ${owner ?? 'unknown'}`,
        `we are user ${uid}`,
        mend,
      ),
      ...space,
    ];
  if ((mode & 0o022) !== 0)
    return [
      bad(
        `${id}-open`,
        `others may write into the ${name} ${path}`,
        id === 'state' ? 'they could forge our state' : 'they could give tasks to your sessions',
        `chmod go-w ${path}`,
      ),
      ...space,
    ];
  return space.length > 0 ? space : [ok(`${id}-dir`, `${name}: ${path}`)];
}

/** Where state and queue live. */
export const disk: Check<DiskFacts> = {
  title: 'Files',
  judge: ({ uid, stateDir, queueDir, split, links }) => {
    const found = [...folderFindings(STATE, stateDir, uid), ...folderFindings(QUEUE, queueDir, uid)];
    if (links.length > 0)
      found.push(
        bad(
          'queue-link',
          `in the queue folder ${links.join(', ')} is a link`,
          'a queue is not followed through links',
          `make it a folder in ${queueDir.path}`,
        ),
      );
    if (split.length > 0)
      found.push(
        bad(
          'queue-split',
          `${split.join(', ')} of the queue folder is on another file system`,
          'a task is moved by one rename, which works within one file system only',
          `make it a plain folder in ${queueDir.path}`,
        ),
      );
    return found;
  },
};
