/**
 * Characters that not every terminal counts as wide as we do (string-width 8.3.0, Unicode 17): those that came with
 * Unicode 15 to 17, which tmux 3.3a with glibc 2.36 leaves out; those whose width changed since; jamo that stand alone;
 * letters of old scripts that one counts together with the next letter and another does not. All of them measured in
 * tmux, character by character: `test/ui/widths.test.ts`.
 */
const UNSURE =
  /[\u088f\u0c5c\u0cdc\u0d4e\u1160-\u11ff\u1b4e\u1b4f\u1b7f\u1c89\u1c8a\u20c1\u2427-\u2429\u2630-\u2637\u268a-\u268f\u2b96\u2ffc-\u2fff\u31e4-\u31ef\u3248-\u324f\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7f1\ud7b0-\ud7fb\ufbc3-\ufbd2\ufd90\ufd91\ufdc8-\ufdce\u{105c0}-\u{105f3}\u{10940}-\u{10959}\u{10d40}-\u{10d8f}\u{10ec2}-\u{10ed8}\u{111c2}\u{111c3}\u{1123f}\u{11240}\u{11380}-\u{113d8}\u{116d0}-\u{116e3}\u{1193f}\u{11941}\u{11a84}-\u{11a89}\u{11b00}-\u{11b09}\u{11bc0}-\u{11bf9}\u{11d46}\u{11db0}-\u{11de9}\u{11f02}-\u{11f59}\u{1342f}\u{13441}-\u{143fa}\u{16100}-\u{16139}\u{16d40}-\u{16d79}\u{16ea0}-\u{16ed3}\u{16ff2}-\u{16ff6}\u{187f8}-\u{187ff}\u{18cff}-\u{18df2}\u{1b132}\u{1b155}\u{1cc00}-\u{1cef0}\u{1d2c0}-\u{1d2d3}\u{1d300}-\u{1d376}\u{1df25}-\u{1df2a}\u{1e030}-\u{1e06d}\u{1e4d0}-\u{1e6ff}\u{1f6d8}-\u{1f6dc}\u{1f774}-\u{1f77f}\u{1f7d9}\u{1f8b2}-\u{1f8d8}\u{1fa54}-\u{1fa57}\u{1fa75}-\u{1fa77}\u{1fa87}-\u{1fa8f}\u{1faad}-\u{1faaf}\u{1fabb}-\u{1fabf}\u{1fac6}-\u{1facf}\u{1fada}-\u{1fadf}\u{1fae8}-\u{1faef}\u{1faf7}\u{1faf8}\u{1fbcb}-\u{1fbef}\u{1fbfa}\u{2b739}-\u{2b73f}\u{2cea2}-\u{2cead}\u{2ebf0}-\u{2ee5d}\u{31350}-\u{323af}]/gu;

/** One cell everywhere. */
const STAND_IN = '\ufffd';

/** Fill the place of a letter that is not there; some terminals give them cells. */
const FILLERS = /[\u115f\u1160\u3164\uffa0]/g;

/** Vowels of Thai and Lao that some count as part of the letter before; in two parts everyone counts them alike. */
const IN_TWO: Readonly<Record<string, string>> = { '\u0e33': '\u0e4d\u0e32', '\u0eb3': '\u0ecd\u0eb2' };

/** The same text of characters whose width every terminal knows. */
export function withoutUnsure(text: string): string {
  return text
    .replace(FILLERS, '')
    .replace(UNSURE, STAND_IN)
    .replace(/[\u0e33\u0eb3]/g, (vowel) => IN_TWO[vowel] ?? '');
}
