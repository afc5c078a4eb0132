const LONGEST = 160;
/** No more of a line is looked at: the rest is not shown either. */
const LOOKED_AT = 2_000;

/** `"NAME": "value"` where the name says that the value is nobody's business. */
const NAMED = /("[^"]*(?:key|token|secret|password|credential|auth)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)/gi;

/** A line of a person's settings for the screen: values of secrets and what is too long are left out. */
export function veiled(line: string): string {
  const hidden = line.slice(0, LOOKED_AT).replace(NAMED, '$1"[hidden]"');
  return hidden.length <= LONGEST ? hidden : `${hidden.slice(0, LONGEST)} … (${line.length} characters)`;
}
