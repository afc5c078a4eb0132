import type { CommandEntry, CommandOption } from '../command.js';
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

/** The completion for zsh (5 and later). */
export function zshScript(commands: readonly CommandEntry[]): string {
  const all = valued(commands);
  const { files, folders, offered, others } = all;
  return `#compdef claude-failover
# claude-failover completion for zsh. In ~/.zshrc, after compinit: eval "$(claude-failover completion zsh)"
_claude_failover() {
  local command='' sub='' kind='' i
  local -a options choices
  for ((i = 2; i < CURRENT; i++)); do
    case "\${words[i]}" in
      ${casePattern(takers(all))}) i=$((i + 1)) ;;
      -*) ;;
      *) if [[ -z "$command" ]]; then command="\${words[i]}"; elif [[ -z "$sub" ]]; then sub="\${words[i]}"; fi ;;
    esac
  done
  case "\${words[CURRENT-1]}" in
    ${casePattern(files)}) _files; return ;;
    ${casePattern(folders)}) _files -/; return ;;
${offered.map(values).join('\n')}
    ${casePattern(others)}) return 1 ;;
  esac
  case "$command/$sub" in
    /) options=(${optionsOfNone(commands).map(optionWord).join(' ')}); choices=(${named(commands).map(word).join(' ')}) ;;
${placesOf(commands).map(branch).join('\n')}
  esac
  if [[ "$PREFIX" == -* ]]; then _describe -o 'option' options; return; fi
  (( \${#choices} )) && _describe 'command' choices
  if [[ "$kind" == file ]]; then _files
  elif [[ -n "$kind" ]]; then compadd -- \${(f)"$(claude-failover completion words $kind 2>/dev/null)"}
  fi
}
compdef _claude_failover claude-failover
`;
}

/** What may follow a flag. */
function values({ flag, completes }: Valued['offered'][number]): string {
  const asks = wordsCommand(completes);
  const words = asks === null ? fixedWords(completes).join(' ') : `\${(f)"$(${asks} 2>/dev/null)"}`;
  return `    ${flag}) compadd -- ${words}; return ;;`;
}

function branch({ command, subcommand, options, completes, words }: Place): string {
  const fixed = fixedWords(completes);
  const choices = [...words.map(word), ...fixed.map(quoted)].join(' ');
  const kind = wordsCommand(completes) !== null || completes === 'file' ? `; kind='${completes}'` : '';
  return `    ${command}/${subcommand ?? ''}) options=(${options.map(optionWord).join(' ')}); choices=(${choices})${kind} ;;`;
}

/** `name:meaning`, as _describe takes it: colons of the name are escaped. */
function word(entry: { readonly name: string; readonly help?: string; readonly summary?: string }): string {
  return quoted(`${entry.name}:${entry.help ?? entry.summary ?? ''}`);
}

function optionWord({ flag, help }: CommandOption): string {
  return quoted(`${flag}:${help}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
