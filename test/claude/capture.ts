import { Lab } from './lab.js';
import { cacheFolder, installCli } from './real-cli.js';
import { enterSandbox } from './sandbox.js';
import { scenes } from './scenes/index.js';

// node --import ./test/claude/ts-imports.ts test/claude/capture.ts OUT VERSION [SCENE-PATTERN]
const [out = 'captures', version = '2.1.330', pattern = ''] = process.argv.slice(2);

if (process.env.CLAUDE_CHECK_CACHE === undefined) process.env.CLAUDE_CHECK_CACHE = cacheFolder();
const cache = process.env.CLAUDE_CHECK_CACHE;
installCli(cache, version);
const lab = await Lab.open(await enterSandbox(), cache, out);
let failed = 0;
for (const scene of scenes.filter((candidate) => new RegExp(pattern).test(candidate.name))) {
  lab.api.reset();
  try {
    await scene.run(lab, version);
  } catch (error) {
    failed += 1;
    process.stdout.write(`${scene.name}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
await lab.close();
process.exitCode = failed === 0 ? 0 : 1;
