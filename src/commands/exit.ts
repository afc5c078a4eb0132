/** Exit codes; scripted against. */
export const EXIT = { good: 0, failed: 1, usage: 2, refused: 3, running: 75, config: 78 } as const;

/** The command line itself is wrong: exit 2 with one sentence. */
export class UsageError extends Error {}
