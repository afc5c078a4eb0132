/** Last part of the path of Claude Code's program: `claude`, or its script by the runtime's ending. */
export const CLAUDE_PROGRAM = /^claude(\.([cm]?js|exe))?$/;
/** Stands in the path of its script when npm installed it. */
export const CLAUDE_PACKAGE = '@anthropic-ai/claude-code';
/** What runs its script where it is one: the runtimes of JavaScript, also with a version behind (`node-24`, `nodejs24`). */
export const SCRIPT_RUNTIME = /^(node|nodejs|bun|deno)(-?\d+)?$/;
/** Programs that start the one named behind them in their own place. */
export const STARTERS: ReadonlySet<string> = new Set(['env', 'nice', 'nohup']);
