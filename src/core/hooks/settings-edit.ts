import { addItem, addMember, removeAt, splice } from './json-edit.js';
import { type JsonNode, type JsonObject, jsonTree, memberOf } from './json-tree.js';
import {
  HOOK_EVENTS,
  HOOK_TIMEOUT_S,
  type HookEvent,
  hookCommand,
  isOwnHook,
  isOwnLine,
  lineCommand,
  type Program,
  wrappedIn,
} from './own-entries.js';

export type Edited =
  | { readonly ok: true; readonly text: string }
  /** It continues a sentence about the file. */
  | { readonly ok: false; readonly reason: string };

/** What of ours stands in a settings file. */
export interface Standing {
  readonly events: readonly HookEvent[];
  readonly line: 'none' | 'ours' | 'wrapped' | 'theirs';
}

export interface Wanted {
  readonly program: Program;
  readonly events: readonly HookEvent[];
  /** `keep`: as it is; `set`: where there is none; `wrap`: around the person's own too. */
  readonly line: 'keep' | 'set' | 'wrap';
}

const EMPTY = '{}\n';

function rootOf(text: string): JsonObject | string {
  const tree = jsonTree(text);
  if (tree === null) return 'is not JSON';
  if (tree.type !== 'object') return 'does not hold a JSON object';
  const hooks = memberOf(tree, 'hooks')?.value;
  if (hooks && hooks.type !== 'object') return 'has hooks that are no object';
  const odd = HOOK_EVENTS.find((event) => {
    const value = memberOf(hooks, event)?.value;
    return value !== undefined && value.type !== 'array';
  });
  return odd === undefined ? tree : `has hooks.${odd} that is no list`;
}

function commandOf(node: JsonNode | undefined): unknown {
  const value = memberOf(node, 'command')?.value;
  return value?.type === 'scalar' ? value.value : undefined;
}

/** The places of our hooks under this event: group and hook in it. */
function ownIn(root: JsonObject, event: HookEvent): readonly { group: number; hook: number }[] {
  const groups = memberOf(memberOf(root, 'hooks')?.value, event)?.value;
  if (groups?.type !== 'array') return [];
  return groups.items.flatMap((item, group) => {
    const hooks = memberOf(item, 'hooks')?.value;
    if (hooks?.type !== 'array') return [];
    return hooks.items.flatMap((one, hook) => (isOwnHook(commandOf(one)) ? [{ group, hook }] : []));
  });
}

/** null when the text cannot be read. */
export function standingIn(text: string): Standing | null {
  const root = rootOf(text);
  if (typeof root === 'string') return null;
  const line = memberOf(root, 'statusLine')?.value;
  const command = commandOf(line);
  const own = isOwnLine(command) ? (wrappedIn(String(command)) === null ? 'ours' : 'wrapped') : 'theirs';
  return {
    events: HOOK_EVENTS.filter((event) => ownIn(root, event).length > 0),
    line: line === undefined ? 'none' : own,
  };
}

/** Takes out whatever of ours is in it, from any installation; the person's own status line comes back. */
export function withoutOurs(text: string): Edited {
  let now = text;
  for (const event of HOOK_EVENTS) {
    for (let count = 0; count < 1_000; count++) {
      const root = rootOf(now);
      if (typeof root === 'string') return { ok: false, reason: root };
      const place = ownIn(root, event)[0];
      if (!place) break;
      now = withoutHook(now, root, event, place);
    }
  }
  const root = rootOf(now);
  return typeof root === 'string' ? { ok: false, reason: root } : { ok: true, text: withoutLine(now, root) };
}

/** Takes a hook out, and each list and object around it that it leaves empty. */
function withoutHook(
  text: string,
  root: JsonObject,
  event: HookEvent,
  { group, hook }: { group: number; hook: number },
): string {
  const hooks = memberOf(root, 'hooks')?.value as JsonObject;
  const groups = memberOf(hooks, event)?.value;
  const item = groups?.type === 'array' ? groups.items[group] : undefined;
  const list = memberOf(item, 'hooks')?.value;
  if (groups?.type !== 'array' || list?.type !== 'array') return text;
  if (list.items.length > 1) return removeAt(text, list, hook);
  if (groups.items.length > 1) return removeAt(text, groups, group);
  if (hooks.members.length > 1) return removeAt(text, hooks, indexOf(hooks, event));
  return removeAt(text, root, indexOf(root, 'hooks'));
}

function indexOf(object: JsonObject, key: string): number {
  return object.members.findLastIndex((member) => member.key === key);
}

function withoutLine(text: string, root: JsonObject): string {
  const line = memberOf(root, 'statusLine')?.value;
  const command = memberOf(line, 'command')?.value;
  if (command?.type !== 'scalar' || !isOwnLine(command.value)) return text;
  const wrapped = wrappedIn(String(command.value));
  if (wrapped === null) return removeAt(text, root, indexOf(root, 'statusLine'));
  return splice(text, command.start, command.end, JSON.stringify(wrapped));
}

/** The text with our entries in it, each once; `text` null: there is no file yet. */
export function withOurs(text: string | null, wanted: Wanted): Edited {
  const before = text === null || text.trim() === '' ? EMPTY : text;
  if (isAsWanted(before, wanted)) return { ok: true, text: before };
  // Our status line stays unless another one is wanted.
  const kept = wanted.line === 'keep' ? standingIn(before)?.line : undefined;
  const clean = withoutOurs(before);
  if (!clean.ok) return clean;
  const line = kept === 'ours' ? 'set' : kept === 'wrapped' ? 'wrap' : wanted.line;
  let now = clean.text;
  for (const event of wanted.events) now = addHook(now, event, hookCommand(wanted.program));
  return { ok: true, text: line === 'keep' ? now : addLine(now, { ...wanted, line }) };
}

function isAsWanted(text: string, wanted: Wanted): boolean {
  const root = rootOf(text);
  if (typeof root === 'string') return false;
  const command = JSON.stringify(hookCommand(wanted.program));
  const isThere = HOOK_EVENTS.every((event) => {
    const count = ownIn(root, event).length;
    return wanted.events.includes(event) ? count === 1 : count === 0;
  });
  if (!isThere || text.split(command).length - 1 !== wanted.events.length) return false;
  const value = memberOf(root, 'statusLine')?.value;
  const now = commandOf(value);
  if (!isOwnLine(now)) return wanted.line === 'keep' || (wanted.line === 'set' && value !== undefined);
  return now === lineCommand(wanted.program, wrappedIn(String(now)));
}

function addHook(text: string, event: HookEvent, command: string): string {
  const root = rootOf(text);
  if (typeof root === 'string') return text;
  const entry = { hooks: [{ type: 'command', command, timeout: HOOK_TIMEOUT_S }] };
  const hooks = memberOf(root, 'hooks')?.value;
  if (hooks?.type !== 'object') return addMember(text, root, 'hooks', { [event]: [entry] });
  const groups = memberOf(hooks, event)?.value;
  if (groups?.type !== 'array') return addMember(text, hooks, event, [entry]);
  return addItem(text, groups, entry);
}

/** Where the person has one of their own it is wrapped only when that is wanted. */
function addLine(text: string, { program, line }: Wanted): string {
  const root = rootOf(text);
  if (typeof root === 'string') return text;
  const value = memberOf(root, 'statusLine')?.value;
  if (value === undefined)
    return addMember(text, root, 'statusLine', { type: 'command', command: lineCommand(program, null) });
  const command = memberOf(value, 'command')?.value;
  if (line !== 'wrap' || command?.type !== 'scalar' || typeof command.value !== 'string') return text;
  return splice(text, command.start, command.end, JSON.stringify(lineCommand(program, command.value)));
}
