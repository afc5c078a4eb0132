import { createRequire, Module } from 'node:module';
import * as ink from 'ink';
import type { TableComponent } from '../ui/look.js';

/*
 * ink-table 3.1.0 is CommonJS and requires Ink; Ink 8 is an ES module with a top-level await, which cannot be
 * required (ERR_REQUIRE_ASYNC_MODULE, Node 22 and 24). So the Ink already loaded is put where its `require` looks.
 * Its own types do not compile with React 19 (`Cannot find namespace 'JSX'`); ours are in ui/look.ts.
 */
const here = createRequire(import.meta.url);
const fromTable = createRequire(here.resolve('ink-table'));
const id = fromTable.resolve('ink');
fromTable.cache[id] ??= Object.assign(new Module(id), { filename: id, loaded: true, exports: ink });

/** The table component of ink-table, drawing with the Ink this program uses. */
export const Table = (fromTable('ink-table') as { default: unknown }).default as TableComponent;
