import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { failed } from '../../shared/errors/result.ts';
import type { Bridge } from '../../shared/face/bridge.ts';
import { createLoopbackBridge } from './loopback-bridge.ts';
import { openLinksBeside } from './own-tabs.ts';
import { enterServer, type Question } from './server.ts';

/** The page's bridge, with the page's own types. */
export type PageBridge = Bridge<File, FileSystemEntry>;

declare global {
	interface Window {
		/** Put there by Electron's preload script, and by nothing else. */
		readonly bridge?: Bridge<File>;
	}
}

/**
 * The shell's bridge where there is one, else the program's server. What is asked `first` may be answered with the
 * admission: the bridge has those answers for who asks it right then. Rejects where this page was not let in.
 */
export async function connectBridge(first: readonly Question[] = []): Promise<PageBridge> {
	const shell = window.bridge;
	openLinksBeside();
	if (shell === undefined) {
		return createLoopbackBridge(await enterServer(first));
	}
	return {
		...shell,
		// What is nested deeper than a thousand levels Electron lets through in neither direction.
		request: async (route, input) => {
			try {
				return await shell.request(route, input);
			} catch (error) {
				return failed(
					new DataFlareError('invalid_input', 'What was asked or answered is nested too deeply for this window.', {
						details: because('nested_too_deep'),
						hint: 'Use the command line, or the window in a browser, for it.',
						cause: error,
					}),
				);
			}
		},
		// Entries of a drop cannot cross into the preload script, which has no need of them.
		pathsOfDropped: (files) => shell.pathsOfDropped(files),
	};
}
