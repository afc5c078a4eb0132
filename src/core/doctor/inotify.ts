import { type Check, info, ok, warn } from './finding.js';

/** Limits of the kernel per user; null where there is no inotify. */
export interface InotifyFacts {
  readonly watches: number | null;
  readonly instances: number | null;
}

/** Claude Code 2.0.60 ends when it gets no watch; we look at files by polling then. */
const WATCHES = 8_192;
const INSTANCES = 64;

/** How many files the kernel lets a user watch. */
export const inotify: Check<InotifyFacts> = {
  title: 'File watching',
  judge: ({ watches, instances }) => {
    if (watches === null) return [info('inotify', 'no inotify here: files are looked at in intervals')];
    const low = [
      ...(watches < WATCHES ? [`fs.inotify.max_user_watches is ${watches}`] : []),
      ...(instances !== null && instances < INSTANCES
        ? [`fs.inotify.max_user_instances is ${instances}`]
        : []),
    ];
    if (low.length === 0) return [ok('inotify', `${watches} files can be watched`)];
    return [
      warn(
        'inotify-low',
        low.join(', '),
        'changes are then seen late, and Claude Code 2.0.60 ends when it gets no watch',
        'sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512',
      ),
    ];
  },
};
