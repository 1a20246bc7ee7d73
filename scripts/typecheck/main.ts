/** Checks every zone by its own tsconfig, so that a zone sees no globals that it may not have. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as {
	readonly references: readonly { readonly path: string }[];
};

let failed = false;
for (const { path } of references) {
	const { status } = spawnSync(process.execPath, [compiler, '-p', path], { cwd: root, stdio: 'inherit' });
	failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
