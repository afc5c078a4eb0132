import type { Command, CommandResult } from '../commands.js';
import type { Snapshot } from '../snapshot.js';
import { swapInFlight } from '../switcher/in-flight.js';
import { MODES } from '../words.js';
import { queueAnswer, statusAnswer } from './status-answer.js';
import { messageOf, piece, untilText } from './text.js';
import { whyAnswer } from './why-answer.js';

/** What a command of the chat comes to: an answer, an order for the engine, or a question with buttons first. */
export type Plan =
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'order'; readonly command: Command }
  | { readonly type: 'ask'; readonly to: string; readonly force: boolean; readonly text: string };

interface ChatCommand {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  /** Words after the command. */
  readonly most: number;
  readonly plan: (words: readonly string[], snapshot: Snapshot, nowMs: number) => Plan;
}

/** Every command of the chat, in the order of `/help`. */
export const CHAT_COMMANDS: readonly ChatCommand[] = [
  {
    name: 'status',
    usage: '',
    help: 'how everything stands',
    most: 0,
    plan: (_words, snapshot, nowMs) => say(statusAnswer(snapshot, nowMs)),
  },
  { name: 'swap', usage: '[account]', help: 'swap accounts; asks first', most: 1, plan: planSwap },
  { name: 'dismiss', usage: '[session|all]', help: 'dismiss a suspected hit', most: 300, plan: planDismiss },
  {
    name: 'pause',
    usage: '',
    help: 'stop handing out tasks',
    most: 0,
    plan: () => ({ type: 'order', command: { type: 'pause' } }),
  },
  {
    name: 'resume',
    usage: '',
    help: 'end the pause',
    most: 0,
    plan: () => ({ type: 'order', command: { type: 'resume' } }),
  },
  { name: 'mode', usage: '[auto|confirm|observe]', help: 'tell or set the mode', most: 1, plan: planMode },
  {
    name: 'queue',
    usage: '',
    help: 'the queue and its tasks',
    most: 0,
    plan: (_words, snapshot) => say(queueAnswer(snapshot)),
  },
  {
    name: 'why',
    usage: '[session]',
    help: 'why a session is taken for what it is',
    most: 1,
    plan: ([session], snapshot) => say(whyAnswer(snapshot, session)),
  },
  { name: 'help', usage: '', help: 'these commands', most: 0, plan: () => say(helpAnswer()) },
];

/** Null: no command of ours. `nowMs`: wall ms. */
export function planOf(
  word: string,
  words: readonly string[],
  snapshot: Snapshot,
  nowMs: number,
): Plan | null {
  const command = CHAT_COMMANDS.find(({ name }) => name === word);
  if (command === undefined) return null;
  if (words.length > command.most) return say(`Too many words. It is: ${usageOf(command)}`);
  return command.plan(words, snapshot, nowMs);
}

export function helpAnswer(): string {
  return messageOf(CHAT_COMMANDS.map((command) => `${usageOf(command)}: ${command.help}`));
}

/** What became of an order, for the chat. */
export function resultText(result: CommandResult): string {
  if (result.status === 'refused') return `Not done: ${piece(result.reason, 600)}.`;
  return `Done: ${piece(result.text, 600)}.`;
}

function usageOf({ name, usage }: ChatCommand): string {
  return `/${name}${usage === '' ? '' : ` ${usage}`}`;
}

function say(text: string): Plan {
  return { type: 'say', text };
}

function planSwap([wanted]: readonly string[], snapshot: Snapshot, nowMs: number): Plan {
  const { accounts, next, swap } = snapshot;
  if (swap && swapInFlight(swap)) return say(`A swap to ${piece(swap.to)} is in progress.`);
  const names = accounts.filter(({ state }) => state !== 'active').map(({ name }) => name);
  const to = wanted ?? next.account;
  if (to === null) {
    const others = names.length === 0 ? '' : ` To swap all the same: /swap ${names.join(' or /swap ')}`;
    return say(`No other account is free: ${piece(next.reason, 300)}.${others}`);
  }
  const account = accounts.find(({ name }) => name === to);
  if (account === undefined)
    return say(
      `No account is called ${piece(to)}. The others are: ${names.map((name) => piece(name)).join(', ') || 'none'}.`,
    );
  if (account.state === 'active') return say(`${piece(to)} is the active account already.`);
  const from = snapshot.activeAccount ?? 'nothing';
  const back = untilText(account.eligibleAt, nowMs);
  const limited = account.state === 'limited';
  const mark = limited ? ` It is limited${back === '' ? '' : `, back ${back}`}.` : '';
  return {
    type: 'ask',
    to: account.name,
    force: limited,
    text: `Swap from ${piece(from)} to ${piece(to)}?${mark} The question stands for a minute.`,
  };
}

/** Hits by the session that has one (their ids are long), or by id. */
function planDismiss(words: readonly string[], { hits }: Snapshot): Plan {
  const wanted = words.join(' ');
  const open = hits.filter((hit) => hit.dismissable);
  if (open.length === 0) return say('There is no suspected or deferred hit to dismiss.');
  if (wanted === 'all') return { type: 'order', command: { type: 'dismiss', hit: 'all' } };
  const found = wanted === '' ? open : open.filter((hit) => hit.session === wanted || hit.id === wanted);
  const [first] = found;
  if (first !== undefined && found.length === 1)
    return { type: 'order', command: { type: 'dismiss', hit: first.id } };
  const sessions = [...new Set(open.map((hit) => piece(hit.session)))];
  const what =
    found.length === 0 ? `Nothing to dismiss on ${piece(wanted)}.` : `${found.length} hits can be dismissed.`;
  return say(messageOf([what, ...sessions.map((name) => `/dismiss ${name}`), '/dismiss all']));
}

function planMode([wanted]: readonly string[], { mode, breaker }: Snapshot): Plan {
  const set = MODES.find((one) => one === wanted);
  if (set !== undefined) return { type: 'order', command: { type: 'mode', mode: set } };
  if (wanted !== undefined) return say(`${piece(wanted)} is no mode. Modes are: ${MODES.join(', ')}.`);
  return say(
    breaker.open
      ? `The mode is ${mode}; the breaker is open: /mode auto re-arms it.`
      : `The mode is ${mode}.`,
  );
}
