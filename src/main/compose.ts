import { join } from 'node:path';
import { app } from 'electron';
import { type Core, createCore } from '../core/index.ts';
import { utilityAdapter } from './utility-adapter.ts';

/** The one place that constructs the engine in Electron. */
export function compose(dataDir: string): Promise<Core> {
	const sandboxEntry = join(import.meta.dirname, 'sandbox.mjs');
	return createCore({
		dataDir,
		sandboxEntry,
		reaperEntry: join(import.meta.dirname, 'reaper.mjs'),
		// Packaged, they lie beside the archive; in a checkout, at its top.
		resourcesDir: app.isPackaged
			? join(process.resourcesPath, 'resources')
			: join(import.meta.dirname, '../../resources'),
		adapter: utilityAdapter(sandboxEntry),
	});
}
