/** Broken configuration files: what is written, then each complaint as `line, key, words`. */
export type Complaint = readonly [line: number | null, key: string, ...words: string[]];
export interface BrokenConfig {
  readonly name: string;
  readonly text: string;
  readonly complaints: readonly Complaint[];
}

function broken(name: string, text: string, ...complaints: Complaint[]): BrokenConfig {
  return { name, text, complaints };
}

const list = (...entries: string[]) =>
  `accounts:\n  list:\n${entries.map((entry) => `    - ${entry}`).join('\n')}\n`;

export const BROKEN_CONFIGS: readonly BrokenConfig[] = [
  broken('unknown top key', 'mode: auto\nqouta: {}\n', [
    2,
    'qouta',
    'not a known key',
    'Did you mean "quota"',
    'accounts',
  ]),
  broken('unknown key deep', 'quota:\n  poll_intervall: 1s\n', [
    2,
    'quota.poll_intervall',
    '"poll_interval"',
  ]),
  broken('camel case', 'quota: {pollInterval: 1s}\n', [1, 'quota.pollInterval', '"poll_interval"']),
  broken('dashes', 'quota:\n  confirm-after: 30s\n', [2, 'quota.confirm-after', '"confirm_after"']),
  broken('a key far from all', 'http:\n  zzzzzz: 1\n', [
    2,
    'http.zzzzzz',
    'not a known key',
    'enabled, port',
  ]),
  broken(
    'two unknown keys',
    'tmux:\n  sockt: a\nui:\n  them: auto\n',
    [2, 'tmux.sockt', '"socket"'],
    [4, 'ui.them', '"theme"'],
  ),
  broken('unknown key in a list', list('{name: a, dir: /a, prio: 1}'), [
    3,
    'accounts.list[0].prio',
    '"priority"',
  ]),
  broken('wrong mode', 'mode: automatic\n', [1, 'mode', 'auto, confirm, observe', '"automatic"']),
  broken('mode in capitals', 'mode: Observe\n', [1, 'mode', 'Did you mean "observe"']),
  broken('mode a list', 'mode: [auto]\n', [1, 'mode', 'auto, confirm, observe', 'a list']),
  broken('wrong policy', 'accounts:\n  policy: round_robin\n', [2, 'accounts.policy', '"round-robin"']),
  broken('wrong theme', 'ui: {theme: drak}\n', [1, 'ui.theme', 'Did you mean "dark"']),
  broken('wrong model limit', 'quota: {on_model_limit: swop}\n', [1, 'quota.on_model_limit', '"swap"']),
  broken('duration without unit', 'quota:\n  poll_interval: 5\n', [
    2,
    'quota.poll_interval',
    'duration',
    'not 5',
  ]),
  broken('duration as text without unit', 'quota: {min_wait: "5"}\n', [
    1,
    'quota.min_wait',
    'duration',
    '30s',
  ]),
  broken('duration with a space', 'quota: {min_wait: 5 m}\n', [1, 'quota.min_wait', 'duration']),
  broken('duration in words', 'watcher:\n  timeout: two hours\n', [
    2,
    'watcher.timeout',
    'duration',
    '"two hours"',
  ]),
  broken('negative duration', 'switcher: {drain: -5m}\n', [1, 'switcher.drain', 'duration']),
  broken('poll too fast', 'quota: {poll_interval: 1ms}\n', [
    1,
    'quota.poll_interval',
    'between 200ms and 1m',
  ]),
  broken('poll too slow', 'quota: {poll_interval: 2h}\n', [1, 'quota.poll_interval', 'between 200ms and 1m']),
  broken('cooldown too long', 'quota:\n  reactivate_cooldown: 30d\n', [
    2,
    'quota.reactivate_cooldown',
    'between',
  ]),
  broken('min_blocked zero', 'quota: {min_blocked: 0}\n', [1, 'quota.min_blocked', 'at least 1', 'not 0']),
  broken('min_blocked a fraction', 'quota: {min_blocked: 1.5}\n', [1, 'quota.min_blocked', 'whole number']),
  broken('min_blocked a text', 'quota: {min_blocked: "2"}\n', [1, 'quota.min_blocked', 'a number', '"2"']),
  broken('port too high', 'http:\n  port: 70000\n', [2, 'http.port', 'at most 65535', '70000']),
  broken('enabled in words', 'http: {enabled: yes}\n', [1, 'http.enabled', 'true or false', '"yes"']),
  broken('patterns a text', 'quota: {patterns: limit}\n', [1, 'quota.patterns', 'a list', '"limit"']),
  broken('pattern too short', 'quota:\n  patterns:\n    - ab\n', [3, 'quota.patterns[0]', 'at least 3']),
  broken('account without name', list('{dir: /a}'), [3, 'accounts.list[0].name', 'is missing', 'a text']),
  broken('account without dir', list('{name: a}'), [3, 'accounts.list[0].dir', 'is missing']),
  broken('account name with a blank', list('{name: my work, dir: /a}'), [
    3,
    'accounts.list[0].name',
    'letters',
    '"my work"',
  ]),
  broken('account name with a dash first', list('{name: -a, dir: /a}'), [
    3,
    'accounts.list[0].name',
    'letters',
  ]),
  broken('account name a number', list('{name: 1, dir: /a}'), [
    3,
    'accounts.list[0].name',
    'a text',
    'not 1',
  ]),
  broken('account name too long', list(`{name: ${'a'.repeat(65)}, dir: /a}`), [
    3,
    'accounts.list[0].name',
    '1 to 64',
  ]),
  broken('names twice', list('{name: a, dir: /a}', '{name: a, dir: /b}'), [
    4,
    'accounts.list[1].name',
    'second time',
    'entry 1',
  ]),
  broken('directories twice', list('{name: a, dir: ~/x}', '{name: b, dir: ~/y/../x/}'), [
    4,
    'accounts.list[1].dir',
    'entry 1 again',
  ]),
  broken('directory is the link', list('{name: a, dir: ~/.claude}'), [
    3,
    'accounts.list[0].dir',
    'the link itself',
  ]),
  broken(
    'twice and unknown',
    `${list('{name: a, dir: /a}', '{name: a, dir: /b}')}modd: auto\n`,
    [4, 'accounts.list[1].name', 'second'],
    [5, 'modd', '"mode"'],
  ),
  broken('priority negative', list('{name: a, dir: /a, priority: -1}'), [
    3,
    'accounts.list[0].priority',
    'at least 0',
  ]),
  broken('list a map', 'accounts:\n  list:\n    work: /a\n', [2, 'accounts.list', 'a list', 'a map of keys']),
  broken('entry a text', list('work'), [3, 'accounts.list[0]', 'a map of keys', '"work"']),
  broken('accounts a list', 'accounts:\n  - work\n', [1, 'accounts', 'a map of keys', 'a list']),
  broken('the whole a list', '- a\n', [null, '', 'a map of keys']),
  broken('the whole a text', 'auto\n', [null, '', 'a map of keys', '"auto"']),
  broken('pool without cwd', 'sessions:\n  pool: {size: 3}\n', [2, 'sessions.pool.cwd', 'is missing']),
  broken('pool prefix with a dot', 'sessions: {pool: {prefix: "a.", cwd: /a}}\n', [
    1,
    'sessions.pool.prefix',
    'letters',
    '"a."',
  ]),
  broken('pool too large', 'sessions: {pool: {size: 999, cwd: /a}}\n', [
    1,
    'sessions.pool.size',
    'at most 200',
  ]),
  broken('pool pinned', 'sessions:\n  pool:\n    cwd: /a\n    env: {CLAUDE_CONFIG_DIR: /b}\n', [
    4,
    'sessions.pool.env.CLAUDE_CONFIG_DIR',
    'pin',
  ]),
  broken('variable name', 'sessions:\n  pool: {cwd: /a, env: {1A: x}}\n', [
    2,
    'sessions.pool.env.1A',
    'letters',
  ]),
  broken('variable a number', 'sessions: {pool: {cwd: /a, env: {A: 1}}}\n', [
    1,
    'sessions.pool.env.A',
    'a text',
    'not 1',
  ]),
  broken('command with an open quote', `sessions:\n  command: claude "x\n`, [
    2,
    'sessions.command',
    'quotes closed',
  ]),
  broken('command empty', 'sessions: {command: ""}\n', [1, 'sessions.command', 'must be a command']),
  broken('dedicated twice', 'sessions:\n  dedicated:\n    - {name: a}\n    - {name: a}\n', [
    4,
    'sessions.dedicated[1].name',
    'second time',
  ]),
  broken(
    'dedicated in the pool',
    'sessions:\n  pool: {cwd: /a, size: 3}\n  dedicated:\n    - name: ccl-2\n',
    [4, 'sessions.dedicated[0].name', 'pool'],
  ),
  broken('dedicated with a colon', 'sessions: {dedicated: [{name: "a:1"}]}\n', [
    1,
    'sessions.dedicated[0].name',
    'letters',
  ]),
  broken('socket relative', 'tmux: {socket: a/b}\n', [1, 'tmux.socket', 'tmux -L', '"a/b"']),
  broken('token empty', 'notifications: {telegram: {token: "", chat_id: 1}}\n', [
    1,
    'notifications.telegram.token',
    'env:NAME',
  ]),
  broken('chat id a text', 'notifications:\n  telegram: {token: "env:T", chat_id: me}\n', [
    2,
    'notifications.telegram.chat_id',
    'a number',
  ]),
  broken('e-mail to nobody', 'notifications: {email: {resend_key: "env:K", from: a@b.c, to: []}}\n', [
    1,
    'notifications.email.to',
    'at least 1',
  ]),
  broken('e-mail address', 'notifications: {email: {resend_key: "env:K", from: me, to: [a@b.c]}}\n', [
    1,
    'notifications.email.from',
    'e-mail',
  ]),
  broken('a channel unknown', 'notifications: {slack: {}}\n', [1, 'notifications.slack', 'telegram, email']),
  broken('key twice', 'mode: auto\nmode: observe\n', [2, '', 'not valid YAML', 'unique']),
  broken('bad indentation', 'quota:\n  min_blocked: 1\n min_wait: 5m\n', [3, '', 'not valid YAML']),
  broken(
    'open bracket',
    'accounts: {list: [\n',
    [2, '', 'not valid YAML', 'end with a ]'],
    [2, '', 'end with a }'],
  ),
  broken('open quote', 'mode: "auto\n', [2, '', 'not valid YAML']),
  broken('tab', 'quota:\n\tmin_blocked: 1\n', [2, '', 'not valid YAML']),
  broken('half saved', 'mode: auto\naccounts:\n  link: ~/.cla\n  li', [4, '', 'not valid YAML']),
  broken('two documents', 'mode: auto\n---\nmode: auto\n', [2, '', 'not valid YAML']),
  broken('unknown anchor', 'mode: *nobody\n', [null, '', 'Unresolved alias', 'nobody']),
  broken('prototype', '__proto__: {mode: auto}\n', [1, '__proto__', 'not a known key']),
];
