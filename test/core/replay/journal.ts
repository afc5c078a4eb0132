const SECOND = 1_000;

type Entry = Readonly<Record<string, unknown>>;

/** Writes a journal line by line, as the supervisor does; a second passes with each. */
export interface Writer {
  start(provenance: string): Writer;
  /** A swap enters a phase; `acted`: it answers a hit. */
  phase(id: string, phase: string, origin: string, acted?: boolean): Writer;
  /** An outcome, and the phase it leads to. */
  settled(type: string, swap: string | null, phase: string | null, effect?: string): Writer;
  /** A whole one, from its intent to its end, in four lines. */
  swap(id: string, origin: string): Writer;
  /** Steps of a run; null: it ended. */
  task(id: string, attempt: number, ...steps: readonly (string | null)[]): Writer;
  command(command: Entry): Writer;
  pass(ms: number): Writer;
  /** The machine was off for so long. */
  reboot(ms: number): Writer;
  text(): string;
}

export function journal(): Writer {
  const lines: string[] = [];
  let wallMs = Date.parse('2026-11-22T08:00:00.000Z');
  let steadyMs = 60_000;
  let effects = 0;
  let origin = 'person';
  const write = (entry: Entry): Writer => {
    wallMs += SECOND;
    steadyMs += SECOND;
    lines.push(JSON.stringify({ at: new Date(wallMs).toISOString(), steadyMs, ...entry }));
    return it;
  };
  const swapOf = (id: string, phase: string): Entry => ({ swap: { id, phase, from: 'a', to: 'b', origin } });
  const it: Writer = {
    start: (provenance) => write({ type: 'started', provenance, mode: 'auto' }),
    phase: (id, phase, by, acted = false) => {
      origin = by;
      const hits = acted
        ? { hits: [{ id: `hit-${id}`, session: 's', account: 'a', state: 'acted', why: 'w' }] }
        : {};
      return write({ type: 'polled', sessions: [], ...swapOf(id, phase), ...hits });
    },
    settled: (type, swap, phase, effect = `e${++effects}`) =>
      write({
        type: 'settled',
        effect,
        outcome: { type, refusal: null },
        ...(swap !== null && phase !== null ? swapOf(swap, phase) : {}),
      }),
    swap: (id, by) =>
      it
        .phase(id, 'preflight', by, by !== 'person')
        .settled('preflight', id, 'flip')
        .settled('flip', id, 'verify')
        .settled('verify', id, 'done'),
    task: (id, attempt, ...steps) => {
      for (const step of steps)
        write({
          type: 'ticked',
          tasks: [
            step === null
              ? { id, room: 'r', attempt, ended: 'done' }
              : { id, room: 'r', attempt, step, stalled: false },
          ],
        });
      return it;
    },
    command: (command) => write({ type: 'commanded', command }),
    pass: (ms) => {
      wallMs += ms;
      steadyMs += ms;
      return it;
    },
    reboot: (ms) => {
      wallMs += ms;
      steadyMs += SECOND;
      return it;
    },
    text: () => lines.map((line) => `${line}\n`).join(''),
  };
  return it;
}
