import { createHmac, randomBytes } from 'node:crypto';
import { accessSync, constants, lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { AccountFacts, AccountsFacts, LoginState } from '../../core/doctor/accounts.js';
import { tellsLogin } from '../../core/doctor/cli.js';
import { isRecord, parseJson } from '../../core/json.js';
import { CREDENTIALS, statOrNull } from '../link-checks.js';
import { realOrNull } from '../real-path.js';
import { type AskedCommand, runClaude } from './cli.js';
import type { DoctorContext } from './context.js';

/** Fingerprints compare within one run only. */
const KEY = randomBytes(32);

function stateOf(dir: string, stats: Stats | null): AccountFacts['state'] {
  if (stats === null) return 'missing';
  if (!stats.isDirectory()) return 'no-directory';
  try {
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
    return 'there';
  } catch {
    return 'closed';
  }
}

/** Looked at, never opened. */
function credentialsOf(dir: string): AccountFacts['credentials'] {
  const path = join(dir, CREDENTIALS);
  const stats = statOrNull(path);
  if (stats === null) return { state: 'missing', mode: 0, inode: '' };
  return {
    state: lstatSync(path).isSymbolicLink() ? 'link' : 'file',
    mode: stats.mode & 0o777,
    inode: `${stats.dev}:${stats.ino}`,
  };
}

interface Login {
  readonly login: LoginState;
  readonly identity: string | null;
}

const NOT_TOLD: Login = { login: 'not-told', identity: null };

/** `claude auth status --json` (2.1.41 and later): `loggedIn`, and for a subscription `email` and `orgId`. */
function loginIn(stdout: string): Login {
  const raw = parseJson(stdout);
  if (!isRecord(raw)) return NOT_TOLD;
  const { loggedIn, email, orgId } = raw;
  if (loggedIn === false) return { login: 'out', identity: null };
  if (loggedIn !== true) return NOT_TOLD;
  const who = [email, orgId].filter((part) => typeof part === 'string' && part !== '');
  const identity = who.length === 0 ? null : createHmac('sha256', KEY).update(who.join('\n')).digest('hex');
  return { login: 'in', identity };
}

async function askLogin(
  dir: string,
  command: AskedCommand | undefined,
  context: DoctorContext,
): Promise<Login> {
  const version = command?.fact.version ?? null;
  if (command?.words == null || version === null || !tellsLogin(version)) return NOT_TOLD;
  const { stdout } = await runClaude(command.words, ['auth', 'status', '--json'], context, dir);
  return loginIn(stdout);
}

/** Each account by stat alone, and by what the CLI itself says of its login. */
export async function gatherAccounts(
  context: DoctorContext,
  commands: Promise<readonly AskedCommand[]>,
): Promise<AccountsFacts> {
  const [command] = (await commands).filter(({ words }) => words !== null);
  const accounts = await Promise.all(
    (context.config?.accounts.list ?? []).map(async ({ name, dir }): Promise<AccountFacts> => {
      const stats = statOrNull(dir);
      const state = stateOf(dir, stats);
      const { login, identity } = state === 'there' ? await askLogin(dir, command, context) : NOT_TOLD;
      return {
        name,
        dir,
        state,
        owner: stats?.uid ?? null,
        mode: (stats?.mode ?? 0) & 0o777,
        login,
        identity,
        credentials: credentialsOf(dir),
        projects: realOrNull(join(dir, 'projects')),
      };
    }),
  );
  return { uid: context.uid, accounts };
}
