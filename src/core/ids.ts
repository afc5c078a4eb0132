/** Identity of a session: tmux server pid and start, pane id, process pid and start time; never a name. */
export type SessionId = string & { readonly __brand: 'SessionId' };
/** Identity of a hit: its transcript row, or its banner in one session. */
export type HitId = string & { readonly __brand: 'HitId' };
/** tmux's pane id, `%7`. Meaningful only together with the server it came from. */
export type PaneId = string & { readonly __brand: 'PaneId' };
