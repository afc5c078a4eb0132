import { cleanText } from '../core/clean-text.js';
import { nearest } from '../core/config/nearest.js';
import type { CommandEntry } from './command.js';

/** One line about a command that is none, with the one that was most likely meant. */
export function unknownCommand(word: string, commands: readonly CommandEntry[]): string {
  const meant = nearest(
    word,
    commands.map(({ name }) => name),
  );
  const help = meant === null ? '' : ` Did you mean claude-failover ${meant}?`;
  return `There is no command "${cleanText(word, 80)}".${help} See claude-failover --help.\n`;
}
