import { now } from './adapters/clock.js';
import { heardRoute } from './adapters/hooks/heard-route.js';
import { type Heard, nearPids } from './core/hooks/heard.js';
import type { Supervisor } from './supervisor/supervisor.js';
import { configDirs, type Rooms } from './wire-rooms.js';

/** What hooks and status lines tell goes to the engine; which conversation a process took up, to the eyes as well. */
export function hearingOf(rooms: Rooms, supervisor: Supervisor): ReturnType<typeof heardRoute> {
  return heardRoute({
    getSnapshot: supervisor.getSnapshot,
    dirs: () => configDirs(rooms),
    take: (heard: Heard) => {
      const { wallMs } = now();
      if (heard.type === 'session-start')
        for (const pid of nearPids(heard)) rooms.told.tell(pid, heard.conversation, wallMs);
      supervisor.post({ type: 'heard', at: now(), heard });
    },
  });
}
