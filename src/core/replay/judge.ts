import type { Event } from '../engine/events.js';
import { CHECKS, type ReplaySettings } from './checks.js';
import type { JournalLine } from './lines.js';
import { after, afterGap, BEGINNING, type Past } from './past.js';

export interface Violation {
  readonly check: string;
  readonly file: string;
  readonly line: number;
  readonly at: string;
  readonly what: string;
}

export interface Judgement {
  readonly entries: number;
  /** Lines that were cut or hold no entry. */
  readonly unreadable: number;
  /** Entries of a kind this version does not know: their swaps, hits and tasks are read all the same. */
  readonly unknown: number;
  readonly starts: number;
  readonly checked: readonly string[];
  /** Checks that need the configuration of that time. */
  readonly unchecked: readonly string[];
  readonly violations: readonly Violation[];
}

const KNOWN: Readonly<Record<Event['type'], true>> = {
  started: true,
  polled: true,
  'poll-failed': true,
  'queue-seen': true,
  heard: true,
  commanded: true,
  settled: true,
  'settings-changed': true,
  'config-read': true,
  noted: true,
  ticked: true,
};

/** Goes through a journal line by line and holds every line against what came before it. */
export function judge(lines: readonly JournalLine[], settings: ReplaySettings | null): Judgement {
  const used = CHECKS.filter((check) => settings !== null || !check.needsSettings);
  const violations: Violation[] = [];
  let past: Past = BEGINNING;
  for (const { file, line, entry } of lines) {
    if (entry === null) {
      past = afterGap(past);
      continue;
    }
    for (const check of used) {
      const what = check.broken(past, entry, settings);
      if (what !== null) violations.push({ check: check.name, file, line, at: entry.at, what });
    }
    past = after(past, entry);
  }
  const entries = lines.flatMap(({ entry }) => (entry === null ? [] : [entry]));
  return {
    entries: entries.length,
    unreadable: lines.length - entries.length,
    unknown: entries.filter(({ type }) => !Object.hasOwn(KNOWN, type)).length,
    starts: entries.filter(({ type }) => type === 'started').length,
    checked: used.map(({ name }) => name),
    unchecked: CHECKS.filter((check) => !used.includes(check)).map(({ name }) => name),
    violations,
  };
}
