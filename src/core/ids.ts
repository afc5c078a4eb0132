/** Identity of a session: tmux server pid and start, pane id, process pid and start time; never a name. */
export type SessionId = string & { readonly __brand: 'SessionId' };
/** Identity of a hit: its transcript row, or its banner in one session. */
export type HitId = string & { readonly __brand: 'HitId' };
/** What Claude Code calls a conversation; also the name of its transcript. */
export const CONVERSATION_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** tmux's pane id, `%7`. Meaningful only together with the server it came from. */
export type PaneId = string & { readonly __brand: 'PaneId' };
