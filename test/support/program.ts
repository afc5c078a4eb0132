import { spawnSync } from 'node:child_process';

/** Whether a program that is not ours is on the PATH: a bare machine has neither curl nor git. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
}
