/** Builds when a source is newer than what was built; otherwise costs a directory walk. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transpilerBundle } from './transpiler.ts';

const root = resolve(import.meta.dirname, '../..');
/** What the build is made of, below the checkout. */
const sources = [
	'src',
	'scripts/build',
	'scripts/electron-check',
	'electron.vite.config.ts',
	'electron.vite.picture.config.ts',
	'electron.vite.sandbox.config.ts',
	'electron.vite.reader.config.ts',
	'electron.vite.flows.config.ts',
	'electron.vite.check.config.ts',
	'package-lock.json',
];
const outputs = [
	'out/main/index.mjs',
	'out/main/cli.mjs',
	'out/main/core.mjs',
	'out/main/sandbox.mjs',
	'out/main/reaper.mjs',
	'out/main/reader.mjs',
	'out/main/flows.mjs',
	'out/main/transpiler.bundle',
	'out/check/check.mjs',
	'out/preload/index.cjs',
	'out/renderer/index.html',
	'out/renderer/picture.mjs',
];

function newest(path: string): number {
	const stat = statSync(path);
	if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs;
	return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const newestOf = (paths: readonly string[]): number => Math.max(...paths.map((path) => newest(join(root, path))));

function oldestOf(outputs: readonly string[]): number {
	try {
		return Math.min(...outputs.map((path) => statSync(join(root, path)).mtimeMs));
	} catch {
		return 0;
	}
}

const transpiler = 'out/main/transpiler.bundle';
const sandboxConfig = 'electron.vite.sandbox.config.ts';
const readerConfig = 'electron.vite.reader.config.ts';
const flowsConfig = 'electron.vite.flows.config.ts';
/** Main, preload, renderer, command line and library; then what draws the page's first picture, what stands alone, and the check for a desktop. */
const pictureConfig = 'electron.vite.picture.config.ts';
const configs = [
	'electron.vite.config.ts',
	pictureConfig,
	sandboxConfig,
	readerConfig,
	flowsConfig,
	'electron.vite.check.config.ts',
];

export function build(): void {
	for (const config of configs) buildFrom(config);
	buildTranspiler();
}

function buildFrom(config: string): void {
	const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
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

/** What makes components ready to run: bytes for a sandbox, which are linked by nothing here. */
function buildTranspiler(): void {
	mkdirSync(join(root, 'out/main'), { recursive: true });
	writeFileSync(join(root, transpiler), transpilerBundle());
}

export function ensureBuilt(): void {
	if (newestOf(sources) > oldestOf(outputs)) build();
}

/** The entries that cannot run from their sources: they are started from a file that stands alone. */
export function ensureSandboxBuilt(): void {
	const shared = ['src/shared', 'scripts/build', 'package-lock.json'];
	const reads = ['src/core/answers/table/reader', 'src/core/files', readerConfig];
	const flows = ['src/core/flows/io', 'src/core/records', 'src/core/files', flowsConfig];
	if (newestOf(['src/sandbox', sandboxConfig, ...shared]) > oldestOf(['out/main/sandbox.mjs']))
		buildFrom(sandboxConfig);
	if (newestOf([...reads, ...shared]) > oldestOf(['out/main/reader.mjs'])) buildFrom(readerConfig);
	if (newestOf([...flows, ...shared]) > oldestOf(['out/main/flows.mjs'])) buildFrom(flowsConfig);
	if (newestOf(shared) > oldestOf([transpiler])) buildTranspiler();
}

/** What `npm run dev` runs in Electron. */
export function buildDevelopmentShell(): void {
	buildFrom('electron.vite.dev.config.ts');
	ensureSandboxBuilt();
	// The shell looks for them beside itself.
	for (const file of ['sandbox.mjs', 'reader.mjs', 'flows.mjs', 'transpiler.bundle'])
		copyFileSync(join(root, 'out/main', file), join(root, 'out/dev', file));
}
