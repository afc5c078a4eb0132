import { type DemoTask, TASKS } from './tasks.js';

/** The demo's story as data. Times are seconds after every agent stands at its prompt. */

export interface AgentPart {
  /** tmux session, working directory and part of the script. */
  readonly name: string;
  readonly version: string;
  readonly conversation: string;
  readonly turns: readonly unknown[];
}

export type Act =
  | { readonly atS: number; readonly do: 'drop'; readonly task: DemoTask }
  | { readonly atS: number; readonly do: 'submit'; readonly agent: string; readonly text: string }
  /** The agent's status line tells how full its account is, per cent, if the link points to that account then. */
  | {
      readonly atS: number;
      readonly do: 'tell';
      readonly account: Account;
      readonly fiveHour: number;
      readonly weekly: number;
      readonly resetS: number;
    }
  /** The account refuses every request until `untilS`. */
  | { readonly atS: number; readonly do: 'limit'; readonly account: string; readonly untilS: number };

export const ACCOUNTS = ['work', 'personal'] as const;
type Account = (typeof ACCOUNTS)[number];

/** Whose status line is told. */
export const TELLER = 'ccl-1-conformvault';

/** The incident's own words: a server error that says "rate limit" and is no limit. */
const INCIDENT =
  "Internal server error: upstream request failed, this request would exceed your account's rate limit";
const LOOKALIKE = "You've hit your limit · resets 8pm (Europe/Paris)";

const work = (everyMs: number, command: string) => ({ do: 'loop', everyMs, command, output: '42 passing' });

export const AGENTS: readonly AgentPart[] = [
  {
    name: TELLER,
    version: '2.1.330',
    conversation: '00000000-0000-4000-8000-000000000001',
    turns: [[work(1_000, 'npm test -- vault')]],
  },
  {
    name: 'ccl-2',
    version: '1.0.60',
    conversation: '00000000-0000-4000-8000-000000000002',
    turns: [
      [{ do: 'error', status: 500, message: INCIDENT, times: 1, retries: 0 }],
      [{ do: 'error', status: 500, message: INCIDENT, times: 1, retries: 0 }],
      [{ do: 'error', status: 500, message: INCIDENT, times: 1, retries: 0 }],
      [work(3_000, 'make -C api check')],
    ],
  },
  {
    name: 'ccl-3',
    version: '2.1.330',
    conversation: '00000000-0000-4000-8000-000000000003',
    turns: [
      [
        { do: 'limit', vanishAfterMs: 4_500 },
        { do: 'reply', text: 'The schema is migrated.', ms: 1_500 },
      ],
      [
        { do: 'tool', command: 'pytest -q tests/slow', output: '118 passed', ms: 12_000 },
        work(2_000, 'pytest -q'),
      ],
    ],
  },
  {
    name: 'ccl-4',
    version: '2.1.330',
    conversation: '00000000-0000-4000-8000-000000000004',
    turns: [
      [{ do: 'reply', text: LOOKALIKE, ms: 800 }],
      [{ do: 'reply', text: 'It was a line of the log, nothing to worry about.', ms: 800 }],
    ],
  },
];

/** How full the account in use is at these seconds; its window ends at `resetS`. */
function tells(
  account: Account,
  weekly: number,
  resetS: number,
  ...told: readonly (readonly [number, number])[]
): readonly Act[] {
  return told.map(([atS, fiveHour]) => ({ atS, do: 'tell', account, fiveHour, weekly, resetS }));
}

/** What happens, in order. */
export const ACTS: readonly Act[] = [
  { atS: 0.5, do: 'submit', agent: TELLER, text: 'write tests for the invoice totals' },
  { atS: 1, do: 'submit', agent: 'ccl-2', text: 'make the api check pass' },
  { atS: 4, do: 'submit', agent: 'ccl-2', text: 'try again' },
  { atS: 7, do: 'submit', agent: 'ccl-2', text: 'and once more' },
  { atS: 10, do: 'submit', agent: 'ccl-2', text: 'go on' },
  { atS: 5, do: 'submit', agent: 'ccl-3', text: 'migrate the schema' },
  { atS: 14, do: 'submit', agent: 'ccl-4', text: 'what does a limit look like?' },
  { atS: 23, do: 'submit', agent: 'ccl-3', text: 'now run the slow tests' },
  { atS: 26, do: 'limit', account: 'work', untilS: 36 },
  { atS: 31, do: 'limit', account: 'personal', untilS: 70 },
  { atS: 48, do: 'submit', agent: 'ccl-4', text: 'so all is well?' },
  { atS: 64, do: 'limit', account: 'work', untilS: 92 },
  ...tells('work', 41, 2 * 3_600, [4, 64], [10, 73], [16, 82], [22, 91]),
  ...tells('personal', 12, 3_600, [30, 97]),
  ...tells('work', 43, 5 * 3_600, [46, 31], [52, 58], [58, 86]),
  ...tells('personal', 13, 4 * 3_600, [76, 4], [80, 9]),
  ...TASKS.map((task) => ({ atS: task.atS, do: 'drop' as const, task })),
];

/** When the story is over, with some seconds of quiet work. */
export const STORY_S = 83;

/** What must have been seen at its end; compared with what the agents, the link and the log say. */
export const TRUTH = {
  swaps: 3,
  falseSwaps: 0,
  missedLimits: 0,
  suspected: 1,
  absorbed: 1,
  conversationsLost: 0,
  tasksDone: 3,
  tasksFailed: 1,
  tasksStalled: 1,
  promptsTwice: 0,
} as const;

export const TIMES = {
  pollIntervalMs: 500,
  confirmAfterMs: 8_000,
  cooldownMs: 12_000,
} as const;

/** What is to be seen from which second on. */
const CAPTIONS: readonly (readonly [number, string])[] = [
  [0, 'ccl-2 gets HTTP 500 errors that say "rate limit": vetoed, no swap'],
  [5, 'ccl-3 shows a limit line without a reset time: suspected, then absorbed'],
  [13, 'ccl-4 only talks about a limit: vetoed, its transcript shows a reply'],
  [18, 'the queue: endless-search works too long, flaky-tests has failed'],
  [23, 'next: account work hits a real limit, its sessions go on with personal'],
  [44, 'write-changelog waits: no task is handed out within the cooldown'],
  [49, 'write-changelog gets its session when the cooldown is over'],
  [57, 'next: both accounts are limited: it waits for the first one back'],
  [78, 'personal was back first: its sessions have gone on by themselves'],
  [STORY_S, 'the story is over, the agents work on; q ends it and removes everything'],
];

/** What a quiet screen says at this second of the story. */
export function captionAt(second: number): string | null {
  return CAPTIONS.filter(([from]) => second >= from).at(-1)?.[1] ?? null;
}
