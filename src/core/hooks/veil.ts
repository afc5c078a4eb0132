/** So much of a line that only stands around. */
export const LONGEST = 160;
/** No more of such a line is looked at: the rest is not shown either. */
const LOOKED_AT = 2_000;

/** `"NAME": "value"` where the name says that the value is nobody's business. The lookahead keeps it linear in long texts. */
const NAMED =
  /("(?=[^"]*(?:key|token|secret|password|credential|auth))[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)/gi;

/** A line of a person's settings for the screen, whole but for the values of secrets. */
export function veiled(line: string): string {
  return line.replace(NAMED, '$1"[hidden]"');
}

/** The same for a line that is not meant itself: what is too long is left out, too. */
export function veiledShort(line: string): string {
  const hidden = veiled(line.slice(0, LOOKED_AT));
  return hidden.length <= LONGEST ? hidden : `${hidden.slice(0, LONGEST)} … (${line.length} characters)`;
}
