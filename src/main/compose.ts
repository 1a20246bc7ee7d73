import { join } from 'node:path';
import { type Core, createCore } from '../core/index.ts';
import { utilityAdapter } from './utility-adapter.ts';

/** The one place that constructs the engine in Electron. */
export function compose(dataDir: string): Promise<Core> {
	const sandboxEntry = join(import.meta.dirname, 'sandbox.mjs');
	return createCore({
		dataDir,
		sandboxEntry,
		reaperEntry: join(import.meta.dirname, 'reaper.mjs'),
		adapter: utilityAdapter(sandboxEntry),
	});
}
