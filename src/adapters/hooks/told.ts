const MOST = 1_000;
/** A hook's process lives a moment, and file times and process times come from different clocks. */
const SLACK_MS = 5_000;

/** Which conversation each process took up, as its `SessionStart` hooks told. */
export class ToldConversations {
  readonly #byPid = new Map<number, { readonly conversation: string; readonly atMs: number }>();

  /** `atMs`: when, wall clock. */
  tell(pid: number, conversation: string, atMs: number): void {
    this.#byPid.delete(pid);
    this.#byPid.set(pid, { conversation, atMs });
    const oldest = this.#byPid.keys().next().value;
    if (this.#byPid.size > MOST && oldest !== undefined) this.#byPid.delete(oldest);
  }

  /** null when nobody told; what an earlier process of this pid told is not of this one. */
  of(pid: number, startedWallMs: number): string | null {
    const told = this.#byPid.get(pid);
    return told !== undefined && told.atMs >= startedWallMs - SLACK_MS ? told.conversation : null;
  }
}
