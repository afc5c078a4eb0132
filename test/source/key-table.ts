import type { Binding, Section } from '../../src/ui/keys/binding.js';
import { mainSections } from '../../src/ui/keys/main.js';
import { keyShown } from '../../src/ui/keys/names.js';
import { modalSections } from '../../src/ui/modals/help.js';

/** How a key is written in the documents. */
export function keyWritten(key: string): string {
  return key === ' ' ? 'Space' : keyShown(key, true);
}

function row({ keys, help, whenText }: Binding): string {
  const shown = keys.map((key) => `\`${keyWritten(key)}\``).join(' ');
  const when = whenText === undefined ? '' : ` ${whenText.charAt(0).toUpperCase()}${whenText.slice(1)}.`;
  return `| ${shown} | ${help.replaceAll('|', '\\|')}${when} |`;
}

function table({ title, bindings }: Section): string {
  const rows = bindings.filter(({ help }) => help !== '').map(row);
  return [`## ${title}`, '', '| key | |', '|---|---|', ...rows, ''].join('\n');
}

/** `docs/keys.md`, from the bindings themselves. */
export function keysPage(): string {
  return [
    '# Keys',
    '',
    'Made from the bindings of the dashboard by `npm run goldens`; `?` shows the same, with why a key cannot be used just now.',
    '',
    ...[...mainSections, ...modalSections].map(table),
  ].join('\n');
}
