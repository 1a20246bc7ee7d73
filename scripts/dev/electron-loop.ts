import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { LoopOptions } from './browser-loop.ts';
import { Gate } from './gate.ts';
import { keepRunning } from './keep-running.ts';
import { startPageServer } from './page-server.ts';
import { counts, shellSources } from './sources.ts';

/**
 * The window in Electron from its sources: the page by Vite's server, through the shell's own scheme; the shell, with the
 * engine in it, is built and started anew after a change of its own sources. Resolves to the exit code.
 */
export async function developInElectron(binary: string, { root, dataDir, say, signal }: LoopOptions): Promise<number> {
	// A window that is opened anew fetches everything anew: nothing has to wait.
	const gate = new Gate(() => false);
	gate.open();
	const page = await startPageServer(root, gate);
	try {
		return await keepRunning({
			paths: [...shellSources.map((path) => join(root, path)), join(root, 'scripts/dev')],
			counts,
			start: () =>
				fork(
					join(root, 'scripts/dev/build-and-run.ts'),
					[binary, ...(dataDir === undefined ? [] : [`--data-dir=${dataDir}`])],
					{
						execArgv: [],
						env: { ...process.env, ELECTRON_RENDERER_URL: `http://127.0.0.1:${page.port}/` },
					},
				),
			say,
			signal,
		});
	} finally {
		await page.close();
	}
}
