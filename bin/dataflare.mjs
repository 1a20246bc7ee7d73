#!/usr/bin/env node
/** Starts the built command line on a Node that can run it: plugins need JSPI, the history needs N-API 10. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../out/main/cli.mjs', import.meta.url));
const bundled = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
const fits = Number(process.versions.node.split('.')[0]) >= 26 && 'Suspending' in WebAssembly;

if (!existsSync(entry)) {
	console.error('error[configuration]: the program is not built\nhint: run `npm run build` first');
	process.exitCode = 1;
} else if (fits) {
	await import(entry);
} else if (existsSync(bundled)) {
	const child = spawn(bundled, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('exit', (code, signal) => {
		process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
	});
} else {
	console.error(`error[configuration]: Node ${process.versions.node} is too old\nhint: use Node 26 or newer`);
	process.exitCode = 1;
}
