/**
 * `npm run dev`: the program as `npm start` runs it, built and started anew after each change of a source. Where
 * Electron's binary is missing, that is the browser mode, as a line says. Takes the options of `npm start`.
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { sources } from '../build/ensure-built.ts';
import { keepRunning } from './keep-running.ts';

const root = resolve(import.meta.dirname, '../..');
const ending = new AbortController();
// The terminal sends Ctrl+C to the program as well, which ends by itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

process.exitCode = await keepRunning({
	paths: sources.map((path) => join(root, path)),
	counts: (file) => !/\.test\.tsx?$/.test(file),
	start: (again) =>
		spawn(process.execPath, [join(root, 'scripts/start/main.ts'), ...process.argv.slice(2)], {
			stdio: 'inherit',
			// What could not be fetched at first is not asked for again with each change.
			env: again ? { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } : process.env,
		}),
	say: (sentence) => process.stderr.write(`${sentence}\n`),
	signal: ending.signal,
});
