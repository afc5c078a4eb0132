import type { Whereabouts } from '../adapters/http/socket-place.js';
import { type Parsed, text } from './arguments.js';
import { stateDirOf } from './place.js';

/** Which supervisor is meant: that of `--state-dir`, else the one in its place. */
export function whereOf(parsed: Parsed): Whereabouts {
  return { stateDir: stateDirOf(text(parsed, 'state-dir'), process.env), env: process.env };
}
