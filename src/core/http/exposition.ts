/** One number, told apart from others of its family by its labels. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All numbers of one name. */
export interface Family {
  /** Without the prefix of ours; with its unit, and `_total` at the end of a counter. */
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  /** None: the family is left out. */
  readonly samples: readonly Sample[];
}

const PREFIX = 'claude_failover_';

/** Prometheus' text format 0.0.4. */
export function expositionOf(families: readonly Family[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, type, help, samples }) => [
      `# HELP ${PREFIX}${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${PREFIX}${name} ${type}`,
      ...samples.map((sample) => `${PREFIX}${name}${labelsOf(sample)} ${sample.value}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function labelsOf({ labels = {} }: Sample): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
