/** The keys a task may set for itself, for the hint below the editor. */
export const FRONT_MATTER_KEYS = 'priority, cwd, session, timeout, attempts, conversation';

/** An example that is right as it stands: all but the default priority is a comment. */
export const FRONT_MATTER = `---
priority: 5           # 9 runs first, 0 last
# cwd: ~/project      # where it starts
# session: ccl-2      # the pool session that alone may run it
# timeout: 2h
# attempts: 2
# conversation: 0b5c7d1e-0000-4000-8000-000000000000   # goes on with it
---
`;
