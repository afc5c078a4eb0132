/** `new-session -f`, `-N` and `no-output` came with it. */
const OLDEST = { major: 3, minor: 2 };

/** The version in `tmux 3.3a`, `tmux next-3.6`, `3.3a`; null when it says none (a development build). */
export function parseVersion(said: string): string | null {
  return /\d+\.\d+[a-z]?/.exec(said)?.[0] ?? null;
}

/** A build that names no version is taken to be new. */
export function isTooOld(version: string | null): boolean {
  if (version === null) return false;
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor);
}
