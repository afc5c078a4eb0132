/** So long a reading is carried forward by the other clocks, ms. */
const CARRIED_MS = 100;
/** Where the clocks disagree by this much, the machine slept or its time was set, ms. */
const DISAGREE_MS = 20;
/** The kernel tells its time since boot to this, ms. */
const STEP_MS = 10;

/** Clocks in milliseconds: since boot, suspend included; of the process, which stands still in a suspend; of the wall. */
export interface SteadySources {
  readonly boot: () => number;
  readonly process: () => number;
  readonly wall: () => number;
}

/**
 * Steady time, to 10 ms. Every reading of it opens `/proc/uptime`, and a look asks a few times: within a tenth of a second
 * the other two clocks, as long as they agree, tell it as well. It never goes back.
 */
export function steadyClock({ boot, process, wall }: SteadySources): () => number {
  let read = { boot: 0, process: Number.NEGATIVE_INFINITY, wall: 0 };
  return () => {
    const now = { process: process(), wall: wall() };
    const passed = now.process - read.process;
    const agree = Math.abs(now.wall - read.wall - passed) < DISAGREE_MS;
    if (passed < CARRIED_MS && agree) return Math.floor((read.boot + passed) / STEP_MS) * STEP_MS;
    read = { ...now, boot: boot() };
    return read.boot;
  };
}
