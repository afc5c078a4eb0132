import type { ReactElement } from 'react';
import { type Binding, disabledNow, type KeyContext } from '../keys/binding.js';
import { bindingsNow } from '../keys/index.js';
import { keyShown } from '../keys/names.js';
import type { Look } from '../look.js';
import { choose, join, type Line, span } from '../text/line.js';
import { plain } from '../text/plain.js';
import { isAsking } from '../ui-state.js';
import { Row } from './row.js';

const GAP = 3;
/** What cannot be pressed comes behind what can, but for the swap: that it is off says a lot. */
const DISABLED_RANK = 6;
const SWAP_RANK = 1;

interface Item {
  readonly line: Line;
  readonly isOff: boolean;
}

function item(binding: Binding, context: KeyContext, look: Look): Item {
  const key = keyShown(binding.keys[0] ?? '', look.glyphs.ascii);
  const label = binding.labelNow?.(context) ?? binding.label;
  const reason = disabledNow(binding, context);
  if (reason === null) return { line: [span(key, 'accent', true), span(` ${label}`, 'muted')], isOff: false };
  // Colour alone would not say it: a key that cannot be used stands in brackets; pressing it says why.
  const isAsked = binding.id === 'dismiss' && context.ui.focus === 'hits';
  const why = isAsked ? `: ${reason}` : '';
  return { line: [span(`(${key} ${label}${why})`, 'faint')], isOff: !isAsked };
}

/** The keys that can be pressed, as many as fit; or the answer to the last one, which gives way to the keys of a question. */
function footerLine(context: KeyContext, width: number, look: Look): Line {
  const { flash, modal } = context.ui;
  const answer =
    flash === null ? [] : [span(' '), span(plain(flash.text, look.glyphs.ascii), flash.tone, true)];
  if (flash !== null && !isAsking(modal)) return answer;
  const parts = bindingsNow(context).flatMap((binding) => {
    const rank = binding.footerNow === undefined ? binding.footer : binding.footerNow(context);
    if (rank === null) return [];
    const { line, isOff } = item(binding, context, look);
    return [{ rank: isOff && rank > SWAP_RANK ? rank + DISABLED_RANK : rank, line }];
  });
  const lines = choose(parts, width - 2, width < 80 ? 2 : GAP).map((part) => part.line);
  return [
    span(' '),
    ...join(lines, width < 80 ? 2 : GAP),
    ...(flash === null ? [] : [span('  '), ...answer]),
  ];
}

interface FooterProps {
  readonly context: KeyContext;
  readonly width: number;
  readonly look: Look;
}

export function Footer({ context, width, look }: FooterProps): ReactElement {
  return <Row line={footerLine(context, width, look)} width={width} look={look} />;
}
