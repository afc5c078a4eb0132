import { fileURLToPath } from 'node:url';

/** The program this process was started as, for those who start it again: the service manager, Claude Code's hooks. */
export const OWN_PROGRAM = fileURLToPath(new URL('../../bin/claude-failover.js', import.meta.url));
