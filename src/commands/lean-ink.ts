import { type LoadHookSync, type ResolveHookSync, registerHooks } from 'node:module';

/** Ink 8.0.0 takes one function of es-toolkit's lodash, which is 400 files: 160 ms and 3 MB (Node 24). */
const LODASH = 'es-toolkit/compat';
const ONLY = 'throttle';
/** yoga-layout 3.2.1 gets its own text by `fetch`, which loads undici: 60 ms and 13 MB. Without one it decodes it. */
const YOGA = /\/yoga-layout\/dist\/binaries\/yoga-wasm-base64-esm\.js$/;
/** Marks a file whose default export is to have its name. */
const NAMED = '?named';

const resolve: ResolveHookSync = (specifier, context, next) => {
  if (specifier !== LODASH) return next(specifier, context);
  const found = next(`${LODASH}/${ONLY}`, context);
  return { ...found, url: `${found.url}${NAMED}`, shortCircuit: true };
};

const load: LoadHookSync = (url, context, next) => {
  if (url.endsWith(NAMED)) {
    const place = JSON.stringify(url.slice(0, -NAMED.length));
    const source = `export { default as ${ONLY} } from ${place};`;
    return { format: 'module', source, shortCircuit: true };
  }
  const loaded = next(url, context);
  if (!YOGA.test(url) || loaded.source === undefined) return loaded;
  return { ...loaded, source: `const fetch = undefined;${String(loaded.source)}` };
};

/** Loads Ink without what it does not need; whoever imports it later gets the same one. */
export async function loadInk(): Promise<void> {
  const hooks = registerHooks({ resolve, load });
  try {
    await import('ink');
  } finally {
    hooks.deregister();
  }
}
