/** Whether a text that was reported, or its beginning, holds the beginning of what stands on the screen. */
export function resembles(reply: string, banner: string): boolean {
  const start = fold(banner).slice(0, 40);
  return start.length > 0 && fold(reply).includes(start);
}

/** 1.0.60 draws another sentence than it writes: `Claude AI usage limit reached` is shown as `Claude usage limit reached.` */
export function saysTheSame(row: string, banner: string): boolean {
  return (
    resembles(row, banner) || (fold(row).includes('limit reached') && fold(banner).includes('limit reached'))
  );
}

function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}
