import { formatDuration } from './duration.js';
import type { Finding } from './explain.js';
import type { Config } from './schema.js';

type Warn = (path: Finding['path'], message: string) => void;

function aboutAccounts({ mode, accounts }: Config, warn: Warn): void {
  const { list } = accounts;
  if (list.length === 0) {
    if (mode !== 'observe') warn(['accounts'], 'has no list: nothing is ever swapped, whatever the mode');
    return;
  }
  if (list.length === 1) warn(['accounts', 'list'], 'has one account: there is none to swap to');
  else if (!list.some((account) => account.auto))
    warn(['accounts', 'list'], 'has auto: false everywhere: nothing is swapped without a person');
  const seen = new Set<string>();
  list.forEach(({ name, dir }, index) => {
    const path = ['accounts', 'list', index];
    if (seen.has(name.toLowerCase()))
      warn([...path, 'name'], 'differs from another account only by capitals');
    seen.add(name.toLowerCase());
    const outer = list.find((other) => dir.startsWith(`${other.dir}/`));
    if (outer) warn([...path, 'dir'], `lies within the directory of ${outer.name}`);
  });
}

function aboutSessions({ mode, accounts, sessions }: Config, warn: Warn): void {
  const { pool, dedicated } = sessions;
  if (pool === undefined && dedicated.length === 0 && accounts.list.length > 1 && mode !== 'observe')
    warn(['sessions'], 'has neither a pool nor dedicated ones: after a swap no session is set going again');
  if (pool?.size === 0) warn(['sessions', 'pool', 'size'], 'is 0: tasks in the queue wait for ever');
  dedicated.forEach(({ command, cwd }, index) => {
    const path = ['sessions', 'dedicated', index];
    if (command !== undefined && cwd === undefined)
      warn(path, 'has a command and no cwd: it is not started when it is missing');
    if (command === undefined && cwd !== undefined)
      warn(path, 'has a cwd and no command: it is not started when it is missing');
  });
}

function aboutTimes({ quota, janitor }: Config, warn: Warn): void {
  if (quota.confirm_after < quota.poll_interval)
    warn(['quota', 'confirm_after'], 'is shorter than quota.poll_interval: the next look confirms');
  if (quota.reactivate_cooldown < 60_000)
    warn(
      ['quota', 'reactivate_cooldown'],
      `is only ${formatDuration(quota.reactivate_cooldown)}: limits that are noticed late may swap twice`,
    );
  quota.patterns.forEach((pattern, index) => {
    if (/^[A-Za-z]{1,7}$/.test(pattern))
      warn(
        ['quota', 'patterns', index],
        `"${pattern}" is one short word: it will be found where no limit is`,
      );
  });
  if (janitor.done_max_count === 0)
    warn(['janitor', 'done_max_count'], 'is 0: done tasks are removed at once');
  if (janitor.failed_max_count === 0)
    warn(['janitor', 'failed_max_count'], 'is 0: failed tasks are removed before anybody can look at them');
}

const EXAMPLE = /@example\.(com|org|net)>?$/;

function aboutNotifications({ notifications, http }: Config, warn: Warn): void {
  const { telegram, email, quiet_hours } = notifications;
  const path = ['notifications'];
  if (telegram?.chat_id === 1)
    warn([...path, 'telegram', 'chat_id'], 'is 1, as in the example: write your own');
  if (telegram && telegram.user_ids.length === 0)
    warn([...path, 'telegram'], 'has no user_ids: messages go out, nobody can give orders');
  if (email && [email.from, ...email.to].some((address) => EXAMPLE.test(address)))
    warn([...path, 'email'], 'has an address of the example: write your own');
  if (quiet_hours !== undefined) {
    const [from, to] = quiet_hours.split('-');
    if (from === to) warn([...path, 'quiet_hours'], 'begin and end at the same time: they are never');
    if (!telegram && !email && Object.keys(notifications.channels).length === 0)
      warn([...path, 'quiet_hours'], 'have no channel to quiet: configure telegram or email');
  }
  if (http.enabled && http.port > 0 && http.port < 1024)
    warn(['http', 'port'], `is ${http.port}: ports below 1024 most often need root`);
}

/** What is legal and most likely not meant. Paths of `config` are absolute. */
export function configWarnings(config: Config): readonly Finding[] {
  const found: Finding[] = [];
  const warn: Warn = (path, message) => void found.push({ path, message });
  for (const look of [aboutAccounts, aboutSessions, aboutTimes, aboutNotifications]) look(config, warn);
  return found;
}
