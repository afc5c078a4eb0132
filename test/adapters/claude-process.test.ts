import { expect, test } from 'vitest';
import { conversationInArgv, roleOf } from '../../src/adapters/claude-process.js';

const ID = '59db506f-85e0-4094-83bf-a56aef497aae';

test.each([
  ['agent', 'claude', ['claude']],
  ['agent', 'claude', ['/usr/local/bin/claude', '--resume', ID]],
  ['agent', 'claude', ['claude', 'explain -p to me']],
  ['agent', 'claude', ['claude', '--', '-p']],
  ['agent', 'node', ['node', '/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js']],
  ['agent', 'node', ['node', '--max-old-space-size=8192', '/home/u/.local/bin/claude', '--continue']],
  ['agent', 'MainThread', ['/usr/bin/node', '/opt/claude.mjs']],
  ['agent', '2.1.330', ['/x/node_modules/@anthropic-ai/claude-code-linux-x64/claude']],
  ['agent', 'claude', []],
  ['barrier', 'claude', ['claude', '-p', 'hello']],
  ['barrier', 'claude', ['claude', '--print']],
  ['barrier', 'claude', ['claude', '-cp', 'hello']],
  ['barrier', 'node', ['node', '/bin/claude', '--output-format', 'stream-json', '-p']],
  ['barrier', 'claude', ['claude', 'mcp', 'serve']],
  ['barrier', 'ssh', ['ssh', 'host', 'claude']],
  ['barrier', 'tmux: client', ['tmux', 'attach']],
  ['barrier', 'docker', ['docker', 'exec', '-it', 'x', 'claude']],
  ['barrier', 'sudo', ['sudo', '-u', 'other', 'claude']],
  ['other', 'bash', ['-bash']],
  ['other', 'claude', ['/bin/sh', '/home/u/bin/claude']],
  ['other', 'vim', ['vim', 'claude']],
  ['other', 'node', ['node', 'server.js', 'claude']],
  ['other', 'claude-failover', ['node', '/usr/bin/claude-failover']],
  ['other', 'tail', ['tail', '-f', '/home/u/.claude/x']],
] as const)('%s: %s %j', (role, comm, argv) => {
  expect(roleOf(comm, argv)).toBe(role);
});

test.each([
  [ID, ['claude', '--resume', ID]],
  [ID, ['claude', `--session-id=${ID}`]],
  [ID, ['node', 'claude', '-r', ID, '--model', 'opus']],
  [null, ['claude', '--resume']],
  [null, ['claude', '--resume', '../../etc/passwd']],
  [null, ['claude', '--continue']],
  [null, []],
] as const)('%s in %j', (id, argv) => {
  expect(conversationInArgv(argv)).toBe(id);
});
