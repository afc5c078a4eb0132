import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bashScript } from '../../src/commands/completion/bash.js';
import { fishScript } from '../../src/commands/completion/fish.js';
import { zshScript } from '../../src/commands/completion/zsh.js';
import { COMMANDS } from '../../src/commands/index.js';

/** A folder whose `claude-failover` answers `completion words KIND`, as a running one would. */
function programFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'completion-'));
  const program = join(folder, 'claude-failover');
  writeFileSync(
    program,
    '#!/bin/sh\n[ "$3" = account ] && printf "work\\npersonal\\n"\n[ "$3" = pool-session ] && echo ccl-1\nexit 0\n',
  );
  chmodSync(program, 0o700);
  writeFileSync(join(folder, 'a file.md'), '');
  return folder;
}

/** What bash offers for a line whose last word is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const folder = programFolder();
  const driver = `
    source /dev/stdin <<< "$SCRIPT"
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _claude_failover
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, status, stderr } = spawnSync('bash', ['--norc', '-c', driver, 'bash', ...words], {
    cwd: folder,
    env: { PATH: `${folder}:/usr/bin:/bin`, SCRIPT: bashScript(COMMANDS), HOME: folder },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash', () => {
  test('offers every command, by what is typed', () => {
    const all = COMMANDS.map(({ name }) => name).filter((name) => name !== 'dashboard');
    expect(offered('claude-failover', '')).toEqual(all);
    expect(offered('claude-failover', 'dis')).toEqual(['dismiss']);
    expect(offered('claude-failover', '--v')).toEqual(['--version']);
  });

  test('offers options, subcommands and fixed words where they belong', () => {
    expect(offered('claude-failover', 'mode', '')).toEqual(['auto', 'confirm', 'observe']);
    expect(offered('claude-failover', 'queue', 're')).toEqual(['retry', 'release']);
    expect(offered('claude-failover', 'queue', 'add', '--pri')).toEqual(['--priority']);
    expect(offered('claude-failover', 'queue', 'list', '--pri')).toEqual([]);
    expect(offered('claude-failover', 'swap', '--no')).toEqual(['--no-wait']);
  });

  test('asks a running one for names, and looks past options with their values', () => {
    expect(offered('claude-failover', 'swap', '')).toEqual(['work', 'personal']);
    expect(offered('claude-failover', 'swap', '--state-dir', '/x', 'p')).toEqual(['personal']);
    expect(offered('claude-failover', 'unpark', '')).toEqual([]);
  });

  test('offers the values of options: fixed words, and names of a running one', () => {
    expect(offered('claude-failover', 'status', '--format', '')).toEqual(['tmux', 'plain']);
    expect(offered('claude-failover', 'status', '--format', 'p')).toEqual(['plain']);
    expect(offered('claude-failover', 'hooks', 'install', '--account', 'w')).toEqual(['work']);
    expect(offered('claude-failover', 'queue', 'add', '--priority', '7')).toEqual(['7']);
    expect(offered('claude-failover', 'queue', 'add', '--session', '')).toEqual(['ccl-1']);
    expect(offered('claude-failover', 'queue', 'add', '--session', 'ccl-1', '--na')).toEqual(['--name']);
  });

  test('offers files and folders after options that take them', () => {
    expect(offered('claude-failover', '--config', 'a')).toEqual(['a file.md']);
    expect(offered('claude-failover', 'queue', 'add', '--name', '')).toEqual([]);
  });
});

describe.each([
  ['zsh', zshScript(COMMANDS), ['-n']],
  ['fish', fishScript(COMMANDS), ['--no-execute']],
] as const)('%s', (shell, script, check) => {
  test('names every command, option and subcommand', () => {
    for (const { name, options, subcommands = [] } of COMMANDS) {
      if (name !== 'dashboard') expect(script).toContain(name);
      for (const { flag } of options)
        expect(script).toContain(shell === 'fish' ? `-l ${flag.slice(2)}` : flag);
      for (const one of subcommands) expect(script).toContain(one.name);
    }
  });

  test('offers the values of options', () => {
    expect(script).toContain('tmux plain');
    expect(script).toContain('completion words account');
    expect(script).toContain('completion words pool-session');
  });

  const there = spawnSync(shell, ['-c', 'true']).status === 0;
  test.runIf(there)('is taken by the shell itself', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'completion-')), 'script');
    writeFileSync(file, script);
    const { status, stderr } = spawnSync(shell, [...check, file], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
