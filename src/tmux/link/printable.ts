/** What tmux said, fit for a sentence of ours: every character but plain ASCII a blank, none at the ends. */
export function printable(said: string): string {
  return said.replace(/[^ -~]/g, ' ').trim();
}
