/** What moves: the directory itself, and `projects/` out of it. Absolute real paths. */
export interface Moves {
  readonly root: string;
  readonly newRoot: string;
  /** `root/projects` when it gets a place outside `newRoot`, else null. */
  readonly projects: string | null;
}

/** What is at a path: the text of a link, whether it is a directory else. */
export type At = (path: string) => string | boolean;

/** As many links as Linux follows in one path. */
const MAX_LINKS = 40;

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function child(place: string, name: string): string {
  return place === '/' ? `/${name}` : `${place}/${name}`;
}

/** The directory a name leads to, links followed as the kernel does; null when it leads to none. */
function follow(path: string, at: At, budget: { left: number }): string | null {
  const found = at(path);
  if (typeof found === 'boolean') return found ? path : null;
  if (budget.left === 0) return null;
  budget.left -= 1;
  let place: string | null = found.startsWith('/') ? '/' : parentOf(path);
  for (const part of found.split('/')) {
    if (part === '' || part === '.') continue;
    place = part === '..' ? parentOf(place) : follow(child(place, part), at, budget);
    if (place === null) return null;
  }
  return place;
}

/**
 * The text that lets a relative link lead where it led before, null when it may stay as it is: only a `..` that leaves
 * what moves with the link leads elsewhere afterwards. `path`: the link's real path before the moves.
 */
export function movedText(path: string, text: string, moves: Moves, at: At): string | null {
  if (text.startsWith('/')) return null;
  const parts = text.split('/');
  let place = parentOf(path);
  let moved: string | null = null;
  for (const [index, part] of parts.entries()) {
    if (part === '' || part === '.') continue;
    if (part !== '..') {
      const next = follow(child(place, part), at, { left: MAX_LINKS });
      // Its last name, or the end of a way that leads nowhere: as it is.
      if (next === null) return moved;
      place = next;
      continue;
    }
    const leaves = place === moves.projects ? moves.newRoot : place === moves.root ? parentOf(place) : null;
    if (leaves !== null) moved = parts.slice(index + 1).reduce(child, leaves);
    place = parentOf(place);
  }
  return moved;
}
