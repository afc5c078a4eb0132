import { readFileSync, statSync } from 'node:fs';
import { errorText } from '../adapters/errors.js';
import { isZone, localZone } from '../adapters/zone.js';
import { classify } from '../core/quota/classify.js';
import type { Reading, ScreenContext } from '../core/quota/reading.js';
import { parseArguments, text } from './arguments.js';
import { judgeFolder, reportText } from './classify-folder.js';
import { EXIT, UsageError } from './exit.js';

/** What `classify --json` prints of one screen (contract). */
function verdictJson(reading: Reading): object {
  const { verdict, hit, limit, vetoes, evidence } = reading;
  const resetsAt = limit?.resetsAtMs == null ? null : new Date(limit.resetsAtMs).toISOString();
  return { verdict, hit, limit: limit ? { kind: limit.kind, resetsAt } : null, vetoes, evidence };
}

/** `classify [FILE|-|DIR]`. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    argv,
    { json: { type: 'boolean' }, now: { type: 'string' }, tz: { type: 'string' }, cols: { type: 'string' } },
    1,
  );
  const source = parsed.positionals[0] ?? '-';
  const json = parsed.values.json === true;
  const context = contextOf(text(parsed, 'now'), text(parsed, 'tz'), text(parsed, 'cols'));
  try {
    if (source !== '-' && statSync(source).isDirectory()) return folder(source, context, json);
    const screen = readFileSync(source === '-' ? 0 : source, 'utf8');
    const reading = classify(screen, context);
    process.stdout.write(json ? `${JSON.stringify(verdictJson(reading))}\n` : plain(reading));
    return EXIT.good;
  } catch (error) {
    process.stderr.write(
      `${source} cannot be read: ${errorText(error)}. Name a file or folder that you can read.\n`,
    );
    return EXIT.failed;
  }
}

function folder(dir: string, context: ScreenContext, json: boolean): number {
  const report = judgeFolder(dir, context);
  if (report.screens === 0) {
    process.stderr.write(
      `${dir} holds no capture: a capture is NAME.txt with NAME.json beside it. Name another folder, or one file.\n`,
    );
    return EXIT.failed;
  }
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : reportText(report));
  return report.misses.length > 0 ? EXIT.failed : EXIT.good;
}

function contextOf(now: string | null, tz: string | null, cols: string | null): ScreenContext {
  const capturedAtMs = now === null ? Date.now() : Date.parse(now);
  if (Number.isNaN(capturedAtMs))
    throw new UsageError(`--now takes an ISO time such as 2026-11-22T08:00:00Z, not "${now}"`);
  const zone = tz ?? localZone();
  if (!isZone(zone)) throw new UsageError(`--tz takes an IANA zone such as Europe/Paris, not "${zone}"`);
  if (cols !== null && !/^[1-9]\d{0,4}$/.test(cols))
    throw new UsageError(`--cols takes a number of columns, not "${cols}"`);
  return { capturedAtMs, zone, ...(cols === null ? {} : { cols: Number(cols) }) };
}

function plain(reading: Reading): string {
  const limit = reading.limit;
  const reset =
    limit?.resetsAtMs == null ? 'no reset time' : `resets ${new Date(limit.resetsAtMs).toISOString()}`;
  const lines = [
    `${reading.verdict}${reading.hit ? `, hit ${reading.hit}` : ''}${limit ? ` (${limit.kind}, ${reset})` : ''}`,
    ...reading.vetoes.map((veto) => `  veto: ${veto}`),
    ...reading.evidence.map((row) => `  row ${row.row + 1}  ${row.rule}: ${row.text}`),
  ];
  return `${lines.join('\n')}\n`;
}
