import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { access, constants, stat } from '../../files/user-files.ts';
import { hasRustTarget } from './rust-target.ts';

/** What there is to install where a tool is missing; other tools have a name alone. */
const sources: Readonly<Record<string, string>> = {
	asc: 'the npm package assemblyscript, into the folder of the plugin',
	wat2wasm: 'the npm package wabt, into the folder of the plugin, or wabt of Debian',
	'componentize-qjs': 'the npm package componentize-qjs, into the folder of the plugin',
	rustc: 'Rust with its target wasm32-unknown-unknown (of Debian: rustc, libstd-rust-dev-wasm32, lld)',
	cargo: 'Rust with its target wasm32-unknown-unknown',
	clang: 'clang and lld',
	'wasm-ld': 'lld',
	zig: 'Zig',
	go: 'Go',
	tinygo: 'TinyGo',
};

/** What a tool runs by a name that it chooses itself. */
const helpers: Readonly<Record<string, readonly string[]>> = { clang: ['wasm-ld'] };

/** Where a tool is looked for: the packages of the plugin and of the folders above it, then where the person's are. */
export interface ToolPlaces {
	readonly folder: string;
	readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The program that a step of a recipe names, absolute. Of several compilers of Rust, the one that has the step's target:
 * an older one with it is worth more than a newer one without. Nothing is started: a plan is made before anybody was asked,
 * and what it finds may lie in the plugin's own folder. Rejects with `not_found`.
 */
export async function findTool(step: readonly string[], places: ToolPlaces): Promise<string> {
	const [tool = '', ...args] = step;
	for (const helper of helpers[tool] ?? []) {
		if ((await candidates(helper, places)).length === 0) throw missing(helper);
	}
	const found = await candidates(tool, places);
	const target = tool === 'rustc' ? args[args.indexOf('--target') + 1] : undefined;
	if (target === undefined) {
		if (found[0] !== undefined) return found[0];
		throw missing(tool);
	}
	const perhaps: string[] = [];
	for (const each of found) {
		const has = await hasRustTarget(each, target, places.env);
		if (has === 'yes') return each;
		if (has === 'perhaps') perhaps.push(each);
	}
	if (perhaps[0] !== undefined) return perhaps[0];
	throw missing(tool);
}

function missing(tool: string): DataFlareError {
	const install = sources[tool] ?? tool;
	return new DataFlareError('not_found', `${tool} was not found, or cannot compile for WebAssembly.`, {
		details: because('tool_missing', { tool, install }),
		hint: `Install ${install}.`,
	});
}

async function candidates(tool: string, { folder, env }: ToolPlaces): Promise<readonly string[]> {
	if (isAbsolute(tool) || /[\\/]/.test(tool))
		return (await isProgram(resolve(folder, tool))) ? [resolve(folder, tool)] : [];
	const paths = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((path) => isAbsolute(path));
	const places = [...packagesAbove(folder), ...packagesAbove(import.meta.dirname), ...paths];
	const found: string[] = [];
	for (const place of new Set(places)) {
		for (const end of process.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']) {
			const path = join(place, tool + end);
			if (await isProgram(path)) found.push(path);
		}
	}
	return found;
}

function packagesAbove(folder: string): readonly string[] {
	const found: string[] = [];
	for (let at = folder; ; at = dirname(at)) {
		found.push(join(at, 'node_modules/.bin'));
		if (dirname(at) === at) return found;
	}
}

async function isProgram(path: string): Promise<boolean> {
	try {
		await access(path, constants.X_OK);
		return (await stat(path)).isFile();
	} catch {
		return false;
	}
}
