import { inWords } from '../time.js';
import { bad, type Check, type Finding, listed, ok, warn } from './finding.js';

export interface ClockFacts {
  readonly nowMs: number;
  /** When this version was built or released, ms: no right clock shows less. */
  readonly notBeforeMs: number;
  /** Newest of our own files, ms; null when there is none. */
  readonly newestMs: number | null;
  /** `TZ` as set, null when unset. */
  readonly tz: string | null;
  /** `TZ` names a zone that is known. */
  readonly tzKnown: boolean;
  /** The zone we reckon in. */
  readonly zone: string;
  /** Running sessions whose own `TZ` is another one. */
  readonly sessions: readonly { readonly name: string; readonly zone: string }[];
  /** Zones that limits on screen were printed with. */
  readonly printed: readonly string[];
}

/** Two file systems may differ this much. */
const SLACK_MS = 60_000;

/** Newer names of the same zone, as different Node.js versions print them. */
const RENAMED: Readonly<Record<string, string>> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Etc/UTC': 'UTC',
  'Etc/GMT': 'UTC',
  GMT: 'UTC',
};

function plain(zone: string): string {
  return RENAMED[zone] ?? zone;
}

function clockFinding({ nowMs, notBeforeMs, newestMs }: ClockFacts): Finding {
  if (nowMs < notBeforeMs)
    return bad(
      'clock-wrong',
      `the clock says ${new Date(nowMs).toISOString().slice(0, 10)}`,
      'that is before this version was made, and times of resets would be wrong',
      'set the clock: timedatectl set-ntp true',
    );
  if (newestMs !== null && newestMs > nowMs + SLACK_MS)
    return warn(
      'clock-went-back',
      `the clock went back by ${inWords(newestMs - nowMs)}`,
      'our own files were written later than it is now',
      'set the clock: timedatectl set-ntp true',
    );
  return ok('clock', 'the clock is plausible');
}

function zoneFindings({ tz, tzKnown, zone, sessions, printed }: ClockFacts): readonly Finding[] {
  if (tz !== null && !tzKnown)
    return [
      warn(
        'zone-unknown',
        `TZ is "${tz}", which is no known zone`,
        `times that are printed without a zone are read as ${zone}`,
        'set TZ to a name such as Europe/Paris, or unset it',
      ),
    ];
  const others = sessions.filter((session) => plain(session.zone) !== plain(zone));
  const foreign = printed.filter((name) => plain(name) !== plain(zone));
  const found: Finding[] = [];
  if (others.length > 0)
    found.push(
      warn(
        'zone-sessions',
        `${listed(others.map((session) => `${session.name} (${session.zone})`))} reckon in another zone than ${zone}`,
        'old CLIs print times without a zone; those would be read wrongly',
        'start sessions and claude-failover with the same TZ',
      ),
    );
  if (foreign.length > 0)
    found.push(
      warn(
        'zone-printed',
        `limits were printed in ${listed(foreign)}, this machine reckons in ${zone}`,
        'times with a zone are read rightly, those of old CLIs without one are not',
        'start sessions and claude-failover with the same TZ',
      ),
    );
  return found.length > 0
    ? found
    : [ok('zone', `${zone}${tz === null ? ' (of the system; TZ is not set)' : ''}`)];
}

/** Clock and zone, on which the times of resets rest. */
export const clock: Check<ClockFacts> = {
  title: 'Clock',
  judge: (facts) => [clockFinding(facts), ...zoneFindings(facts)],
};
