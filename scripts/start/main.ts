/** `npm start`: builds, then opens the window in Electron, or in a browser where Electron cannot be had or cannot run. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../build/ensure-built.ts';
import { thisMachine } from './can-run.ts';
import { findElectron, without } from './find-electron.ts';
import { AT_ONCE_MS, runProgram } from './run-program.ts';

const root = resolve(import.meta.dirname, '../..');

const { values } = parseArgs({
	options: {
		port: { type: 'string' },
		'no-open': { type: 'boolean', default: false },
		'data-dir': { type: 'string' },
	},
});

ensureBuilt();
// A port, or an address to print, is wanted of the browser mode alone.
const electron = values['no-open'] || values.port !== undefined ? null : await findElectron(root, thisMachine);
process.exitCode = (electron === null ? null : await startElectron(electron)) ?? (await startBrowserMode());

/** Null: it ended at once, in a way that no program chooses; a line says so. */
async function startElectron(binary: string): Promise<number | null> {
	const dataDir = values['data-dir'];
	const { code, fault, ms } = await runProgram(binary, [
		root,
		...(dataDir === undefined ? [] : [`--data-dir=${resolve(dataDir)}`]),
	]);
	return fault !== null && ms < AT_ONCE_MS ? without(`Electron does not run here (${fault})`) : code;
}

async function startBrowserMode(): Promise<number> {
	const dataDir = values['data-dir'];
	const { code, fault } = await runProgram(process.execPath, [
		resolve(root, 'out/main/cli.mjs'),
		...(dataDir === undefined ? [] : ['--data-dir', dataDir]),
		'serve',
		...(values.port === undefined ? [] : ['--port', values.port]),
		...(values['no-open'] ? ['--no-open'] : []),
	]);
	if (fault !== null) process.stderr.write(`The browser mode ended: ${fault}.\n`);
	return code;
}
