import { until } from './until.js';

/** Waits until the screen shows the pattern; the screen then. Throws with the last one when it does not come. */
export async function shows(screen: () => Promise<string>, pattern: RegExp): Promise<string> {
  let last = '';
  const look = async (): Promise<boolean> => {
    last = (await screen()).trimEnd();
    return pattern.test(last);
  };
  await until(`${pattern} on the screen`, look, 15_000).catch((error: Error) => {
    throw new Error(`${error.message}\n${last}`);
  });
  return last;
}
