import { createInterface } from 'node:readline';

/** The person ended the questions: Ctrl-C, Ctrl-D, or an input that ends. */
export class NotAnswered extends Error {}

export interface Asker {
  /** Shows the question and gives the next line, blanks at its ends gone. Throws `NotAnswered` when none comes. */
  ask(question: string): Promise<string>;
  close(): void;
}

/** Questions on two streams. Lines that come before their question are kept for it. */
export function askOn(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Asker {
  const lines: string[] = [];
  let waiting: { give(line: string): void; end(): void } | null = null;
  let ended = false;
  const reader = createInterface({ input, output });
  reader.on('line', (line) => {
    const asked = waiting;
    waiting = null;
    if (asked === null) lines.push(line);
    else asked.give(line);
  });
  reader.on('close', () => {
    ended = true;
    waiting?.end();
  });
  return {
    ask: (question) => {
      const early = lines.shift();
      if (early !== undefined) output.write(question);
      else if (!ended) {
        reader.setPrompt(question);
        reader.prompt();
      }
      return new Promise<string>((resolve, reject) => {
        const end = () => reject(new NotAnswered('no answer'));
        if (early !== undefined) resolve(early.trim());
        else if (ended) end();
        else waiting = { give: (line) => resolve(line.trim()), end };
      });
    },
    close: () => reader.close(),
  };
}

/** On the terminal; null without one. */
export function askOnTerminal(): Asker | null {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return null;
  return askOn(process.stdin, process.stdout);
}

/** One question with yes as its only good answer; no answer at all is a no. */
export async function consent(question: string, asker: Asker): Promise<boolean> {
  try {
    return /^y(es)?$/i.test(await asker.ask(`${question} [y/N] `));
  } catch (error) {
    if (!(error instanceof NotAnswered)) throw error;
    process.stdout.write('\n');
    return false;
  } finally {
    asker.close();
  }
}
