import { errorCode } from './errors.js';

const LOOK_MS = 25;

/**
 * SIGTERM to a process that is still the one meant, then looks until it has gone. true: it has gone (or had already).
 * Never more than SIGTERM: what does not end is left to the person.
 */
export async function terminateProcess(
  pid: number,
  isSame: () => Promise<boolean>,
  withinMs: number,
  pause: (ms: number) => Promise<unknown>,
): Promise<boolean> {
  if (!(await isSame())) return true;
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
  for (let waited = 0; waited < withinMs; waited += LOOK_MS) {
    await pause(LOOK_MS);
    if (!(await isSame())) return true;
  }
  return false;
}
