import { renderToString } from 'ink';
import { cleanup, render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import stringWidth from 'string-width';
import { afterEach, describe, expect, test } from 'vitest';
import { span } from '../../src/ui/text/line.js';
import { type Column, FittedTable } from '../../src/ui/widgets/table.js';
import { until } from '../support/until.js';
import { lookOf } from './draw.js';

afterEach(cleanup);

const look = lookOf({ theme: 'none' });
const columns: readonly Column[] = [
  { title: 'NAME', width: 8 },
  { title: 'AGE', width: 4, align: 'end' },
];

function table(of: readonly Column[], rows: readonly (readonly string[])[], heading = true): ReactElement {
  const cells = rows.map((row) => row.map((text) => span(text)));
  return <FittedTable columns={of} rows={cells} selected={0} heading={heading} look={look} />;
}

describe('the table', () => {
  test('is drawn without lines, each cell in its column', () => {
    expect(
      renderToString(
        table(columns, [
          ['work', '4m'],
          ['a-long-name', '12m'],
        ]),
      ),
    ).toBe(['NAME       AGE', 'work        4m', 'a-long-…   12m'].join('\n'));
  });

  test('is exact to the cell with wide characters, marks and emoji', () => {
    const rows = [
      ['日本語', '1s'],
      ['👨 x', '2s'],
      ['e\u0301e\u0301', '3s'],
      ['', '4s'],
    ];
    for (const line of renderToString(table(columns, rows, false)).split('\n'))
      expect(stringWidth(line)).toBe(14);
  });

  test('draws equal rows each on its own', () => {
    expect(
      renderToString(
        table(
          columns,
          [
            ['a', '1s'],
            ['a', '1s'],
          ],
          false,
        ),
      ).split('\n'),
    ).toHaveLength(2);
  });

  test('follows a change of its columns', async () => {
    const wide: readonly Column[] = [
      { title: 'SESSION', width: 12 },
      { title: 'KIND', width: 9 },
      ...columns,
    ];
    const rows = [['ccl-1', 'pool', 'x', '1m']];
    const app = render(table(columns, [['work', '4m']]));
    app.rerender(table(wide, rows));
    const expected = renderToString(table(wide, rows));
    await until('the new columns', () => (app.lastFrame() ?? '').includes('SESSION'));
    expect(app.lastFrame()).toBe(expected);
  });
});
