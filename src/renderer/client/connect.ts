import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { failed } from '../../shared/errors/result.ts';
import type { Bridge } from '../../shared/face/bridge.ts';
import { createLoopbackBridge } from './loopback-bridge.ts';
import { openLinksBeside } from './own-tabs.ts';
import { asksNothing, enterServer, type Server } from './server.ts';

/** The page's bridge, with the page's own types. */
export type PageBridge = Bridge<File, FileSystemEntry>;

declare global {
	interface Window {
		/** Put there by Electron's preload script, and by nothing else. */
		readonly bridge?: Bridge<File>;
	}
}

/**
 * The shell's bridge where there is one, else the program's server, which the page may have `entered` already. What was
 * answered with the admission, the bridge has for who asks it right then. Rejects where this page was not let in.
 */
export async function connectBridge(entered: Promise<Server> | null = null): Promise<PageBridge> {
	const shell = window.bridge;
	openLinksBeside();
	if (shell === undefined) {
		return createLoopbackBridge(await (entered ?? enterServer(asksNothing)));
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
