import { interruptRun } from '../dispatcher/folder.js';
import type { Instant } from '../time.js';
import type { Event } from './events.js';
import { initialDurable } from './initial.js';
import type { Durable, Resume } from './state.js';
import type { Step } from './step.js';

type Started = Extract<Event, { type: 'started' }>;

/** The first event: the stored state is moved to this boot's clock, the configuration and the link are taken over. */
export function start(step: Step, event: Started): void {
  const { settings, link, provenance, seed } = event;
  const first = step.durable.bootId === '';
  step.patch({ ...initialDurable(), ...step.durable });
  rebase(step, event.bootId);
  step.patchLive({ settings, link, linkAt: step.at, started: true, readOnly: provenance === 'newer', seed });
  takeMode(step, settings.mode, first);
  if (provenance === 'corrupt') distrust(step);
  if (step.durable.activeAccount === null) step.patch({ activeAccount: link.account });
  if (step.durable.swap) step.patchSwap({ awaiting: null, retryAt: null });
  step.patch({ resumes: step.durable.resumes.map((resume) => interrupt(resume, step.at)) });
  const isOlder = provenance === 'previous';
  step.patch({ runs: step.durable.runs.map((run) => interruptRun(run, step, isOlder)) });
  for (const hit of step.durable.hits)
    if (hit.state === 'suspected') step.patchHit(hit.id, { waitFrom: step.at });
  step.tell(
    'info',
    provenance === 'stored' || provenance === 'previous' ? 'supervisor restarted' : 'supervisor started',
  );
}

/** A mode set by the person outlives a restart, until the configuration names another one. */
export function takeMode(step: Step, configMode: Durable['mode'], first = false): void {
  const noAccounts = step.settings.accounts.length === 0;
  if (noAccounts) step.patch({ mode: 'observe', configMode });
  else if (first || step.durable.configMode !== configMode) step.patch({ mode: configMode, configMode });
}

/** The state was lost: nothing automatic before a whole cooldown has passed. */
function distrust(step: Step): void {
  step.patch({ cooldownFloor: step.at });
  step.tell(
    'bad',
    'the state file was unreadable and was set aside: no automatic swap before a full cooldown',
  );
}

function interrupt(resume: Resume, at: Instant): Resume {
  if (resume.effect === null) return resume;
  return { ...resume, effect: null, step: 'recheck', since: at };
}

/** Re-expresses every stored instant in this boot's steady clock. */
function rebase(step: Step, bootId: string): void {
  const { durable, at } = step;
  if (durable.bootId === bootId) return;
  step.patch({ ...(durable.bootId === '' ? {} : (shift(durable, at) as Durable)), bootId });
}

/** A new boot: the wall clock alone knows how long ago it was; a clock that went back counts as no time at all. */
function moved(then: Instant, now: Instant): Instant {
  return { wallMs: then.wallMs, steadyMs: now.steadyMs - Math.max(0, now.wallMs - then.wallMs) };
}

function shift(value: unknown, now: Instant): unknown {
  if (Array.isArray(value)) return value.map((item) => shift(item, now));
  if (typeof value !== 'object' || value === null) return value;
  if (isInstant(value)) return moved(value, now);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shift(item, now)]));
}

function isInstant(value: object): value is Instant {
  return 'wallMs' in value && 'steadyMs' in value && Object.keys(value).length === 2;
}
