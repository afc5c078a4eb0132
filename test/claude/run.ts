import { parseArgs } from 'node:util';
import { startMockApi } from './mock-api.js';
import { becomePlatform } from './platform.js';
import { cacheFolder, installCli } from './real-cli.js';
import { enterSandbox } from './sandbox.js';
import { stories } from './stories/index.js';
import type { Story } from './stories/story.js';
import { evidence, figures } from './telling.js';
import { type Fact, type Tools, World } from './world.js';

// node --import ./test/claude/ts-imports.ts test/claude/run.ts [PATTERN] [--version V] [--json]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { version: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const newest = '2.1.330';

interface Told {
  readonly story: string;
  readonly version: string;
  readonly expected: string;
  readonly seen: readonly Fact[];
  readonly passed: boolean;
  readonly figures: readonly string[];
  readonly seconds: number;
}

async function tell(story: Story, version: string, tools: Tools): Promise<Told> {
  const since = Date.now();
  tools.api.reset();
  const world = new World(tools, { ...story.world, version });
  try {
    await story.play(world);
    world.fact('the product runs on', world.product.alive);
  } catch (error) {
    world.fact(error instanceof Error ? error.message : String(error), false);
  }
  const passed = world.facts.every((fact) => fact.ok);
  if (!passed) process.stderr.write(`${evidence(world)}\n`);
  await world.close();
  const { expected } = story;
  const seconds = Math.round((Date.now() - since) / 1000);
  return {
    story: story.name,
    version,
    expected,
    seen: world.facts,
    passed,
    figures: figures(world),
    seconds,
  };
}

function line({ story, version, expected, seen, passed, figures, seconds }: Told): string {
  const facts = seen.map(({ what, ok }) => (ok ? what : `NOT: ${what.split('\n')[0]}`)).join(', ');
  const took = [...figures, `${seconds} s`].join('; ');
  return `${passed ? 'passed' : 'FAILED'}  ${story} (${version})  expected: ${expected}  seen: ${facts}  (${took})\n`;
}

if (process.env.CLAUDE_CHECK_CACHE === undefined) process.env.CLAUDE_CHECK_CACHE = cacheFolder();
const cache = process.env.CLAUDE_CHECK_CACHE;
const wanted = stories
  .filter((story) => new RegExp(positionals[0] ?? '').test(story.name))
  .map((story) => ({ story, version: story.world.version ?? values.version ?? newest }));
for (const { version } of wanted) installCli(cache, version);
const folder = await enterSandbox();
const { certFile, ...tls } = becomePlatform(folder);
const api = await startMockApi(tls);
const told: Told[] = [];
for (const { story, version } of wanted) {
  told.push(await tell(story, version, { api, folder, cache, certFile }));
  const last = told.at(-1);
  if (last && !values.json) process.stdout.write(line(last));
}
await api.close();
if (values.json) process.stdout.write(`${JSON.stringify(told, null, 1)}\n`);
process.exitCode = told.length > 0 && told.every((one) => one.passed) ? 0 : 1;
