import type { Model } from './model.ts';
import { type Seat, stty } from './seat.ts';

/** What a program has left behind in the terminal that a shell has again: modes, its screen in the history. */
export async function leftOf(seat: Seat, model: Model): Promise<readonly string[]> {
  const found: string[] = [];
  const driver = await stty(seat.tty, '-a');
  if (!/ icanon /.test(driver) || !/ echo /.test(driver)) found.push(`the terminal is left raw: ${driver}`);
  const modes = model.modes();
  if (Object.values(modes).includes(true)) found.push(`left on: ${JSON.stringify(modes)}`);
  const flags = await seat.flags();
  if (flags !== null && (flags.alternate || !flags.cursor)) found.push(`left on: ${JSON.stringify(flags)}`);
  const row = (await seat.history())?.split('\n').find((text) => /[╭│╰▸]|cooldown/.test(text));
  if (row !== undefined) found.push(`in the history: ${JSON.stringify(row)}`);
  return found;
}
