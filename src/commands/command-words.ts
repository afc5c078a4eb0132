import { word } from './journal-word.js';

/**
 * An order of the journal in words: `go to ccl-1`. `about`: the name of the session it was about, as the journal has it;
 * null in an older one.
 */
export function commandWords(command: Record<string, unknown>, about: string | null): string {
  const session = about ?? 'a session';
  switch (command.type) {
    case 'swap':
      return `swap to ${command.to === null ? 'the next account' : word(command.to)}${command.force === true ? ', limited or not' : ''}`;
    case 'dismiss':
      return command.hit === 'all' ? 'dismiss all hits' : `dismiss the hit on ${session}`;
    case 'undo-dismiss':
      return 'take the last dismissal back';
    case 'pause':
      return 'pause dispatch';
    case 'resume':
      return 'resume dispatch';
    case 'mode':
      return `mode ${word(command.mode)}`;
    case 'answer':
      return command.yes === true ? 'agree to the proposed swap' : 'turn the proposed swap down';
    case 'task':
      return `${word(command.action)} the task ${word(command.task)}`;
    case 'unpark':
      return `start ${word(command.session)} again`;
    case 'focus':
      return `go to ${session}`;
    default:
      return word(command.type);
  }
}
