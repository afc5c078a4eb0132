import type { SupervisorFacts, SupervisorView } from '../../core/doctor/supervisor.js';
import type { Snapshot } from '../../core/snapshot.js';
import { askSupervisor } from '../http/client.js';
import { lockHolder } from '../lock.js';
import type { DoctorContext } from './context.js';

const WITHIN_MS = 4_000;

/** The facts, and the limits the supervisor shows. */
export interface AskedSupervisor {
  readonly facts: SupervisorFacts;
  readonly snapshot: Snapshot | null;
}

function viewOf(snapshot: Snapshot): SupervisorView {
  const { mode, needs, warnings, activeAccount, lastSwap, breaker, paused } = snapshot;
  return { mode, needs, warnings, activeAccount, lastSwap, breaker, paused };
}

function isSnapshot(body: unknown): body is Snapshot {
  return typeof body === 'object' && body !== null && 'schemaVersion' in body && body.schemaVersion === 1;
}

function healthIn(body: unknown): SupervisorFacts['health'] {
  if (typeof body !== 'object' || body === null) return null;
  const { status, reasons } = body as Record<string, unknown>;
  if (typeof status !== 'string') return null;
  return { status, reasons: Array.isArray(reasons) ? reasons.map(String) : [] };
}

/** Asks the supervisor of the state directory, if there is one, and looks who holds the locks. */
export async function askRunning({ stateDir, env, config }: DoctorContext): Promise<AskedSupervisor> {
  const where = { stateDir, env };
  const [holder, linkHolder, status] = await Promise.all([
    lockHolder({ kind: 'state', dir: stateDir }),
    config !== null && config.accounts.list.length > 0
      ? lockHolder({ kind: 'link', link: config.accounts.link })
      : null,
    askSupervisor(where, 'GET', '/status', { withinMs: WITHIN_MS }),
  ]);
  const base = {
    stateDir,
    pid: holder?.pid ?? null,
    reason: '',
    view: null,
    health: null,
    linkHeldElsewhere: linkHolder !== null && holder === null,
  };
  if (status.type === 'answer' && isSnapshot(status.body)) {
    const health = await askSupervisor(where, 'GET', '/health', { withinMs: WITHIN_MS });
    const facts: SupervisorFacts = {
      ...base,
      state: 'answers',
      view: viewOf(status.body),
      health: health.type === 'answer' ? healthIn(health.body) : null,
    };
    return { facts, snapshot: status.body };
  }
  if (status.type === 'none' && holder === null) return { facts: { ...base, state: 'none' }, snapshot: null };
  const reason =
    status.type === 'failed'
      ? status.reason
      : status.type === 'none'
        ? 'nobody listens at its socket'
        : 'it is of another version';
  return { facts: { ...base, state: 'silent', reason }, snapshot: null };
}
