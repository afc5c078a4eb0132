/** A shell with job control that no key ends. */
export function shellIn(home: string): readonly string[] {
  return ['env', 'PS1=$ ', 'ENV=', `HOME=${home}`, 'sh', '-i', '-I'];
}

/** One word of a line for a shell. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
