import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Step, stateWithin } from '../../core/setup/steps.js';
import { syncFolder } from '../durable.js';
import { errorText } from '../errors.js';
import { foundAt } from './look.js';

/** Called before each step that changes something; what it throws is the end of everything, as a kill would be. */
export type Seam = (step: number) => void;

export type Performed = { readonly ok: true } | { readonly ok: false; readonly reason: string };

function doStep(step: Step): void {
  switch (step.do) {
    case 'make':
      mkdirSync(step.dir, { mode: 0o700 });
      break;
    case 'move':
      renameSync(step.from, step.to);
      break;
    case 'link':
      // Fails when the name is taken: nothing is ever put in the place of something else.
      symlinkSync(step.text, step.path);
      break;
  }
}

function foldersOf(step: Step): readonly string[] {
  if (step.do === 'make') return [dirname(step.dir)];
  return step.do === 'move' ? [dirname(step.from), dirname(step.to)] : [dirname(step.path)];
}

/** Makes the renames below these folders outlive a power cut; a folder that has gone needs it no more. */
export async function syncFolders(folders: Iterable<string>): Promise<void> {
  for (const folder of new Set(folders)) await syncFolder(folder).catch(() => undefined);
}

function why(step: Step, state: 'blocked' | 'lost'): string {
  if (step.do !== 'move') {
    const name = step.do === 'make' ? step.dir : step.path;
    return `${name} was not made: something else came to that name. Move it away`;
  }
  return state === 'lost'
    ? `${step.from} was not renamed: it has gone. Look for it`
    : `${step.from} was not renamed: ${step.to} has come in the meantime. Move it away`;
}

/** Does what is not done yet, in order; stops at the first step that cannot be done. */
export async function performSteps(steps: readonly Step[], seam: Seam = () => undefined): Promise<Performed> {
  const touched: string[] = [];
  for (const [index, step] of steps.entries()) {
    try {
      const state = stateWithin(steps, index, foundAt);
      if (state === 'done') continue;
      if (state !== 'due') return { ok: false, reason: why(step, state) };
      seam(index);
      doStep(step);
      touched.push(...foldersOf(step));
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      return { ok: false, reason: `A step was not done: ${errorText(error)}. Mend that` };
    }
  }
  await syncFolders(touched);
  return { ok: true };
}
