import type { LoadedState } from './adapters/state-file.js';
import type { Provenance } from './core/engine/events.js';
import type { Durable } from './core/engine/state.js';

export function epochOf(loaded: LoadedState<Durable>): number {
  if (loaded.type === 'ok') return loaded.epoch;
  return loaded.type === 'corrupt' ? (loaded.previous?.epoch ?? 0) : 0;
}

export function durableOf(loaded: LoadedState<Durable>): Durable | undefined {
  if (loaded.type === 'ok') return loaded.state;
  return loaded.type === 'corrupt' ? loaded.previous?.state : undefined;
}

export function provenanceOf(loaded: LoadedState<Durable>): Provenance {
  if (loaded.type === 'ok') return 'stored';
  if (loaded.type === 'corrupt') return loaded.previous ? 'previous' : 'corrupt';
  return loaded.type === 'newer' ? 'newer' : 'missing';
}

/** What the log says of a stored state that is not simply there or not there; null otherwise. */
export function findingOf(loaded: LoadedState<Durable>): string | null {
  if (loaded.type === 'newer') {
    return `The state was written by a newer version (schema ${loaded.schema}) and is left alone: observe only. Update claude-failover.`;
  }
  if (loaded.type !== 'corrupt') return null;
  const kept = loaded.keptAs === null ? '' : ` It was kept as ${loaded.keptAs}.`;
  const next = loaded.previous ? 'The version before it is used.' : 'It begins anew.';
  return `${loaded.reason}.${kept} ${next}`;
}
