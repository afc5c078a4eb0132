/** The tasks of the demo's story. */
export interface DemoTask {
  readonly name: string;
  /** When it is dropped into the queue. */
  readonly atS: number;
  /** The session it is pinned to: the others have their own story. */
  readonly session: string;
  readonly priority: number;
  readonly timeout?: string;
  readonly prompt: string;
  /** What its agent does; also the name of its directory and of its part of the script. */
  readonly turn: readonly unknown[];
}

/** Sessions that only the queue uses: the supervisor makes them itself. */
export const RUNNERS = ['ccl-5', 'ccl-6', 'ccl-7', 'ccl-8'] as const;

/** Started well before the first limit: a swap waits for processes younger than 15 s. */
export const TASKS: readonly DemoTask[] = [
  {
    name: 'fix-typos',
    atS: 1,
    session: 'ccl-5',
    priority: 5,
    prompt: 'Fix the typos in the handbook.',
    turn: [{ do: 'reply', text: 'Three typos fixed.', ms: 3_000 }],
  },
  {
    name: 'long-refactor',
    atS: 1,
    session: 'ccl-6',
    priority: 9,
    prompt: 'Split the invoice module.\nRun its tests after every step.',
    turn: [
      { do: 'loop', everyMs: 2_000, count: 12, command: 'npm test -- invoice', output: '61 passing' },
      { do: 'reply', text: 'The module is split.', ms: 500 },
    ],
  },
  {
    name: 'flaky-tests',
    atS: 1,
    session: 'ccl-7',
    priority: 5,
    prompt: 'Find out why the upload tests are flaky.',
    turn: [
      { do: 'tool', command: 'npm test -- upload', output: 'Segmentation fault', ms: 800 },
      { do: 'exit', code: 139 },
    ],
  },
  {
    name: 'endless-search',
    atS: 1,
    session: 'ccl-8',
    priority: 2,
    timeout: '12s',
    prompt: 'Look for a better name.',
    turn: [{ do: 'hold' }],
  },
  {
    name: 'write-changelog',
    atS: 30,
    session: 'ccl-5',
    priority: 3,
    prompt: 'Write the changelog of this week.',
    turn: [{ do: 'reply', text: 'The changelog is written.', ms: 1_000 }],
  },
];

/** The file as a person would drop it. */
export function taskText(task: DemoTask, cwd: string): string {
  const { session, priority, timeout, prompt } = task;
  const more = timeout === undefined ? [] : [`timeout: ${timeout}`];
  const header = [`priority: ${priority}`, `session: ${session}`, `cwd: ${JSON.stringify(cwd)}`, ...more];
  return ['---', ...header, '---', '', prompt, ''].join('\n');
}
