/** The first cell of each row of the table that follows a heading in a Markdown text, backticks gone; none without one. */
export function firstCells(markdown: string, heading: string): readonly string[] {
  const section = sectionOf(markdown, heading);
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) => (row.split('|')[1] ?? '').trim().replaceAll('`', ''));
}

/** What stands between a heading of the second level and the next one; '' without it. */
export function sectionOf(markdown: string, heading: string): string {
  const [, text = ''] = markdown.split(`\n## ${heading}\n`);
  return text.split('\n## ')[0] ?? '';
}

/** How GitHub names the place of a heading: `## The screen` is `#the-screen`. */
export function anchorsOf(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
