import { clamp } from '../clamp.js';
import type { Glyphs } from '../glyphs.js';
import { type Line, span } from '../text/line.js';
import type { Tone } from '../theme.js';

/** A bar of `cells` cells of which `part` (0 to 1) is filled; something left always shows at least one cell. */
export function bar(part: number, cells: number, tone: Tone, glyphs: Glyphs): Line {
  const bounded = Number.isFinite(part) ? clamp(part, 0, 1) : 0;
  const filled = bounded === 0 ? 0 : Math.max(1, Math.round(bounded * cells));
  return [span(glyphs.bar.repeat(filled), tone), span(glyphs.barRest.repeat(cells - filled), 'faint')];
}
