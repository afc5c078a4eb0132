import { cleanup } from 'ink-testing-library';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandResult } from '../../src/core/commands.js';
import { until } from '../support/until.js';
import { show } from './show.js';
import { normal } from './snapshots.js';

afterEach(cleanup);

describe('a new task', () => {
  const paste = (text: string): string => `\u001b[200~${text}\u001b[201~`;
  const results: CommandResult[] = [];
  const added: string[] = [];
  const addTask = async (text: string): Promise<CommandResult> => {
    added.push(text);
    return results.shift() ?? { status: 'done', text: 'tidy-up waits' };
  };

  beforeEach(() => {
    results.length = 0;
    added.length = 0;
  });

  test('is typed and pasted, and goes to the queue with Ctrl-S', async () => {
    const app = show(normal, { addTask });
    await app.ready();
    app.type('a');
    await app.shows('New task');
    app.type('tidy up');
    app.type(paste(' the\r\nREADME'));
    app.type('.');
    await app.shows('README.');
    app.type('\u0013');
    await app.shows('tidy-up waits');
    expect(added).toEqual(['tidy up the\nREADME.']);
    expect(app.frame()).not.toContain('New task');
    expect(app.sent).toEqual([]);
  });

  test('that is refused stays, with its text and the reason beside it', async () => {
    results.push({ status: 'refused', reason: 'priority: 17 must lie between 0 and 9' });
    const app = show(normal, { addTask });
    await app.ready();
    app.type('a');
    app.type(paste('---\npriority: 17\n---\ndo it'));
    app.type('\u0013');
    await app.shows('must lie between 0 and 9');
    expect(app.frame()).toContain('do it');
    app.type('\u001b[D');
    expect(app.frame()).toContain('must lie between 0 and 9');
    app.type('!');
    await app.shows('do i!t');
    expect(app.frame()).not.toContain('must lie between 0 and 9');
    app.type('\u0013');
    await app.shows('tidy-up waits');
    expect(added.at(-1)).toBe('---\npriority: 17\n---\ndo i!t');
  });

  test('whose adding fails stays too', async () => {
    const app = show(normal, { addTask: () => Promise.reject(new Error('no space left')) });
    await app.ready();
    app.type('a');
    app.type('do it');
    app.type('\u0013');
    await app.shows('The task was not added: no space left');
    expect(app.frame()).toContain('do it');
  });

  test('keeps nobody waiting: without an answer it comes back, and a late one is not taken for another', async () => {
    let late = (_result: CommandResult): void => undefined;
    const slow = (): Promise<CommandResult> =>
      new Promise((resolve) => {
        late = resolve;
      });
    const app = show(normal, { addTask: slow });
    await app.ready();
    app.type('a');
    app.type('do it');
    app.type('\u0013');
    await app.shows('is being added');
    app.type(paste('nothing'));
    app.tick(10_000);
    await app.shows('The queue gives no answer');
    app.type('.');
    await app.shows('do it.');
    late({ status: 'done', text: 'too late' });
    app.type('!');
    await app.shows('do it.!');
    expect(app.frame()).not.toContain('too late');
  });

  test('nothing is pasted into it while it asks whether to leave', async () => {
    const app = show(normal, { addTask });
    await app.ready();
    app.type('a');
    app.type('do it');
    await app.shows('do it');
    app.type('\u001b');
    await app.shows('Throw away what you typed');
    app.type(paste('y and more'));
    app.type('n');
    await app.shows('Ctrl-S add');
    expect(app.frame()).toMatch(/do it +│/);
  });

  test('without a queue there is none', async () => {
    const app = show(normal);
    await app.ready();
    app.type('a');
    await app.shows('a: no queue');
  });

  test('keys and text in one chunk are told apart', async () => {
    const app = show(normal, { addTask, editText: async () => 'never' });
    await app.ready();
    app.type('aexplain');
    await app.shows('explain');
    expect(app.frame()).toContain('New task');
    app.type(' it to me, please\rand to all');
    app.type('\u0004');
    await app.shows('tidy-up waits');
    expect(added).toEqual(['explain it to me, please\nand to all']);
  });

  test('a paste that is too long is refused, and what is there stays', async () => {
    const app = show(normal, { addTask });
    await app.ready();
    app.type('a');
    app.type('before');
    app.type(paste('x'.repeat(1_000_000)));
    await app.shows('Not taken: the text would be');
    expect(app.frame()).toContain('before');
  });

  test('goes through the person’s own editor and back', async () => {
    const seen: string[] = [];
    const edits: (string | null | Error)[] = ['done outside\u0007', null, new Error('vi was not found')];
    const editText = async (text: string): Promise<string | null> => {
      seen.push(text);
      const next = edits.shift();
      if (next instanceof Error) throw next;
      return next ?? null;
    };
    const app = show(normal, { addTask, editText });
    await app.ready();
    app.type('a');
    await app.shows('e for your own editor');
    app.type('e');
    await app.shows('done outside');
    app.type('\u0005');
    await app.shows('saved nothing');
    app.type('\u0005');
    await app.shows('vi was not found');
    expect(seen).toEqual(['', 'done outside', 'done outside']);
    app.type('\u0013');
    await app.shows('tidy-up waits');
    expect(added).toEqual(['done outside']);
  });

  test('a stop while the own editor has the terminal lets go of everything first', async () => {
    const ends: ((text: string) => void)[] = [];
    const editText = (): Promise<string> => new Promise((resolve) => void ends.push(resolve));
    const app = show(normal, { addTask, editText });
    await app.ready();
    app.type('a');
    app.type('e');
    await until('the editor is open', () => ends.length > 0);
    app.signals()?.stopAsked();
    await until('it goes on', () => app.stops.includes('after'));
    expect(app.stops).toEqual(['before', 'stopped', 'after']);
    ends[0]?.('and back');
    await app.shows('and back');
  });
});
