import { accounts } from './accounts.js';
import { basics } from './basics.js';
import { hooks } from './hooks.js';
import { lives } from './lives.js';
import { queue } from './queue.js';
import type { Story } from './story.js';
import { turns } from './turns.js';

export const stories: readonly Story[] = [
  ...basics,
  ...turns,
  ...accounts,
  ...lives,
  ...queue,
  ...hooks,
].sort((a, b) => a.name.localeCompare(b.name));
