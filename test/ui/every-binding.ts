import { NEW_EDITOR } from '../../src/ui/editor-state.js';
import { modalBindings } from '../../src/ui/keys/in-modal.js';
import { mainBindings } from '../../src/ui/keys/main.js';
import { modalSections } from '../../src/ui/modals/help.js';

/** Of the panels and of everything that can be open. */
export const everyBinding = [
  ...mainBindings,
  ...modalSections.flatMap(({ bindings }) => bindings),
  ...modalBindings({ ...NEW_EDITOR, phase: 'leaving' }),
];
