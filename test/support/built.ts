import { resolve } from 'node:path';

const out = resolve(import.meta.dirname, '../../out/main');

/** Absolute paths of what the build made; `test/support/vitest/global-setup.ts` sees to it that they are up to date. */
export const sandboxEntry = resolve(out, 'sandbox.mjs');
export const reaperEntry = resolve(out, 'reaper.mjs');
/** What reads results, as a thread. */
export const readerEntry = resolve(out, 'reader.mjs');
/** What reads and writes a flow's files, as a thread. */
export const flowsEntry = resolve(out, 'flows.mjs');
export const cliEntry = resolve(out, 'cli.mjs');
/** The Electron shell. */
export const shellEntry = resolve(out, 'index.mjs');
export const rendererDir = resolve(out, '../renderer');
export const resourcesDir = resolve(import.meta.dirname, '../../resources');
