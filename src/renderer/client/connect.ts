import type { Bridge } from '../../shared/face.ts';
import { createLoopbackBridge } from './loopback-bridge.ts';
import { enterServer } from './server.ts';

/** The page's bridge, with the page's own types. */
export type PageBridge = Bridge<File, FileSystemEntry>;

declare global {
	interface Window {
		/** Put there by Electron's preload script, and by nothing else. */
		readonly bridge?: Bridge<File>;
	}
}

/** The shell's bridge where there is one, else the program's server. Rejects where this page was not let in. */
export async function connectBridge(): Promise<PageBridge> {
	const shell = window.bridge;
	if (shell === undefined) return createLoopbackBridge(await enterServer());
	// Entries of a drop cannot cross into the preload script, which has no need of them.
	return { ...shell, pathsOfDropped: (files) => shell.pathsOfDropped(files) };
}
