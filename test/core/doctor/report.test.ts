import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { doctorText } from '../../../src/commands/doctor-text.js';
import { CHECKS, examine, type Gathered, isWell } from '../../../src/core/doctor/index.js';

describe('the report', () => {
  const failing = Object.fromEntries(
    Object.keys(CHECKS).map((part) => [part, { ok: false, reason: 'it took \u001b[31mlonger\nthan 18 s' }]),
  ) as unknown as Gathered;

  test('what could not be gathered, and a check that throws, are findings; texts are cleaned', () => {
    const found = examine({ ...failing, disk: { ok: true, facts: null as never } }).flatMap(
      ({ findings }) => findings,
    );
    expect(found).toHaveLength(Object.keys(CHECKS).length);
    expect(found.every(({ id, level }) => id.endsWith('-unchecked') && level === 'warn')).toBe(true);
    expect(found[0]?.why).toBe('it took longer than 18 s');
    expect(isWell(examine(failing))).toBe(true);
  });

  test('without UTF-8 it is ASCII to the last character', () => {
    const why = 'it took longer than 18 s … an account’s → link';
    const odd = { ...failing, disk: { ok: false, reason: why } } as Gathered;
    expect(doctorText(examine(odd), { colour: false, ascii: true })).toMatch(/^[\x20-\x7e\n]+$/);
    expect(doctorText(examine(odd), { colour: false, ascii: false })).toContain(why);
  });

  test('every check stands in the index', () => {
    const others = ['finding.ts', 'index.ts', 'program.ts', 'verdict.ts'];
    const files = readdirSync(new URL('../../../src/core/doctor', import.meta.url)).filter(
      (file) => !others.includes(file),
    );
    expect(files.map((file) => file.replace('.ts', '')).sort()).toEqual(Object.keys(CHECKS).sort());
  });
});
