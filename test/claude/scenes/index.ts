import { limits } from './limits.js';
import { plain } from './plain.js';
import type { Scene } from './scene.js';
import { situations } from './situations.js';
import { startup } from './startup.js';
import { talk } from './talk.js';
import { turns } from './turns.js';

export const scenes: readonly Scene[] = [...plain, ...turns, ...limits, ...situations, ...talk, ...startup];
