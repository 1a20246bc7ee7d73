import { join } from 'node:path';
import { app } from 'electron';
import { type Core, createCore } from '../core/index.ts';
import { utilityAdapter } from './sandboxes/utility-adapter.ts';
import { shellNotes } from './trouble.ts';

/** The one place that constructs the engine in Electron. */
export function compose(dataDir: string): Promise<Core> {
	// In a package the processes' entries are beside the archive that holds the rest.
	const folder = import.meta.dirname.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
	const sandboxEntry = join(folder, 'sandbox.mjs');
	return createCore({
		dataDir,
		sandboxEntry,
		reaperEntry: join(folder, 'reaper.mjs'),
		resourcesDir: resourcesFolder(),
		adapter: utilityAdapter(sandboxEntry),
		faceNotes: shellNotes,
	});
}

/** Packaged, they lie beside the archive; in a checkout, at its top. */
export function resourcesFolder(): string {
	return app.isPackaged ? join(process.resourcesPath, 'resources') : join(import.meta.dirname, '../../resources');
}
