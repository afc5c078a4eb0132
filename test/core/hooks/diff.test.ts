import { describe, expect, test } from 'vitest';
import { diffLines } from '../../../src/core/hooks/diff.js';

describe('what changes in a settings file', () => {
  test('the lines around show no secret', () => {
    const before = [
      '{',
      '  "env": {',
      '    "ANTHROPIC_API_KEY": "sk-ant-api03-\\"quoted",',
      '    "ANTHROPIC_AUTH_TOKEN": "abc", "HOME": "/h"',
      '  }',
      '}',
    ];
    const after = [...before.slice(0, 4), '  },', '  "hooks": {}', '}'];
    const shown = diffLines(before.join('\n'), after.join('\n')).join('\n');
    expect(shown).toContain('"ANTHROPIC_AUTH_TOKEN": "[hidden]", "HOME": "/h"');
    expect(shown).toContain('+   "hooks": {}');
    expect(shown).not.toMatch(/sk-ant|abc|quoted/);
  });

  test('a long line that only stands around is cut, a secret at its end too', () => {
    const line = `{"model": "opus", "x": "${'y'.repeat(500)}", "apiKey": "hush"}`;
    const shown = diffLines(line, `${line} `);
    expect(shown.map((one) => one.length).every((length) => length < 220)).toBe(true);
    expect(shown.join()).not.toContain('hush');
  });

  test('all that comes into a file of one line is shown, however long it is, and nothing else', () => {
    const command = `'${'/a/long/way'.repeat(30)}' hook >/dev/null`;
    const ours = ['Stop', 'SessionStart'].map((event) => `"${event}":[{"hooks":[{"command":"${command}"}]}]`);
    const own = `"allow":["${'x'.repeat(300)}"],"env":{"MY_TOKEN":"hush, {hush"},"z":1`;
    const shown = diffLines(`{${own}}`, `{${own},"hooks":{${ours.join(',')}},"statusLine":{"type":"a"}}`);
    const come = shown.filter((line) => line.startsWith('+')).map((line) => line.slice(2));
    expect(come.join('')).toContain(`"hooks":{${ours.join(',')}},"statusLine":{"type":"a"}`);
    expect(come.join('')).not.toMatch(/xxx|env|TOKEN/);
    expect(shown[0]).toContain('shown in pieces');
    expect(shown.join('')).not.toContain('hush');
  });

  test('a long text full of words for secrets is veiled in no time to speak of', () => {
    const line = `  "x": "${'key '.repeat(200_000)}"`;
    expect(diffLines('{}', line).at(-1)).toBe(`+ ${line}`);
  });
});
