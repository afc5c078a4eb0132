import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { previewBy } from '../../src/commands/preview.js';
import { previewFor } from '../../src/commands/viewer-preview.js';
import { ConfigSchema } from '../../src/core/config/schema.js';
import { classify } from '../../src/core/quota/classify.js';
import type { SessionView } from '../../src/core/snapshot.js';
import { createTmux } from '../../src/tmux/index.js';
import type { Captured } from '../../src/ui/host.js';
import { screenRows } from '../../src/ui/text/styled.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import { session } from '../ui/items.js';

let tmux: PrivateTmux;
let pane: string;

beforeEach(async () => {
  tmux = await privateTmux();
  const script = "printf '\\033[1;31mred\\033[m 日本語\\n%0100d' 7; exec tail -f /dev/null";
  pane = await tmux.start({ name: 'ccl-1', cols: 80, rows: 20, argv: ['sh', '-c', script] });
});

afterEach(() => tmux.end());

const of = (more: Partial<SessionView> = {}): SessionView => session('a', 'ccl-1', { pane, ...more });

async function seen(look: () => Promise<Captured>): Promise<string> {
  let screen = '';
  await until('the printed text', async () => {
    const captured = await look();
    screen = captured.ok ? captured.screen : '';
    return screen.includes('日本語') && screen.includes('7');
  });
  return screen;
}

/** Colours, wide characters, and what the terminal wrapped still wrapped. */
function expectPicture(screen: string): void {
  const [, second, third] = screen.split('\n');
  const [first = []] = screenRows(screen, false);
  expect(first.map(({ text, style }) => [text, style.color, style.bold])).toEqual([
    ['red', 'red', true],
    [' 日本語', null, false],
  ]);
  expect(second).toBe('0'.repeat(80));
  expect(third).toBe(`${'0'.repeat(19)}7`);
}

describe('the preview of a viewer', () => {
  const look = (more: Partial<SessionView> = {}) =>
    previewFor(ConfigSchema.parse({ tmux: { socket: tmux.socketPath } }), tmux.env)(of(more));

  test('is the pane’s picture', async () => {
    expectPicture(await seen(() => look()));
    expect((await look({ name: 'ccl-1:0.0' })).ok).toBe(true);
  });

  test('is never that of another session with the same pane', async () => {
    const other = await look({ name: 'ccl-2' });
    expect(other).toEqual({
      ok: false,
      reason: expect.stringMatching(/not on the tmux server that the viewer reaches/),
    });
    expect((await look({ pane: '%0; kill-server' })).ok).toBe(false);
  });

  test('says what tmux said', async () => {
    expect(await look({ pane: '%99' })).toEqual({
      ok: false,
      reason: expect.stringMatching(/tmux said can't find pane/),
    });
    await tmux.killServer();
    expect(await look()).toEqual({
      ok: false,
      reason: expect.stringMatching(/tmux said (?:no server|error connecting|server exited)/),
    });
  });
});

describe('the preview of the supervisor', () => {
  test('is the same picture, none of a pane that has gone, and rests before a stop', async () => {
    const client = createTmux({
      socketPath: tmux.socketPath,
      env: tmux.env,
      recognise: (screen) => classify(screen, { capturedAtMs: 0, zone: 'UTC' }),
    });
    try {
      await client.list();
      const preview = previewBy(client);
      expectPicture(await seen(() => preview.captureScreen(of())));
      expect(await preview.captureScreen(of({ pane: '%99' }))).toEqual({
        ok: false,
        reason: 'tmux shows no pane %99: it has gone.',
      });
      preview.rest();
      expect((await preview.captureScreen(of())).ok).toBe(false);
      preview.goOn();
      expect((await preview.captureScreen(of())).ok).toBe(true);
    } finally {
      await client.close();
    }
  });
});
