/**
 * Waits for a state instead of sleeping: asks `check` again and again until it answers something other than
 * `null`, `undefined` or `false`, and gives that back. Throws with `what` when the state does not come.
 */
export async function until<T>(
  what: string,
  check: () => T | Promise<T>,
  withinMs = 10_000,
): Promise<Exclude<T, null | undefined | false>> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await check();
    if (found !== null && found !== undefined && found !== false) {
      return found as Exclude<T, null | undefined | false>;
    }
    if (performance.now() > end) throw new Error(`did not come within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
