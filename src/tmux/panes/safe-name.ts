const MAX_NAME = 200;
/** Controls, invisible and direction-changing characters, lone surrogates and private use. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** A name from tmux for display: one line, nothing that acts on a terminal or turns the text around. */
export function toName(raw: string): string {
  return raw.replace(UNSAFE, '').slice(0, MAX_NAME);
}
