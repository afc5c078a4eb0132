import type { ReactElement } from 'react';
import { type Binding, disabledNow, type KeyContext } from '../keys/binding.js';
import { bindingsNow } from '../keys/index.js';
import { keyShown } from '../keys/names.js';
import type { Look } from '../look.js';
import { choose, join, type Line, span } from '../text/line.js';
import { plain } from '../text/plain.js';
import { Row } from './row.js';

const GAP = 3;

function item(binding: Binding, context: KeyContext, look: Look): Line {
  const key = keyShown(binding.keys[0] ?? '', look.glyphs.ascii);
  const label = binding.labelNow?.(context) ?? binding.label;
  const reason = disabledNow(binding, context);
  if (reason === null) return [span(key, 'accent', true), span(` ${label}`, 'muted')];
  // Colour alone would not say it: a key that cannot be used stands in brackets; pressing it says why.
  const why = binding.id === 'dismiss' && context.ui.focus === 'hits' ? `: ${reason}` : '';
  return [span(`(${key} ${label}${why})`, 'faint')];
}

/** The keys that can be pressed, as many as fit; or the answer to the last one. */
function footerLine(context: KeyContext, width: number, look: Look): Line {
  const { flash } = context.ui;
  if (flash !== null) return [span(' '), span(plain(flash.text, look.glyphs.ascii), flash.tone, true)];
  const parts = bindingsNow(context).flatMap((binding) => {
    const rank = binding.footerNow === undefined ? binding.footer : binding.footerNow(context);
    return rank === null ? [] : [{ rank, line: item(binding, context, look) }];
  });
  const lines = choose(parts, width - 2, width < 80 ? 2 : GAP).map((part) => part.line);
  return [span(' '), ...join(lines, width < 80 ? 2 : GAP)];
}

interface FooterProps {
  readonly context: KeyContext;
  readonly width: number;
  readonly look: Look;
}

export function Footer({ context, width, look }: FooterProps): ReactElement {
  return <Row line={footerLine(context, width, look)} width={width} look={look} />;
}
