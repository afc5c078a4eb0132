import type { Command, CommandResult } from '../core/commands.js';
import type { EffectOutcome } from '../core/engine/effects.js';
import type { Event, SessionObservation } from '../core/engine/events.js';
import type { State } from '../core/engine/state.js';
import type { Heard } from '../core/hooks/heard.js';
import { iso } from '../core/time.js';
import { changedCounts, changedRooms, changedTasks } from './journal-changes.js';

/**
 * What goes to the journal of one event: changed readings (no screen text but the snippet of a hit), commands, results, and
 * what they changed. Null for a poll in which nothing changed.
 */
export function journalEntry(event: Event, before: State, after: State): object | null {
  const at = iso(event.at.wallMs);
  const base = { at, steadyMs: event.at.steadyMs, type: event.type, ...changes(before, after) };
  switch (event.type) {
    case 'polled': {
      const sessions = event.observation.sessions.flatMap(changedReading);
      return sessions.length > 0 || hasChanges(before, after) ? { ...base, sessions } : null;
    }
    case 'queue-seen': {
      const queue = changedCounts(before.live.queue, event.queue);
      return queue !== null || hasChanges(before, after) ? { ...base, ...(queue && { queue }) } : null;
    }
    case 'heard':
      return event.heard.type === 'stop-failure' || hasChanges(before, after)
        ? { ...base, heard: heardFacts(event.heard) }
        : null;
    case 'commanded':
      return {
        ...base,
        command: event.command,
        ...aboutOf(event.command, before),
        result: resultOf(event.id, after),
      };
    case 'settled':
      return { ...base, effect: event.effectId, outcome: withoutWords(event.outcome) };
    case 'started':
      return { ...base, provenance: event.provenance, mode: event.settings.mode, link: event.link };
    case 'settings-changed':
      return { ...base, what: event.what };
    case 'config-read':
      return { ...base, fault: event.fault };
    case 'noted':
      return { ...base, text: event.text };
    case 'ticked':
    case 'poll-failed':
      return hasChanges(before, after) ? base : null;
  }
}

/** The name of the session the command is about: its id tells a reader nothing later. */
function aboutOf(command: Command, { durable, live }: State): { readonly about?: string } {
  const name =
    command.type === 'focus'
      ? live.sessions[command.session]?.seen.name
      : command.type === 'dismiss'
        ? durable.hits.find(({ id }) => id === command.hit)?.sessionName
        : undefined;
  return name === undefined ? {} : { about: name };
}

/** What the command came to at once; null when nothing was answered. */
function resultOf(id: string, { live }: State): CommandResult | null {
  return live.answers.find((answer) => answer.id === id)?.result ?? null;
}

/** The words of a turn are the person's: only what kind of failure it was goes to disk. */
function heardFacts(heard: Heard): object {
  const { type, conversation } = heard;
  if (heard.type === 'stop-failure') return { type, conversation, error: heard.error };
  return heard.type === 'headroom' ? { type, conversation, windows: heard.windows } : { type, conversation };
}

/** What is wrong with a task file may be told in its own words. */
function withoutWords(outcome: EffectOutcome): object {
  if (outcome.type === 'claim') return { type: outcome.type, ok: outcome.ok };
  if (outcome.type !== 'type' || outcome.result.outcome !== 'refused') return outcome;
  const { cause } = outcome.result;
  return cause === 'text' ? { type: outcome.type, result: { outcome: 'refused', cause } } : outcome;
}

function changedReading(seen: SessionObservation): object[] {
  const rows = seen.rows.filter((row) => row.type === 'limit' || row.type === 'api-error');
  if (typeof seen.reading === 'string' && rows.length === 0) return [];
  const reading = typeof seen.reading === 'string' ? seen.reading : null;
  const full = typeof seen.reading === 'string' ? null : seen.reading;
  return [
    {
      id: seen.id,
      name: seen.name,
      reading: reading ?? {
        verdict: full?.verdict,
        hit: full?.hit,
        limit: full?.limit,
        vetoes: full?.vetoes,
        snippet: full?.banner?.snippet ?? null,
      },
      rows: rows.map((row) => ({
        uuid: row.uuid,
        type: row.type,
        limit: row.limit,
        error: row.error,
        status: row.status,
      })),
    },
  ];
}

function hasChanges(before: State, after: State): boolean {
  return (
    before.durable.swap?.phase !== after.durable.swap?.phase ||
    before.durable.hits !== after.durable.hits ||
    before.durable.hold !== after.durable.hold ||
    before.durable.headroom !== after.durable.headroom ||
    changedTasks(before.durable, after.durable).length > 0 ||
    changedRooms(before.durable, after.durable).length > 0
  );
}

function changes(before: State, after: State): object {
  const swap = after.durable.swap;
  const moved =
    swap && swap.phase !== before.durable.swap?.phase
      ? { swap: { id: swap.id, phase: swap.phase, from: swap.from, to: swap.to, origin: swap.origin } }
      : {};
  const hits = after.durable.hits
    .filter((hit) => before.durable.hits.find((old) => old.id === hit.id)?.state !== hit.state)
    .map((hit) => ({
      id: hit.id,
      session: hit.sessionName,
      account: hit.account,
      state: hit.state,
      why: hit.why,
    }));
  const lists = {
    hits,
    tasks: changedTasks(before.durable, after.durable),
    rooms: changedRooms(before.durable, after.durable),
  };
  return { ...moved, ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) };
}
