import type { SessionId } from '../../dist/core/ids.js';
import type { AgentProcess, PaneTarget } from '../../dist/core/ports.js';
import type { Screen } from './screens.ts';
import type { Turn } from './surroundings.ts';

export interface Traits {
  /** A CLI that keeps its login. */
  readonly old: boolean;
  readonly transcript: boolean;
  /** Account of its own directory; null: through the link. */
  readonly pinned: string | null;
}

/** What a process is born with. */
export interface Birth extends Traits {
  readonly name: string;
  readonly target: PaneTarget;
  readonly pid: number;
  readonly conversation: string;
  /** CLAUDE_FAILOVER_TASK of its environment. */
  readonly task: string | null;
  /** The turn of the process before it, which a `continue` goes on with. */
  readonly turn: Turn | null;
  /** `there`: it stood at its prompt before anybody looked. */
  readonly comesUp: 'there' | 'ready' | 'dialog' | 'offer' | 'dies' | 'hangs';
}

/** The process as the eyes report it. */
export function agentOf({ pid, task }: Birth, startedSteadyMs: number): AgentProcess {
  const rest = { cwd: '/', configDir: null, loginByEnvironment: false };
  return { pid, startTicks: pid, startedSteadyMs, task, ...rest };
}

export function firstScreen({ comesUp }: Birth): Screen {
  return comesUp === 'there'
    ? { type: 'idle', prompt: '' }
    : { type: 'starting', prompt: '', hangs: comesUp === 'hangs' };
}

export function idOf({ target: { server, pane }, pid }: Birth): SessionId {
  return `${server.pid}.${server.startedAt}.${pane}.${pid}.${pid}` as SessionId;
}
