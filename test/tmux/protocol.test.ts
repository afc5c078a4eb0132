import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ControlEvent, ControlParser } from '../../src/tmux/protocol/blocks.js';
import { encode, encodeArgv, sendable } from '../../src/tmux/protocol/command.js';
import { Exchange } from '../../src/tmux/protocol/exchange.js';

function parse(bytes: Uint8Array, cuts: readonly number[] = []): ControlEvent[] {
  const parser = new ControlParser();
  const ends = [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
  let from = 0;
  return ends.flatMap((end) => {
    const events = parser.push(bytes.subarray(from, end));
    from = end;
    return events;
  });
}

const HOSTILE = [
  '%session-changed $1 näme 🦊',
  '%begin 1700000000 7 1',
  '%end 1 2 1',
  '%exit',
  '%begin 1700000000 8 1',
  '%error 1700000000 8 1',
  '',
  'größer 漢字 🦊',
  '%end 1700000000 7 1',
  '%exit server exited unexpectedly',
  '',
].join('\n');

describe('control mode framing', () => {
  it('ends a block only on its own time and number, whatever a pane prints', () => {
    expect(parse(Buffer.from(HOSTILE))).toEqual([
      { type: 'notice', name: 'session-changed', rest: '$1 näme 🦊' },
      {
        type: 'block',
        own: true,
        ok: true,
        lines: [
          '%end 1 2 1',
          '%exit',
          '%begin 1700000000 8 1',
          '%error 1700000000 8 1',
          '',
          'größer 漢字 🦊',
        ],
      },
      { type: 'notice', name: 'exit', rest: 'server exited unexpectedly' },
    ]);
  });

  it('reads the same from every chunking, characters split too', () => {
    const bytes = Buffer.from(HOSTILE);
    const whole = parse(bytes);
    const cuts = fc.array(fc.nat(bytes.length), { maxLength: 30 });
    fc.assert(fc.property(cuts, (at) => void expect(parse(bytes, at)).toEqual(whole)));
    expect(parse(bytes, [...bytes.keys()])).toEqual(whole);
  });

  it('tells our own replies from the start-up block, and errors from answers', () => {
    const text = '%begin 1 1 0\nno sessions\n%error 1 1 0\n%begin 1 2 1\n%error 1 2 1\n';
    expect(parse(Buffer.from(text))).toEqual([
      { type: 'block', own: false, ok: false, lines: ['no sessions'] },
      { type: 'block', own: true, ok: false, lines: [] },
    ]);
  });

  it('takes lines of 256 KB', () => {
    const long = 'x'.repeat(256 * 1024);
    const [block] = parse(Buffer.from(`%begin 1 1 1\n${long}\n%end 1 1 1\n`), [5, 1000, 70_000, 200_000]);
    expect(block).toEqual({ type: 'block', own: true, ok: true, lines: [long] });
  });

  it('never throws on arbitrary bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void parse(bytes, [3, 50])));
  });
});

describe('command strings', () => {
  it('quotes what means something to tmux', () => {
    const line = encode(['display-message', '-p', 'it\'s; $HOME ~ #{pid} {a} \\ "q"'], ['list-keys']);
    expect(line).toBe("display-message -p 'it'\\''s; $HOME ~ #{pid} {a} \\ \"q\"' ; list-keys");
    expect(encode(['x', '', ';', '~', '%if', '%7', '#a'])).toBe("x '' ';' '~' '%if' %7 '#a'");
  });

  it('refuses newlines and other controls', () => {
    expect(() => encode(['display-message', 'a\nkill-server'])).toThrow(RangeError);
    expect(sendable('a\rb')).toBe(false);
    expect(sendable('a\tb é 🦊')).toBe(true);
  });

  it('keeps an argument that ends in ; from ending the command of a spawn', () => {
    expect(encodeArgv([['a', 'b;'], ['c']])).toEqual(['a', 'b\\;', ';', 'c']);
  });
});

describe('requests and replies', () => {
  const block = (lines: readonly string[], ok = true): ControlEvent => ({
    type: 'block',
    own: true,
    ok,
    lines,
  });

  it('matches first in first out, and has at most 8 requests or 30 kB under way', async () => {
    const written: string[] = [];
    const exchange = new Exchange((text) => written.push(text), 5_000);
    const small = exchange.ask(Array.from({ length: 12 }, (_, n) => ({ command: ['c', String(n)] })));
    await Promise.resolve();
    expect(written).toEqual([`${Array.from({ length: 8 }, (_, n) => `c ${n}`).join('\n')}\n`]);
    for (let n = 0; n < 12; n += 1) {
      exchange.accept(block([`r${n}`], n !== 3));
      await Promise.resolve();
    }
    const replies = await small;
    expect(replies.map((reply) => reply?.lines[0])).toEqual(Array.from({ length: 12 }, (_, n) => `r${n}`));
    expect(replies[3]?.ok).toBe(false);
    written.length = 0;
    void exchange.ask([1, 2, 3].map(() => ({ command: ['big'], bytes: 14_000 })));
    await Promise.resolve();
    expect(written).toEqual(['big\nbig\n']);
    exchange.close();
  });

  it('drops a reply that comes after its deadline instead of handing it to the next request', async () => {
    const exchange = new Exchange(() => undefined, 30);
    expect(await exchange.ask([{ command: ['late'] }])).toEqual([null]);
    const next = exchange.ask([{ command: ['next'] }]);
    await Promise.resolve();
    exchange.accept(block(['of late']));
    exchange.accept(block(['of next']));
    expect(await next).toEqual([{ ok: true, lines: ['of next'] }]);
  });

  it('gathers every block up to the terminator, and answers null to all when closed', async () => {
    const exchange = new Exchange(() => undefined, 5_000);
    const asked = exchange.ask([{ command: ['if-shell'], terminator: 'n END' }, { command: ['after'] }]);
    await Promise.resolve();
    exchange.accept(block([]));
    exchange.accept(block(['n OK']));
    exchange.accept({ type: 'block', own: false, ok: true, lines: ['of a hook'] });
    exchange.accept(block(['n END']));
    exchange.close();
    expect(await asked).toEqual([{ ok: true, lines: ['n OK'] }, null]);
    expect(await exchange.ask([{ command: ['x'] }])).toEqual([null]);
  });
});
