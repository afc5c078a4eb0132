import { gatherAccounts } from '../adapters/doctor/accounts.js';
import { askCommands } from '../adapters/doctor/cli.js';
import { gatherClock } from '../adapters/doctor/clock.js';
import { bounded, type DoctorContext } from '../adapters/doctor/context.js';
import { gatherDisk } from '../adapters/doctor/disk.js';
import { gatherConfiguration, gatherHost, gatherInotify } from '../adapters/doctor/host.js';
import { gatherLink } from '../adapters/doctor/link.js';
import { gatherManagers } from '../adapters/doctor/managers.js';
import { gatherNotifier } from '../adapters/doctor/notifier.js';
import { gatherDifferences, gatherHooks } from '../adapters/doctor/settings.js';
import { askRunning } from '../adapters/doctor/supervisor.js';
import { lookAtService } from '../adapters/service/systemd.js';
import type { CliFacts } from '../core/doctor/cli.js';
import type { ClockFacts } from '../core/doctor/clock.js';
import type { Facts, Gathered, Part } from '../core/doctor/index.js';
import { lookAtTmux, sessionsFacts, type TmuxLook } from './doctor-tmux.js';

/** Longer than every program a part waits for, one after the other. */
const PART_WITHIN_MS = 18_000;

function cliFacts(commands: CliFacts['commands'], look: TmuxLook | null): CliFacts {
  const agents = look?.panes?.filter(({ agent }) => agent !== null) ?? [];
  return { commands, sessions: agents.map(({ session, version }) => ({ name: session, version })) };
}

function zonesIn(look: TmuxLook | null): ClockFacts['sessions'] {
  return (look?.panes ?? []).flatMap(({ session, zone }) =>
    zone === null ? [] : [{ name: session, zone: zone.replace(/^:/, '') }],
  );
}

/** Every version that is known to be in use. */
async function versionsOf(
  commands: ReturnType<typeof askCommands>,
  look: Promise<TmuxLook | null>,
): Promise<readonly string[]> {
  const versions = [
    ...(await commands).map(({ fact }) => fact.version),
    ...((await look)?.panes ?? []).map(({ version }) => version),
  ];
  return versions.filter((version) => version !== null);
}

/** Every part's facts, gathered side by side, each within its time. What several parts need is asked for once. */
export async function gather(context: DoctorContext, sendTests: boolean): Promise<Gathered> {
  const commands = askCommands(context);
  const look = lookAtTmux(context);
  const running = askRunning(context);
  const lookOrNull = look.catch(() => null);
  const work: { readonly [P in Part]: () => Promise<Facts[P]> } = {
    host: () => gatherHost(context),
    configuration: () => gatherConfiguration(context),
    link: () => gatherLink(context),
    accounts: () => gatherAccounts(context, commands),
    differences: () => gatherDifferences(context),
    cli: async () =>
      cliFacts(
        (await commands).map(({ fact }) => fact),
        await lookOrNull,
      ),
    tmux: async () => (await look).facts,
    sessions: async () => sessionsFacts(context.config, (await look).panes),
    supervisor: async () => (await running).facts,
    managers: () => gatherManagers(context),
    clock: () =>
      gatherClock(context, {
        snapshot: running.then(
          ({ snapshot }) => snapshot,
          () => null,
        ),
        sessions: lookOrNull.then(zonesIn),
      }),
    disk: () => gatherDisk(context),
    inotify: () => gatherInotify(),
    hooks: () => gatherHooks(context, versionsOf(commands, lookOrNull)),
    notifier: () => gatherNotifier(context, sendTests),
    service: () => lookAtService(context.env),
  };
  const parts = Object.entries(work).map(
    async ([part, gatherPart]) => [part, await bounded<unknown>(gatherPart, PART_WITHIN_MS)] as const,
  );
  return Object.fromEntries(await Promise.all(parts)) as unknown as Gathered;
}
