import { CLAUDE_PACKAGE, CLAUDE_PROGRAM, SCRIPT_RUNTIME, STARTERS } from '../claude-program.js';

function base(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** Whether it starts what is named behind it and nothing else. */
function startsNext(word: string): boolean {
  return SCRIPT_RUNTIME.test(base(word)) || STARTERS.has(base(word));
}

/**
 * The words of a configured command that start Claude Code itself, without its own arguments: `node /opt/claude` of
 * `node /opt/claude --model opus`. null for a wrapper of another name: nobody knows what that would do with ours.
 */
export function claudeWords(argv: readonly string[]): readonly string[] | null {
  const at = argv.findIndex((word) => CLAUDE_PROGRAM.test(base(word)) || word.includes(CLAUDE_PACKAGE));
  if (at === -1) return null;
  const plain = argv
    .slice(0, at)
    .every((word, index) => startsNext(word) || (index > 0 && /^-|^[A-Za-z_]\w*=/.test(word)));
  return plain ? argv.slice(0, at + 1) : null;
}

/** `2.1.330` out of `2.1.330 (Claude Code)`; null when no version is told. */
export function versionIn(said: string): string | null {
  return /(?:^|\s)v?(\d{1,4}\.\d{1,4}\.\d{1,5})(?:\s|$|-)/.exec(said)?.[1] ?? null;
}
