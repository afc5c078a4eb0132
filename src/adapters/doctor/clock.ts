import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ClockFacts } from '../../core/doctor/clock.js';
import type { Snapshot } from '../../core/snapshot.js';
import { readVariables } from '../proc-files.js';
import { isZone, localZone } from '../zone.js';
import type { DoctorContext } from './context.js';

/** No machine that runs this version has an earlier day. */
const NOT_BEFORE_MS = Date.UTC(2026, 0, 1);
const OUR_FILES = ['state.json', 'journal.jsonl', 'supervisor.log'];

/** A zone that ICU knows by a full name; three letters are traps (BST is Asia/Dhaka to ICU). */
function isFullZone(tz: string): boolean {
  const name = tz.replace(/^:/, '');
  if (!/^(UTC|GMT)$|\//.test(name)) return false;
  if (name.startsWith('/')) return statSync(name, { throwIfNoEntry: false }) !== undefined;
  return isZone(name);
}

/** `TZ` of a running process of ours. */
export function zoneOf(pid: number): string | null {
  const [[, zone] = []] = readVariables(pid, new Set(['TZ'])) ?? [];
  return zone || null;
}

function printedIn(snapshot: Snapshot | null): readonly string[] {
  const zones = (snapshot?.hits ?? []).flatMap(({ snippet }) => {
    const zone = /\(([A-Z][A-Za-z_]+(?:\/[A-Za-z_+-]+)+|UTC)\)/.exec(snippet)?.[1];
    return zone === undefined ? [] : [zone];
  });
  return [...new Set(zones)];
}

export interface ClockSources {
  readonly snapshot: Promise<Snapshot | null>;
  readonly sessions: Promise<ClockFacts['sessions']>;
}

export async function gatherClock(context: DoctorContext, sources: ClockSources): Promise<ClockFacts> {
  const times = OUR_FILES.flatMap((name) => {
    const stats = statSync(join(context.stateDir, name), { throwIfNoEntry: false });
    return stats === undefined ? [] : [stats.mtimeMs];
  });
  const tz = context.env.TZ ?? null;
  return {
    nowMs: context.nowMs,
    notBeforeMs: NOT_BEFORE_MS,
    newestMs: times.length === 0 ? null : Math.max(...times),
    tz,
    tzKnown: tz === null || isFullZone(tz),
    zone: localZone(),
    sessions: await sources.sessions,
    printed: printedIn(await sources.snapshot),
  };
}
