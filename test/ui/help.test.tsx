import { describe, expect, test } from 'vitest';
import { modalBindings } from '../../src/ui/keys/in-modal.js';
import { mainBindings, mainSections } from '../../src/ui/keys/main.js';
import { keyShown } from '../../src/ui/keys/names.js';
import { helpContent, modalSections } from '../../src/ui/modals/help.js';
import { viewOf } from './draw.js';
import { contextOf } from './press.js';
import { hold, normal } from './snapshots.js';

function textOf(snapshot = normal, width = 200): string {
  return helpContent(viewOf(snapshot), contextOf(snapshot), width)
    .lines.map((line) => line.map(({ text }) => text).join(''))
    .join('\n');
}

describe('the help', () => {
  test('names every key of the panels with its sentence', () => {
    const text = textOf();
    for (const { keys, help } of mainBindings) {
      expect(text).toContain(`${keys.map((key) => keyShown(key, false)).join(' ')}`.slice(0, 13));
      expect(text).toContain(help);
    }
    expect(new Set(mainSections.flatMap(({ bindings }) => bindings)).size).toBe(mainBindings.length);
  });

  test('names every key of what can be open, but for the cursor’s', () => {
    const text = textOf();
    const cursor =
      /^edit-(?:up|down|left|right|page|home|end|enter|tab|backspace|delete)|^filter-(?:up|down)$/;
    for (const { title, bindings } of modalSections) {
      expect(text).toContain(title);
      for (const { id, help } of bindings.filter((binding) => !cursor.test(binding.id))) {
        expect(help, id).toMatch(/^[A-Z].*\.$/);
        expect(text, id).toContain(help);
      }
    }
    for (const question of ['cancel', 'release', 'retry'] as const)
      for (const { id, help } of modalBindings({ type: 'ask', question, task: 'x' }))
        expect(help, id).toMatch(/^[A-Z].*\.$/);
  });

  test('says why a key cannot be used now', () => {
    expect(textOf(hold)).toMatch(/Swap at once .*\(now: all accounts are limited; team is back first\)/);
    expect(textOf()).toMatch(/Agree to .*\(now: only while a swap is proposed\)/);
    expect(textOf()).toMatch(/Clear the filter, else .*\(now: only with a filter, a zoom or the preview\)/);
  });
});
