/**
 * `npm run dev`: the program from its sources, in Electron or in a browser as `npm start` chooses. A change of the page is
 * drawn at once and without a reload; after a change of the engine the engine alone is started anew. Takes the options
 * of `npm start`.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { thisMachine } from '../start/can-run.ts';
import { findElectron } from '../start/find-electron.ts';
import { developInBrowser } from './browser-loop.ts';
import { developInElectron } from './electron-loop.ts';

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
	options: {
		port: { type: 'string' },
		'no-open': { type: 'boolean', default: false },
		'data-dir': { type: 'string' },
	},
});
const ending = new AbortController();
// The terminal sends Ctrl+C to the program as well, which ends by itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

const options = {
	root,
	dataDir: values['data-dir'] === undefined ? undefined : resolve(values['data-dir']),
	say: (line: string) => void process.stderr.write(`${line}\n`),
	signal: ending.signal,
};
// A port, or an address to print, is wanted of the browser mode alone.
const electron = values['no-open'] || values.port !== undefined ? null : await findElectron(root, thisMachine);
process.exitCode =
	electron === null
		? await developInBrowser({ ...options, port: Number(values.port ?? 0), open: !values['no-open'] })
		: await developInElectron(electron, options);
