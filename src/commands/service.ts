import { realpathSync } from 'node:fs';
import { locateConfig } from '../adapters/config-file.js';
import type { Environment } from '../adapters/paths.js';
import { installUnit, removeUnit, type ServiceResult } from '../adapters/service/install.js';
import { lookAtService } from '../adapters/service/systemd.js';
import type { ServiceFacts } from '../core/doctor/service.js';
import { unitText } from '../core/service/unit.js';
import { type Parsed, PLACE_OPTIONS, parseArguments, text } from './arguments.js';
import { EXIT, UsageError } from './exit.js';
import { OWN_PROGRAM } from './own-program.js';
import { stateDirOf } from './place.js';
import { complain, jsonLine, out, table } from './print.js';

/** What the service manager does not have, or has otherwise, when it starts us. No secret is among them. */
const CARRIED = [
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMUX_TMPDIR',
  'XDG_CONFIG_HOME',
  'XDG_STATE_HOME',
  'XDG_DATA_HOME',
] as const;

/** `service install [--print]|remove|status [--json]`. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = { ...PLACE_OPTIONS, print: { type: 'boolean' }, json: { type: 'boolean' } } as const;
  const parsed = parseArguments(argv, options, 1);
  const [verb] = parsed.positionals;
  const { print, json } = parsed.values;
  if (print === true && verb !== 'install') throw new UsageError('--print belongs to service install');
  if (json === true && verb !== 'status') throw new UsageError('--json belongs to service status');
  const { env } = process;
  switch (verb) {
    case 'install':
      if (print !== true) return told(await installUnit(env, ownUnit(parsed, env)));
      process.stdout.write(ownUnit(parsed, env));
      return EXIT.good;
    case 'remove':
      return told(await removeUnit(env));
    case 'status':
      return status(env, json === true);
    default:
      throw new UsageError('service takes install, remove or status');
  }
}

/** The unit for this Node.js, this program and these folders. */
function ownUnit(parsed: Parsed, env: Environment): string {
  const config = locateConfig(text(parsed, 'config'), env);
  const stateDir = text(parsed, 'state-dir');
  const argv = [
    process.execPath,
    realpathSync(OWN_PROGRAM),
    'run',
    '--headless',
    ...(config.named ? ['--config', config.path] : []),
    ...(stateDir === null ? [] : ['--state-dir', stateDirOf(stateDir, env)]),
  ];
  const environment = CARRIED.flatMap((name): [string, string][] => {
    const value = env[name] ?? '';
    return value === '' || /[\0\n]/.test(value) ? [] : [[name, value]];
  });
  return unitText({ argv, environment: Object.fromEntries(environment) });
}

function told(result: ServiceResult): number {
  for (const line of result.lines) out(`${line}\n`);
  if (result.type === 'done') return EXIT.good;
  complain(result.reason);
  return result.type === 'refused' ? EXIT.refused : EXIT.failed;
}

async function status(env: Environment, json: boolean): Promise<number> {
  const facts = await lookAtService(env);
  if (json) out(jsonLine({ schemaVersion: 1, ...facts }));
  else out(statusText(facts));
  return facts.unit === 'ours' && facts.active === 'active' ? EXIT.good : EXIT.failed;
}

const UNIT: Readonly<Record<ServiceFacts['unit'], string>> = {
  none: 'not installed (claude-failover service install)',
  ours: 'installed',
  foreign: 'there, but not written by claude-failover',
};

function statusText(facts: ServiceFacts): string {
  const { path, unit, stale, enabled, active, lingers, user } = facts;
  const unknown = 'not known: systemd cannot be asked';
  const rows = [
    ['unit', path],
    ['state', UNIT[unit]],
  ];
  if (unit === 'ours') {
    const linger = lingers
      ? 'yes: it outlives a logout'
      : `no: it ends at logout (loginctl enable-linger ${user})`;
    rows.push(
      ['enabled', enabled ?? unknown],
      ['active', active ?? unknown],
      ['lingering', lingers === null ? unknown : linger],
      ...stale.map((path) => ['missing', `${path} (claude-failover service install)`]),
    );
  }
  return table(rows);
}
