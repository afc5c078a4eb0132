import type { Command, CommandResult } from '../../dist/core/commands.js';
import type { EngineHost } from './engine-host.ts';
import type { World } from './world.ts';

/** One command through the engine; its answer must come at once. null: no supervisor lives. */
export function give(world: World, host: EngineHost, command: Command): CommandResult | null {
  if (!host.isAlive) return null;
  world.note(`command ${JSON.stringify(command)}`);
  // Its effects are ordered with it.
  if (command.type === 'resume') world.paused = false;
  const id = `key-${world.serial()}`;
  world.ledger.count(`command-${command.type}`);
  host.give({ type: 'commanded', at: world.at(), id, command });
  const result = host.state.live.answers.find((answer) => answer.id === id)?.result;
  if (result && command.type === 'pause') world.paused = true;
  if (!result) world.violate(`the command ${command.type} was not answered`);
  return result ?? null;
}

/** A person presses a key at random; what must follow at once is checked. */
export function pressKey(world: World, host: EngineHost): void {
  const { random, names, ledger } = world;
  const command = random.pick<Command>([
    { type: 'swap', to: random.pick(names), force: random.chance(0.5) },
    { type: 'swap', to: null, force: false },
    { type: 'dismiss', hit: 'all' },
    { type: 'undo-dismiss' },
    { type: 'pause' },
    { type: 'resume' },
    { type: 'mode', mode: 'auto' },
    { type: 'unpark', session: `ccl-${random.int(1, 3)}` },
  ]);
  if (command.type === 'dismiss' || command.type === 'swap') ledger.blur(world.nowMs);
  const result = give(world, host, command);
  if (command.type === 'swap' && result?.status === 'refused' && /cooldown/i.test(result.reason))
    world.violate('a forced swap was refused for the cooldown');
}
