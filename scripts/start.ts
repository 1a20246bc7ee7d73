/** `npm start`: builds, then opens the window in Electron, or in a browser where Electron cannot be had. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './ensure-built.ts';
import { findElectron } from './start/find-electron.ts';

const root = resolve(import.meta.dirname, '..');

const { values } = parseArgs({
	options: {
		port: { type: 'string' },
		'no-open': { type: 'boolean', default: false },
		'data-dir': { type: 'string' },
	},
});

ensureBuilt();
// A port, or an address to print, is wanted of the browser mode alone.
const electron = values['no-open'] || values.port !== undefined ? null : await findElectron(root, process.env);
process.exitCode = await (electron === null ? startBrowserMode() : startElectron(electron));

function startElectron(binary: string): Promise<number> {
	const dataDir = values['data-dir'];
	return run(binary, [
		// Chromium refuses to run as root with its own sandbox.
		...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
		root,
		...(dataDir === undefined ? [] : [`--data-dir=${resolve(dataDir)}`]),
	]);
}

function startBrowserMode(): Promise<number> {
	const dataDir = values['data-dir'];
	return run(process.execPath, [
		resolve(root, 'out/main/cli.mjs'),
		...(dataDir === undefined ? [] : ['--data-dir', dataDir]),
		'serve',
		...(values.port === undefined ? [] : ['--port', values.port]),
		...(values['no-open'] ? ['--no-open'] : []),
	]);
}

/** The program's exit code; being stopped by the person is no failure. */
function run(command: string, args: readonly string[]): Promise<number> {
	const child = spawn(command, args, { stdio: 'inherit' });
	// The terminal sends Ctrl+C to both; what was sent to this process alone is passed on.
	process.on('SIGINT', () => {});
	for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
	return new Promise((finished) => {
		child.once('error', (error) => {
			process.stderr.write(`${command} cannot be started (${(error as NodeJS.ErrnoException).code}).\n`);
			finished(1);
		});
		child.once('exit', (code, signal) => finished(code === 130 || signal === 'SIGINT' ? 0 : (code ?? 1)));
	});
}
