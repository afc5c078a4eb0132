import { describe, expect, test } from 'vitest';
import { mouseInput } from '../../src/ui/mouse/input.js';

const ESC = '\u001b';
const BEGIN = `${ESC}[200~`;
const END = `${ESC}[201~`;
const MEGA = 1_048_576;

/** A terminal's input, and the silence behind it. */
function keyboard() {
  const chunks: string[] = [];
  const heard: string[] = [];
  let timers: (() => void)[] = [];
  const listen = (): void => {
    for (let text = input.stdin.read(); text !== null; text = input.stdin.read()) heard.push(String(text));
  };
  const stdin = {
    read: () => chunks.shift() ?? null,
    emit: () => {
      listen();
      return true;
    },
  };
  const input = mouseInput(stdin, (_ms, callback) => {
    timers.push(callback);
    return () => {
      timers = timers.filter((timer) => timer !== callback);
    };
  });
  return {
    sends: (...more: readonly string[]) => {
      for (const chunk of more) {
        chunks.push(chunk);
        listen();
      }
    },
    isSilent: () => {
      const due = timers;
      timers = [];
      for (const timer of due) timer();
    },
    timers: () => timers.length,
    heard: () => heard.splice(0),
  };
}

describe('a paste whose end does not come', () => {
  test('is over after a silence: it is a paste, and the keyboard works again', () => {
    const keys = keyboard();
    keys.sends(`a${BEGIN}q`, 'y', 'D');
    expect(keys.heard()).toEqual(['a']);
    expect(keys.timers()).toBe(1);
    keys.isSilent();
    expect(keys.heard()).toEqual([`${BEGIN}qyD${END}`]);
    keys.sends('j', `${ESC}[A`);
    expect(keys.heard()).toEqual(['j', `${ESC}[A`]);
    expect(keys.timers()).toBe(0);
  });

  test('leaves no key behind when the rest comes late, with its end or without', () => {
    const keys = keyboard();
    keys.sends(`${BEGIN}one`);
    keys.isSilent();
    keys.heard();
    keys.sends('qy', `D\r${END}`, 'j');
    expect(keys.heard()).toEqual([`${BEGIN}qyD\r${END}`, 'j']);
    keys.sends(`${BEGIN}two`);
    keys.isSilent();
    keys.heard();
    keys.sends('yes\r');
    expect(keys.heard()).toEqual([]);
    keys.isSilent();
    expect(keys.heard()).toEqual([`${BEGIN}yes\r${END}`]);
    keys.sends('j', 'kk');
    expect(keys.heard()).toEqual(['j', 'kk']);
  });

  test('of which nothing came is nothing', () => {
    const keys = keyboard();
    keys.sends(BEGIN);
    keys.isSilent();
    keys.sends(ESC);
    expect(keys.heard()).toEqual([ESC]);
  });

  test('is no key either when its first escape was handed on as one', () => {
    const keys = keyboard();
    keys.sends(ESC, '[200~q', 'y');
    expect(keys.heard()).toEqual([ESC]);
    keys.isSilent();
    expect(keys.heard()).toEqual([`${ESC}[<m${BEGIN}qy${END}`]);
    for (const cut of [2, 3, 4, 5]) {
      const begun = `[200~`;
      keys.sends(ESC, begun.slice(0, cut), `${begun.slice(cut)}q${END}j`);
      expect(keys.heard(), `cut at ${cut}`).toEqual([ESC, `${ESC}[<m${BEGIN}q${END}j`]);
    }
  });

  test('is handed on in parts when it is large, and each is a paste', () => {
    const keys = keyboard();
    const text = 'x'.repeat(MEGA);
    keys.sends(BEGIN, `${text}y${END.slice(0, 3)}`);
    expect(keys.heard()).toEqual([`${BEGIN}${text}y${END}`]);
    keys.sends(`${END.slice(3)}j`);
    expect(keys.heard().join('')).toBe(`${BEGIN}${END}j`);
    keys.sends(`${BEGIN}${text}z`);
    expect(keys.heard()).toEqual([`${BEGIN}${text}z${END}`]);
    keys.sends(`q${END}`);
    expect(keys.heard()).toEqual([`${BEGIN}q${END}`]);
    expect(keys.timers()).toBe(0);
  });
});
