/** Last part of the path of Claude Code's program: `claude`, or its script by the runtime's ending. */
export const CLAUDE_PROGRAM = /^claude(\.([cm]?js|exe))?$/;
/** Stands in the path of its script when npm installed it. */
export const CLAUDE_PACKAGE = '@anthropic-ai/claude-code';
