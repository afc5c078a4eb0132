import { swapInFlight } from '../../dist/core/switcher/in-flight.js';
import { DAY, HOUR, MINUTE, SECOND } from '../../dist/core/time.js';
import type { EngineHost } from './engine-host.ts';
import { meddle, tend } from './people.ts';
import { give, pressKey } from './person.ts';
import type { World } from './world.ts';

/** Mischief is drawn anew this often on average. */
export const TROUBLE_EVERY_MS = 10 * MINUTE;
const PER_HOUR = HOUR / TROUBLE_EVERY_MS;

/** The world's own mischief, at its drawn rates; while healing the person's care instead. */
export function stirTrouble(world: World, host: EngineHost): void {
  const { random, rates } = world;
  if (world.healing) {
    tend(world, host);
    return;
  }
  const happens = (perHour: number) => random.chance(perHour / PER_HOUR);
  if (happens(rates.outagesPerHour)) world.outageUntilMs = world.nowMs + random.wait(5 * MINUTE);
  if (happens(rates.jumpsPerHour)) jump(world);
  if (happens(rates.foreignPerHour)) flipByHand(world, host);
  if (happens(rates.closedPerHour)) close(world);
  if (happens(rates.serverFallsPerHour)) fall(world);
  if (happens(rates.commandsPerHour)) pressKey(world, host);
  if (happens(rates.taskCommandsPerHour)) meddle(world, host);
  if (world.paused && random.chance(0.4)) give(world, host, { type: 'resume' });
  comeBack(world);
}

function jump(world: World): void {
  const { random } = world;
  world.ledger.count('jumps');
  world.jump(random.pick([-1, 1]) * random.pick([SECOND, 30 * SECOND, MINUTE, HOUR, DAY]) * random.int(1, 3));
}

function flipByHand(world: World, host: EngineHost): void {
  if (swapInFlight(host.state.durable.swap)) return;
  world.ledger.count('foreign');
  world.link = world.random.pick(world.accounts).name;
  world.ledger.flipped(world.nowMs);
}

/** A process ends at rest, or the person closes the whole tmux session. */
function close(world: World): void {
  const { random, floor } = world;
  if (floor.panes.length === 0) return;
  const pane = random.pick(floor.panes);
  const wholly = pane.agent === null || random.chance(0.4);
  world.ledger.count(wholly ? 'closed' : 'ended');
  if (wholly) floor.close(pane);
  else if (pane.agent) world.ended(pane.agent, random.pick([0, 1, null]));
  world.stir();
}

function fall(world: World): void {
  world.ledger.count('server falls');
  world.floor.fall();
  world.stir();
}

/** The person opens their own session again, and now and then one of the pool by hand. */
function comeBack(world: World): void {
  const { random, floor } = world;
  if (!floor.named('mine') && random.chance(0.1)) world.arrive('mine');
  const name = `ccl-${random.int(1, world.settings.pool?.size ?? 1)}`;
  const isThere = floor.panes.some((pane) => pane.name === name || pane.name.startsWith(`${name}-`));
  if (!isThere && random.chance(0.1)) world.arrive(name);
}
