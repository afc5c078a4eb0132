import type { Command } from '../../dist/core/commands.js';
import type { Instant } from '../../dist/core/time.js';
import type { EngineHost } from './engine-host.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';

/** A person presses a key at random; what must follow at once is checked. */
export function pressKey(
  host: EngineHost,
  ledger: Ledger,
  random: Random,
  names: readonly string[],
  at: Instant,
): void {
  if (!host.isAlive) return;
  const command = random.pick<Command>([
    { type: 'swap', to: random.pick(names), force: random.chance(0.5) },
    { type: 'swap', to: null, force: false },
    { type: 'dismiss', hit: 'all' },
    { type: 'undo-dismiss' },
    { type: 'pause' },
    { type: 'resume' },
    { type: 'mode', mode: 'auto' },
  ]);
  const id = `key-${at.steadyMs}`;
  host.give({ type: 'commanded', at, id, command });
  ledger.count(`command-${command.type}`);
  if (command.type === 'dismiss' || command.type === 'swap') ledger.blur(at.steadyMs);
  const result = host.state.live.answers.find((answer) => answer.id === id)?.result;
  if (!result) ledger.violate(at.steadyMs, `the command ${command.type} was not answered`);
  else if (command.type === 'swap' && result.status === 'refused' && /cooldown/i.test(result.reason)) {
    ledger.violate(at.steadyMs, 'a forced swap was refused for the cooldown');
  }
}
