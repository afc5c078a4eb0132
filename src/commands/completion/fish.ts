import type { CommandEntry, CommandOption } from '../command.js';
import { fixedWords, named, optionsOfNone, type Place, placesOf, wordsCommand } from './tree.js';

const START = 'complete -c claude-failover';

/** The completion for fish (3 and later). */
export function fishScript(commands: readonly CommandEntry[]): string {
  const none = quoted('__fish_use_subcommand');
  const lines = [
    '# claude-failover completion for fish. In ~/.config/fish/config.fish: claude-failover completion fish | source',
    `${START} -f`,
    ...named(commands).map(({ name, summary }) => `${START} -n ${none} -a ${name} -d ${quoted(summary)}`),
    ...optionsOfNone(commands).map((option) => `${START} -n ${none} ${optionOf(option)}`),
    ...placesOf(commands).flatMap((place) => linesOf(place, commands)),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf(place: Place, commands: readonly CommandEntry[]): readonly string[] {
  const when = quoted(conditionOf(place, commands));
  const { words, completes } = place;
  const asks = wordsCommand(completes);
  const fixed = fixedWords(completes);
  return [
    ...words.map(({ name, help }) => `${START} -n ${when} -a ${name} -d ${quoted(help)}`),
    ...(fixed.length > 0 ? [`${START} -n ${when} -a ${quoted(fixed.join(' '))}`] : []),
    ...(asks === null ? [] : [`${START} -n ${when} -a ${quoted(`(${asks} 2>/dev/null)`)}`]),
    ...(completes === 'file' ? [`${START} -n ${when} -F`] : []),
    ...place.options.map((option) => `${START} -n ${when} ${optionOf(option)}`),
  ];
}

function conditionOf({ command, subcommand, words }: Place, commands: readonly CommandEntry[]): string {
  const seen = `__fish_seen_subcommand_from ${command}`;
  if (subcommand !== null) return `${seen}; and __fish_seen_subcommand_from ${subcommand}`;
  const own = words.map(({ name }) => name);
  // A word of another command's may be a command of its own: `queue list`, `hooks status`.
  const others = named(commands).flatMap(({ name, subcommands = [] }) =>
    subcommands.some((one) => one.name === command) ? [name] : [],
  );
  const not = [...own, ...others];
  return not.length === 0 ? seen : `${seen}; and not __fish_seen_subcommand_from ${not.join(' ')}`;
}

function optionOf(option: CommandOption): string {
  return `-l ${option.flag.replace(/^--/, '')}${takes(option)} -d ${quoted(option.help)}`;
}

/** What follows it. */
function takes({ value, completes }: CommandOption): string {
  if (value === undefined) return '';
  if (value === 'FILE') return ' -r -F';
  if (value === 'DIR') return " -x -a '(__fish_complete_directories)'";
  const asks = wordsCommand(completes ?? null);
  const words = asks === null ? fixedWords(completes ?? null).join(' ') : `(${asks} 2>/dev/null)`;
  return words === '' ? ' -x' : ` -x -a ${quoted(words)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
