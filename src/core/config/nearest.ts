/** Optimal string alignment: insertions, deletions, replacements and swapped neighbours each cost one. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The candidate a person most likely meant, null when none is near (more than two fifths of the longer one differs). */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replaceAll('-', '_');
  const begun = candidates.filter((candidate) => plain(candidate).startsWith(plain(word)));
  if (word.length >= 3 && begun.length === 1) return begun[0] ?? null;
  const holding = candidates.filter((candidate) => {
    const [a, b] = [plain(word), plain(candidate)];
    return a.length >= 3 && b.length >= 3 && (a.startsWith(b) || `_${b}_`.includes(`_${a}_`));
  });
  if (holding.length === 1) return holding[0] ?? null;
  let found: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(plain(word).slice(0, 80), plain(candidate));
    const allowed = Math.max(1, Math.floor(0.4 * Math.max(word.length, candidate.length)));
    if (distance < least && distance <= allowed) {
      least = distance;
      found = candidate;
    }
  }
  return found;
}
