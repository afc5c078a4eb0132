import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../../src/core/hooks/diff.js';
import { jsonTree } from '../../../src/core/hooks/json-tree.js';
import { HOOK_EVENTS, knowsStopFailure, wrappedIn } from '../../../src/core/hooks/own-entries.js';
import { standingIn, type Wanted, withOurs, withoutOurs } from '../../../src/core/hooks/settings-edit.js';

const program = { node: '/usr/bin/node', bin: "/opt/it's here/bin/claude-failover.js", stateDir: '/s t' };
const all: Wanted = { program, events: HOOK_EVENTS, line: 'set' };

function installed(text: string | null, wanted: Partial<Wanted> = {}): string {
  const edited = withOurs(text, { ...all, ...wanted });
  if (!edited.ok) throw new Error(edited.reason);
  return edited.text;
}

function removed(text: string): string {
  const edited = withoutOurs(text);
  if (!edited.ok) throw new Error(edited.reason);
  return edited.text;
}

const PERSONS = `{
    "model": "opus",
    "env": {"A": "1",  "B":[1,2 , 3]},
    "hooks": {
        "Stop": [
            {"matcher": "", "hooks": [{"type": "command", "command": "say done"}]}
        ],
        "PreToolUse": []
    },
    "statusLine": {"type": "command", "command": "echo \\"it's\\" $1", "padding": 0},
    "odd": 1.50
}
`;

describe('our entries in a settings file', () => {
  it('stand once for each event, with the other lines as they were', () => {
    const text = installed(PERSONS);
    const lines = PERSONS.split('\n').map((line) => line.replace(/,$/, ''));
    const kept = text.split('\n').map((line) => line.replace(/,$/, ''));
    expect(lines.filter((line) => !kept.includes(line))).toEqual([]);
    const { hooks } = JSON.parse(text) as { hooks: Record<string, { hooks: object[] }[]> };
    expect(hooks.Stop).toHaveLength(2);
    expect(hooks.StopFailure?.[0]?.hooks).toEqual([
      {
        type: 'command',
        command:
          "'/usr/bin/node' '/opt/it'\\''s here/bin/claude-failover.js' hook --state-dir '/s t' >/dev/null 2>&1 || true",
        timeout: 5,
      },
    ]);
    expect(standingIn(text)).toEqual({ events: HOOK_EVENTS, line: 'theirs' });
  });

  it('put in twice are the same, taken out leave the file as it was', () => {
    const text = installed(PERSONS, { line: 'wrap' });
    expect(installed(text, { line: 'wrap' })).toBe(text);
    expect(installed(text, { line: 'keep' })).toBe(text);
    expect(removed(text)).toBe(PERSONS);
  });

  it('of another installation are replaced', () => {
    const old = installed(PERSONS, { program: { ...program, bin: '/old/bin/claude-failover' } });
    const text = installed(old);
    expect(text).not.toContain('/old/');
    expect(text).toBe(installed(PERSONS));
  });

  it('go in any style: no file, one line, tabs, CRLF', () => {
    for (const before of [
      '{}\n',
      '{"a":1}',
      '{\n\t"a": {}\n}',
      '{\r\n  "a": []\r\n}\r\n',
      '{"hooks": {"X": []}}',
    ]) {
      const text = installed(before);
      expect(standingIn(text)).toEqual({ events: HOOK_EVENTS, line: 'ours' });
      expect(removed(text)).toBe(before === '{}\n' ? '{}\n' : before);
      if (before.includes('\r\n')) expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    }
    expect(JSON.parse(installed(null))).toHaveProperty('hooks.Stop');
    expect(JSON.parse(installed('  '))).toHaveProperty('statusLine.command');
  });

  it('leave a hook of the person in the same group alone', () => {
    const own = { type: 'command', command: 'x/claude-failover hook' };
    const text = JSON.stringify({
      hooks: { Stop: [{ hooks: [{ type: 'command', command: 'mine' }, own] }] },
    });
    expect(JSON.parse(removed(text))).toEqual({
      hooks: { Stop: [{ hooks: [{ type: 'command', command: 'mine' }] }] },
    });
  });

  it('without StopFailure when a CLI does not know it, also when it stood there', () => {
    const text = installed(PERSONS);
    const fewer = installed(text, { events: ['Stop', 'SessionStart'] });
    expect(standingIn(fewer)?.events).toEqual(['Stop', 'SessionStart']);
    expect(['2.1.79', '2.0.60', '1.0.128', '2.1.80', '2.2.0', '3.0.0'].map(knowsStopFailure)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it('a wrapped status line runs the person’s own, which comes back', () => {
    const text = installed(PERSONS, { line: 'wrap' });
    const { statusLine } = JSON.parse(text) as { statusLine: { command: string; padding: number } };
    expect(statusLine.padding).toBe(0);
    expect(wrappedIn(statusLine.command)).toBe('echo "it\'s" $1');
  });

  it('are refused where the file makes no sense', () => {
    const reasons = ['{', '[]', '{"hooks": 1}', '{"hooks": {"Stop": {}}}', '// x\n{}'].map((text) => {
      const edited = withOurs(text, all);
      return edited.ok ? 'taken' : edited.reason;
    });
    expect(reasons).toEqual([
      'is not JSON',
      'does not hold a JSON object',
      'has hooks that are no object',
      'has hooks.Stop that is no list',
      'is not JSON',
    ]);
  });

  it('any object in any indentation comes back byte for byte', () => {
    const key = fc.oneof(fc.constantFrom('hooks2', 'model', '__proto__', 'a b'), fc.string());
    const settings = fc.dictionary(
      key.filter((name) => name !== 'hooks' && name !== 'statusLine'),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(
        settings,
        fc.constantFrom(0, 1, 2, 4, '\t'),
        fc.constantFrom('', '\n'),
        (value, unit, end) => {
          const text = JSON.stringify(value, null, unit) + end;
          expect(jsonTree(text)).not.toBeNull();
          const now = installed(text);
          expect(JSON.parse(now)).toMatchObject(JSON.parse(text) as object);
          expect(removed(now)).toBe(text);
        },
      ),
      { numRuns: 200 },
    );
  });
});

it('the diff shows what changes and two lines around it', () => {
  expect(diffLines('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nd\nX\nf\nY\n')).toEqual([
    '  …',
    '  c',
    '  d',
    '- e',
    '+ X',
    '  f',
    '+ Y',
  ]);
  expect(diffLines('a', 'a')).toEqual([]);
});
