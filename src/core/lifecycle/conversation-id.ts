/** Hexadecimal digits of the last group of a UUID. */
const TAIL = 12;
const RANGE = 16n ** BigInt(TAIL);

/**
 * The id of a new conversation: the supervisor's random UUID with `seq` added to its last group. Core has no chance of its
 * own, and the id must be durable before the process that gets it is started.
 */
export function conversationId(seed: string, seq: number): string {
  const head = seed.slice(0, -TAIL);
  const tail = (BigInt(`0x${seed.slice(-TAIL)}`) + BigInt(seq)) % RANGE;
  return `${head}${tail.toString(16).padStart(TAIL, '0')}`;
}
