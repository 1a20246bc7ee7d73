/**
 * Runs the official suite of WASI preview 1 in real sandboxes: `npm run wasi-suite FOLDER`, where FOLDER is a checkout of
 * WebAssembly/wasi-testsuite at its branch prod/testsuite-base, which holds the modules. Nothing of it is part of this
 * repository.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [folder] = process.argv.slice(2);
const root = resolve(import.meta.dirname, '../../..');

if (folder === undefined || !existsSync(join(folder, 'tests/rust/testsuite/wasm32-wasip1'))) {
	process.stderr.write(
		'npm run wasi-suite FOLDER: FOLDER is a checkout of WebAssembly/wasi-testsuite, branch prod/testsuite-base.\n',
	);
	process.exitCode = 2;
} else {
	const vitest = join(root, 'node_modules/vitest/vitest.mjs');
	const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/corpus/wasi-suite.test.ts'], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, WASI_SUITE: resolve(folder) },
	});
	process.exitCode = status ?? 1;
}
