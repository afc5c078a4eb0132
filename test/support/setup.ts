import fc from 'fast-check';
import { expect } from 'vitest';

// Typed in a shell, vitest would start on the machine's own Node; npm scripts bring the right one.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  throw new Error(
    `The tests need Node.js 22.22 or newer, this is ${process.version}. Run them with npm test.`,
  );
}
// Whoever runs the tests inside tmux must not lend them that server.
delete process.env.TMUX;
delete process.env.TMUX_PANE;
// React as it is shipped: its development build takes a third more time for the same drawings.
if (/\/test\/ui\//.test(expect.getState().testPath ?? '')) process.env.NODE_ENV = 'production';
// The same cases in every run: a suite that fails now and then proves nothing.
fc.configureGlobal({ seed: 20_260_415 });
