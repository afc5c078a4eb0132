import { chmodSync, linkSync, mkdirSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CANARY, type World } from './doctor-world.js';

export type Broken = readonly [what: string, spoil: (world: World) => void, ...expected: string[]];

/** What is spoilt, and exactly what the doctor then finds. */
export const BROKEN: readonly Broken[] = [
  ['the link is missing', (world) => unlinkSync(world.link), 'bad link-missing'],
  [
    'the link is a directory',
    (world) => {
      unlinkSync(world.link);
      mkdirSync(world.link);
    },
    'bad link-is-directory',
  ],
  [
    'the link is a file',
    (world) => {
      unlinkSync(world.link);
      writeFileSync(world.link, '');
    },
    'bad link-is-file',
  ],
  ['the link dangles', (world) => point(world, join(world.home, 'nowhere')), 'bad link-dangling'],
  [
    'the link leads to no account',
    (world) => {
      mkdirSync(join(world.home, 'third'));
      point(world, join(world.home, 'third'));
    },
    'bad link-elsewhere',
  ],
  ['the link’s folder is open', (world) => chmodSync(world.home, 0o777), 'bad link-parent'],
  [
    'an account’s folder is missing',
    (world) => void world.config.accounts.list.push({ name: 'third', dir: join(world.home, 'third') }),
    'bad account-missing',
  ],
  [
    'an account is a file',
    (world) => void world.config.accounts.list.push({ name: 'third', dir: world.write('third', '') }),
    'bad account-no-directory',
  ],
  ['an account is open to others', (world) => chmodSync(world.account('work'), 0o755), 'warn account-open'],
  [
    'an account is logged out',
    (world) => world.login('personal', { loggedIn: false }),
    'bad account-logged-out',
  ],
  [
    'an account has no login and the CLI is too old to tell',
    (world) => {
      world.cli('2.1.40');
      unlinkSync(join(world.account('personal'), '.credentials.json'));
    },
    'bad account-no-login',
    'warn cli-compact',
  ],
  [
    'two accounts are one login',
    (world) => {
      for (const name of ['work', 'personal'])
        world.login(name, { loggedIn: true, email: 'a@b.c', orgId: 'o' });
    },
    'bad account-same-login',
  ],
  [
    'two accounts share the file of their login',
    (world) => {
      const file = join(world.account('personal'), '.credentials.json');
      unlinkSync(file);
      linkSync(join(world.account('work'), '.credentials.json'), file);
    },
    'bad account-same-login',
  ],
  [
    'a credentials file is a link',
    (world) => {
      const file = join(world.account('personal'), '.credentials.json');
      unlinkSync(file);
      symlinkSync(world.write('elsewhere.json', CANARY), file);
    },
    'warn account-credentials-link',
  ],
  ['there is one account', (world) => void world.config.accounts.list.pop(), 'warn accounts-one'],
  [
    'conversations are not shared',
    (world) => {
      unlinkSync(join(world.account('personal'), 'projects'));
      mkdirSync(join(world.account('personal'), 'projects'));
    },
    'warn projects-not-shared',
  ],
  [
    'permissions differ',
    (world) => world.settings('work', { ...SAME, permissions: { allow: ['Bash'] } }),
    'warn permissions-differ',
  ],
  ['hooks differ', (world) => world.settings('work', { ...SAME, hooks: { Stop: [] } }), 'warn hooks-differ'],
  [
    'settings are no JSON',
    (world) => void world.write('accounts/work/settings.json', '{'),
    'warn settings-unreadable',
  ],
  [
    'settings are a link to a login, which is not opened',
    (world) => {
      world.write('accounts/work/.credentials.json', JSON.stringify({ ...SAME, hooks: { Stop: [] } }), 0o600);
      const settings = join(world.account('work'), 'settings.json');
      unlinkSync(settings);
      symlinkSync('.credentials.json', settings);
    },
    'warn settings-unreadable',
  ],
  [
    'hooks of ours name a program that has gone',
    (world) => {
      const hooks = { Stop: [{ hooks: [{ type: 'command', command: "'/gone/claude-failover' hook" }] }] };
      for (const name of ['work', 'personal']) world.settings(name, { hooks });
    },
    'warn hooks-stale',
  ],
  [
    'a running CLI skips settings with our hooks',
    (world) => {
      const hooks = { StopFailure: [{ hooks: [{ type: 'command', command: 'claude-failover hook' }] }] };
      for (const name of ['work', 'personal']) world.settings(name, { hooks });
      world.session('2.0.50');
    },
    'bad hooks-old-cli',
  ],
  ['the CLI is not installed', (world) => unlinkSync(join(world.home, '../bin/claude')), 'bad cli-missing'],
  ['the CLI says no version', (world) => world.cli('hello'), 'warn cli-silent'],
  ['a running CLI loses conversations on /compact', (world) => world.session('2.0.60'), 'warn cli-compact'],
  [
    'the pool’s prefix is a slip',
    (world) => {
      world.config.sessions.pool.prefix = 'cll-';
    },
    'bad pool-phantom',
  ],
  [
    'a session is beside the pool',
    (world) => {
      world.config.sessions.pool.size = 1;
    },
    'warn pool-near-miss',
  ],
  [
    'the pool’s directory is missing',
    (world) => {
      world.config.sessions.pool.cwd = join(world.home, 'gone');
    },
    'bad pool-cwd',
  ],
  [
    'a dedicated session is not there',
    (world) => void world.config.sessions.dedicated.push({ name: 'vault' }),
    'warn dedicated-missing',
  ],
  [
    'the queue’s folders are on links',
    (world) => {
      mkdirSync(join(world.home, 'queue'), { mode: 0o700 });
      symlinkSync(world.stateDir, join(world.home, 'queue', 'done'));
      world.config.dispatcher = { queue_dir: join(world.home, 'queue') };
    },
    'bad queue-link',
  ],
  [
    'the queue cannot be made',
    (world) => {
      world.config.dispatcher = { queue_dir: join(world.write('file', ''), 'queue') };
    },
    'bad queue-unmakeable',
  ],
  ['others may write the state', (world) => chmodSync(world.stateDir, 0o777), 'bad state-open'],
  [
    'the clock went back',
    (world) => {
      const file = join(world.stateDir, 'state.json');
      writeFileSync(file, '');
      utimesSync(file, new Date(), new Date(Date.now() + 3_600_000));
    },
    'warn clock-went-back',
  ],
  ['TZ is no zone', (world) => void Object.assign(world.env, { TZ: 'CEST' }), 'warn zone-unknown'],
  [
    'this shell logs in elsewhere',
    (world) => void Object.assign(world.env, { CLAUDE_CONFIG_DIR: '/elsewhere' }),
    'warn config-dir-set',
  ],
  [
    'a shell’s start file chooses a login',
    (world) => void world.write('.bashrc', 'true\nexport CLAUDE_CONFIG_DIR="$HOME/other"\n'),
    'warn claude-wrapper',
  ],
  [
    'the token’s variable is not set',
    (world) => {
      world.config.notifications = { telegram: { token: 'env:NO_SUCH', chat_id: 1 } };
    },
    'bad notifier-secret',
  ],
  [
    'the service’s program has gone',
    (world) =>
      void world.write(
        '.config/systemd/user/claude-failover.service',
        '# claude-failover wrote this unit: `claude-failover service install` writes it anew.\n[Service]\nExecStart=/gone/node /gone/claude-failover.js run --headless\n',
      ),
    'bad service-stale',
  ],
  [
    'tmux has no socket folder of ours',
    (world) => {
      const folder = join(world.home, 'open');
      mkdirSync(folder);
      chmodSync(folder, 0o777);
      world.config.tmux.socket = join(folder, 'socket');
    },
    'bad tmux-folder-open',
  ],
  [
    'tmux is not installed',
    (world) => void Object.assign(world.env, { PATH: join(world.home, '../bin') }),
    'bad tmux-missing',
  ],
];

const SAME = { model: 'opus', env: { SOME_KEY: CANARY } };

function point(world: World, target: string): void {
  unlinkSync(world.link);
  symlinkSync(target, world.link);
}
