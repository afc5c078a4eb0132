/**
 * What belongs to one login and is never shared: the credentials file, the list of running processes, and the CLI's
 * own `.claude.json`, which names the logged-in account (seen in 2.1.330 when CLAUDE_CONFIG_DIR is set). Locks speak
 * of the directory they lie in.
 */
const OWN = /^(?:\.credentials.*|sessions|\.claude\.json.*|.*\.lock)$/;

export function isShared(name: string): boolean {
  return !OWN.test(name);
}

/** Where the conversations of all accounts live, beside the accounts' directories. */
export const PROJECTS = 'projects';
