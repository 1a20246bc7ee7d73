/** Builds when a source is newer than what was built; otherwise costs a directory walk. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
/** What the build is made of, below the checkout. */
export const sources = [
	'src',
	'scripts/electron-check',
	'electron.vite.config.ts',
	'electron.vite.sandbox.config.ts',
	'electron.vite.check.config.ts',
	'package-lock.json',
];
const outputs = [
	'out/main/index.mjs',
	'out/main/cli.mjs',
	'out/main/core.mjs',
	'out/main/sandbox.mjs',
	'out/main/reaper.mjs',
	'out/check/check.mjs',
	'out/preload/index.cjs',
	'out/renderer/index.html',
];

function newest(path: string): number {
	const stat = statSync(path);
	if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs;
	return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function oldestOutput(): number {
	try {
		return Math.min(...outputs.map((path) => statSync(join(root, path)).mtimeMs));
	} catch {
		return 0;
	}
}

/** Main, preload, renderer, command line and library; then the sandbox, and the check for a desktop, by themselves. */
const configs = ['electron.vite.config.ts', 'electron.vite.sandbox.config.ts', 'electron.vite.check.config.ts'];

export function build(): void {
	const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
	for (const config of configs) {
		const built = spawnSync(
			process.execPath,
			[builder, 'build', '--config', config, '--logLevel', 'warn', '--ignoreConfigWarning'],
			{
				cwd: root,
				// Standard output belongs to whoever called: `dataflare --json` must print one document.
				stdio: ['ignore', 2, 2],
			},
		);
		if (built.status !== 0) throw new Error('The build failed; its messages are above.');
	}
}

export function ensureBuilt(): void {
	if (Math.max(...sources.map((path) => newest(join(root, path)))) > oldestOutput()) build();
}
