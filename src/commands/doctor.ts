import { loadConfig, locateConfig } from '../adapters/config-file.js';
import { examine, isWell } from '../core/doctor/index.js';
import { PLACE_OPTIONS, parseArguments, text } from './arguments.js';
import { doctorContext } from './doctor-context.js';
import { gather } from './doctor-gather.js';
import { doctorText } from './doctor-text.js';
import { EXIT } from './exit.js';
import { isUtf8 } from './locale.js';
import { jsonLine, out } from './print.js';
import { whereOf } from './where.js';

const PROGRAM_WITHIN_MS = 6_000;

/** `doctor [--json] [--notify]`: looks at everything failover depends on, changes nothing. Exit 1 when something is bad. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, {
    ...PLACE_OPTIONS,
    json: { type: 'boolean' },
    notify: { type: 'boolean' },
  });
  const { env } = process;
  const loaded = loadConfig(locateConfig(text(parsed, 'config'), env), env);
  const context = doctorContext(whereOf(parsed), loaded, PROGRAM_WITHIN_MS);
  const sections = examine(await gather(context, parsed.values.notify === true));
  const ok = isWell(sections);
  if (parsed.values.json === true) {
    out(jsonLine({ schemaVersion: 1, ok, findings: sections.flatMap(({ findings }) => findings) }));
  } else {
    const colour = process.stdout.isTTY && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
    out(doctorText(sections, { colour, ascii: !isUtf8(env) }));
  }
  return ok ? EXIT.good : EXIT.failed;
}
