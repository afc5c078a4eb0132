/** Terminal sequences whole (CSI, OSC and their like, single escapes), so that no remains such as `[31m` stay behind. */
const SEQUENCES =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u009b[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|\u001b[ -/]*[0-~]?/g;
/** C0, DEL, C1, the line separators, and marks that reorder or hide text. */
const CONTROLS =
  /[\u0000-\u001f\u007f-\u009f\u061c\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;

/** At most `max` UTF-16 units; ends in "…" when there was more. */
export function shortened(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

/**
 * Text from a pane or a file made fit for one line of a screen, a log or a message: terminal sequences gone, every run
 * of control or reordering characters (line breaks too) one blank, blanks at the ends gone, at most `max` UTF-16 units.
 */
export function cleanText(text: string, max = Number.POSITIVE_INFINITY): string {
  // Cut before the work: hostile text may be very long.
  const near = Number.isFinite(max) ? text.slice(0, max * 4 + 64) : text;
  const clean = near.replace(SEQUENCES, '').replace(CONTROLS, ' ').trim();
  const cut = clean.slice(0, max);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
