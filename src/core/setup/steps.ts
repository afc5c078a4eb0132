/**
 * One thing `adopt` does: a new directory, a rename, a new link. Paths are absolute and hold at the moment the step is
 * due. `ino`: the inode of what is renamed, '' when it is made by an earlier step.
 */
export type Step =
  | { readonly do: 'make'; readonly dir: string }
  | { readonly do: 'move'; readonly from: string; readonly to: string; readonly ino: string }
  | { readonly do: 'link'; readonly path: string; readonly text: string };

/** What stands under a name, links not followed. */
export type Found =
  | { readonly type: 'none' }
  | { readonly type: 'directory' | 'file'; readonly ino: string }
  | { readonly type: 'link'; readonly ino: string; readonly text: string };

export type Look = (path: string) => Found;

/** `blocked`: something else has the name. `lost`: neither the old nor the new name is there. */
export type StepState = 'due' | 'done' | 'blocked' | 'lost';

/** How far a step has come. The file system alone tells: no note of ours can be older or newer than it. */
export function stepState(step: Step, look: Look): StepState {
  switch (step.do) {
    case 'make': {
      const { type } = look(step.dir);
      return type === 'directory' ? 'done' : type === 'none' ? 'due' : 'blocked';
    }
    case 'move': {
      const [from, to] = [look(step.from), look(step.to)];
      if (to.type === 'none') return from.type === 'none' ? 'lost' : 'due';
      // What was renamed keeps its inode: under the old name it has not been renamed yet.
      return from.type !== 'none' && from.ino === step.ino ? 'blocked' : 'done';
    }
    case 'link': {
      const found = look(step.path);
      if (found.type === 'none') return 'due';
      return found.type === 'link' && found.text === step.text ? 'done' : 'blocked';
    }
  }
}

/** Where something is after the renames of later steps that are done. */
function carried(path: string, later: readonly Step[], look: Look): string {
  return later.reduce((at, step) => {
    if (step.do !== 'move' || (at !== step.from && !at.startsWith(`${step.from}/`))) return at;
    return stepState(step, look) === 'done' ? step.to + at.slice(step.from.length) : at;
  }, path);
}

/** How far one step of a whole adoption has come: what it made may have been renamed by a later one. */
export function stateWithin(steps: readonly Step[], index: number, look: Look): StepState {
  const step = steps[index];
  if (step === undefined) return 'done';
  const later = steps.slice(index + 1);
  if (step.do === 'make') return stepState({ ...step, dir: carried(step.dir, later, look) }, look);
  if (step.do === 'link') return stepState({ ...step, path: carried(step.path, later, look) }, look);
  return stepState({ ...step, to: carried(step.to, later, look) }, look);
}

/** The steps that are not done yet, in order. */
export function stepsLeft(steps: readonly Step[], look: Look): readonly Step[] {
  return steps.filter((_step, index) => stateWithin(steps, index, look) !== 'done');
}

/** What takes one step back; `occupant`: what came to the old name in the meantime is renamed away first. */
export type Undo =
  | { readonly type: 'nothing' }
  | { readonly type: 'unlink'; readonly path: string }
  | { readonly type: 'rename'; readonly from: string; readonly to: string; readonly occupant: boolean }
  | { readonly type: 'remove'; readonly dir: string }
  | { readonly type: 'gone'; readonly path: string };

/** `link`: the account link, which a swap may have pointed elsewhere since. Only links and empty directories go away. */
export function undoOf(step: Step, look: Look, link: string): Undo {
  if (step.do === 'link') {
    const found = look(step.path);
    const ours = found.type === 'link' && (found.text === step.text || step.path === link);
    return ours ? { type: 'unlink', path: step.path } : { type: 'nothing' };
  }
  const state = stepState(step, look);
  if (step.do === 'make') return state === 'done' ? { type: 'remove', dir: step.dir } : { type: 'nothing' };
  if (state === 'lost') {
    // An interrupted adoption may not have come to making it, or the folder it was to be in.
    const folder = step.from.slice(0, step.from.lastIndexOf('/'));
    const reached = step.ino !== '' && look(folder).type !== 'none';
    return reached ? { type: 'gone', path: step.from } : { type: 'nothing' };
  }
  if (state !== 'done') return { type: 'nothing' };
  return { type: 'rename', from: step.to, to: step.from, occupant: look(step.from).type !== 'none' };
}

/** One line for each step, in the words of a plan. `show` makes a path fit for the screen. */
export function stepLine(step: Step, show: (path: string) => string): readonly [string, string] {
  switch (step.do) {
    case 'make':
      return ['create', show(step.dir)];
    case 'move':
      return ['rename', `${show(step.from)} to ${show(step.to)}`];
    case 'link':
      return ['link', `${show(step.path)} to ${show(step.text)}`];
  }
}

/** The same for taking it back. */
export function undoLine(step: Step, show: (path: string) => string): readonly [string, string] {
  switch (step.do) {
    case 'make':
      return ['remove', `${show(step.dir)}, if nothing is in it`];
    case 'move':
      return ['rename', `${show(step.to)} to ${show(step.from)}`];
    case 'link':
      return ['unlink', show(step.path)];
  }
}
