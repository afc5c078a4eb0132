import type { CommandEntry } from '../command.js';
import {
  casePattern,
  fixedWords,
  named,
  optionsOfNone,
  type Place,
  placesOf,
  takers,
  type Valued,
  valued,
  wordsCommand,
} from './tree.js';

/** The completion for bash (3.2 and later). */
export function bashScript(commands: readonly CommandEntry[]): string {
  const all = valued(commands);
  const { files, folders, offered, others } = all;
  return `# claude-failover completion for bash. In ~/.bashrc: eval "$(claude-failover completion bash)"
_claude_failover_paths() {
  local line
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$1" -- "$cur")
}
_claude_failover() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  local command='' sub='' options='' words='' kind='' i
  local IFS=$' \\t\\n'
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${casePattern(takers(all))}) i=$((i + 1)) ;;
      -*) ;;
      *) if [ -z "$command" ]; then command="\${COMP_WORDS[i]}"; elif [ -z "$sub" ]; then sub="\${COMP_WORDS[i]}"; fi ;;
    esac
  done
  case "$prev" in
    ${casePattern(files)}) _claude_failover_paths -f; return ;;
    ${casePattern(folders)}) _claude_failover_paths -d; return ;;
${offered.map(values).join('\n')}
    ${casePattern(others)}) return ;;
  esac
  case "$command/$sub" in
    /) options='${optionsOfNone(commands)
      .map(({ flag }) => flag)
      .join(' ')}'; words='${named(commands)
      .map(({ name }) => name)
      .join(' ')}' ;;
${placesOf(commands).map(branch).join('\n')}
  esac
  if [ "$kind" = file ] && [ "\${cur#-}" = "$cur" ]; then _claude_failover_paths -f; return; fi
  if [ -n "$kind" ] && [ "$kind" != file ]; then words="$words $(claude-failover completion words "$kind" 2>/dev/null)"; fi
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$cur")) ;;
  esac
}
complete -o filenames -F _claude_failover claude-failover
`;
}

/** What may follow a flag. */
function values({ flag, completes }: Valued['offered'][number]): string {
  const asks = wordsCommand(completes);
  const words = asks === null ? `'${fixedWords(completes).join(' ')}'` : `"$(${asks} 2>/dev/null)"`;
  return `    ${flag}) COMPREPLY=($(compgen -W ${words} -- "$cur")); return ;;`;
}

/** A place without a subcommand also stands for every other word after the command. */
function branch({ command, subcommand, options, completes, words }: Place): string {
  const fixed = fixedWords(completes);
  const list = [...words.map(({ name }) => name), ...fixed].join(' ');
  const kind = wordsCommand(completes) !== null || completes === 'file' ? ` kind='${completes}'` : '';
  const pattern = `${command}/${subcommand ?? ''}`;
  return `    ${pattern}) options='${options.map(({ flag }) => flag).join(' ')}'; words='${list}'${kind === '' ? '' : `;${kind}`} ;;`;
}
