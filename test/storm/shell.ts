/** A shell with job control that no key ends. */
export function shellIn(home: string): readonly string[] {
  return ['env', 'PS1=$ ', 'ENV=', `HOME=${home}`, 'sh', '-i', '-I'];
}
