import type { Environment } from '../adapters/paths.js';
import { type Parsed, text } from './arguments.js';
import { stateDirOf } from './place.js';

/** Which supervisor is meant. */
export interface Where {
  readonly stateDir: string;
  readonly env: Environment;
}

export function whereOf(parsed: Parsed): Where {
  return { stateDir: stateDirOf(text(parsed, 'state-dir'), process.env), env: process.env };
}
