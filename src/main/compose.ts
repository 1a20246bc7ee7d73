import { join } from 'node:path';
import { app } from 'electron';
import { type Core, createCore } from '../core/index.ts';
import { utilityAdapter } from './utility-adapter.ts';

/** The one place that constructs the engine in Electron. */
export function compose(): Promise<Core> {
	const sandboxEntry = join(import.meta.dirname, 'sandbox.mjs');
	return createCore({
		dataDir: join(app.getPath('userData'), 'data'),
		sandboxEntry,
		reaperEntry: join(import.meta.dirname, 'reaper.mjs'),
		adapter: utilityAdapter(sandboxEntry),
	});
}
