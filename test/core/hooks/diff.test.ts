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

  test('a long line is cut, a secret at its end too', () => {
    const line = `{"model": "opus", "x": "${'y'.repeat(500)}", "apiKey": "hush"}`;
    const shown = diffLines(line, `${line} `);
    expect(shown.map((one) => one.length).every((length) => length < 220)).toBe(true);
    expect(shown.join()).not.toContain('hush');
  });
});
