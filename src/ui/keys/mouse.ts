import { type Binding, ui } from './binding.js';

/** Takes the mouse or leaves it to the terminal, which selects text with it. */
export const mouseKey: Binding = {
  id: 'mouse',
  keys: ['M'],
  label: 'mouse',
  help: 'Let clicks and the wheel select and scroll here, or leave the mouse to the terminal to select text; remembered.',
  footer: null,
  run: ({ ui: { mouse } }) => [
    ui({ type: 'mouse', on: !mouse }),
    ui({
      type: 'flash',
      flash: {
        text: mouse
          ? 'mouse off: the terminal selects text with it'
          : 'mouse on: clicks and wheel; with Shift it selects text',
        tone: 'accent',
      },
    }),
  ],
};
