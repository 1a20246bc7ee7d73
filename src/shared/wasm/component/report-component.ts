import { toDataFlareError, type WireError } from '../../errors/errors.ts';
import type { WasmSignature } from '../../host/abi.ts';
import { type ComponentType, componentTypes } from '../../plugin/component-type.ts';
import type { ModuleReport } from '../../plugin/plugin-record.ts';
import { WASM_PAGE_BYTES } from '../../policy/limits.ts';
import { requireModestCode } from '../compile-cost.ts';
import { memoryKindProblems } from '../guest-needs.ts';
import { type ModuleOutline, parseModule } from '../parse-module.ts';
import { codeProblems, nothingKnown, reportModule } from '../report-module.ts';
import { clashingNames } from './clashing-names.ts';
import { componentAnatomy } from './component-anatomy.ts';
import {
	type ComponentExternal,
	type ComponentOutline,
	isComponent,
	isPlainName,
	parseComponent,
} from './component-outline.ts';
import { newerWasi, noRole, strangeNames, tooLargeComponent, unprovidedInterfaces } from './component-problems.ts';
import { hasMember, providedImport } from './provided.ts';
import { roleTypeProblems } from './role-types.ts';
import { MAX_COMPONENT_BYTES } from './transpiler.ts';
import { componentRoles, isCommandExport } from './worlds.ts';

/** As of modules: what is told does not grow with the file. */
const MAX_LISTED = 1_000;
const MAX_NAME = 100;

const i32 = 'i32' as const;
const takesBytes: WasmSignature = { params: [i32, i32], results: [i32] };
const takesNothing: WasmSignature = { params: [], results: [i32] };
/** Functions of roles that are handed nothing. */
const silent: ReadonlySet<string> = new Set(['read_data', 'aggregate_result']);

/** Says what can be said of a file without running it, whichever of the two kinds of WebAssembly it is. As `reportModule`. */
export function reportFile(bytes: Uint8Array, invalid: (bytes: Uint8Array) => string | null): ModuleReport {
	return isComponent(bytes) ? reportComponent(bytes, invalid) : reportModule(bytes, invalid);
}

/**
 * Says what can be said of a component without running it: its outside, and the modules within it. Never throws: what
 * cannot be read is among the problems. That it is valid all through is seen when it is made ready to run.
 */
function reportComponent(bytes: Uint8Array, invalid: (bytes: Uint8Array) => string | null): ModuleReport {
	let outline: ComponentOutline;
	let modules: readonly { readonly bytes: Uint8Array; readonly outline: ModuleOutline }[];
	try {
		outline = parseComponent(bytes);
		modules = outline.modules.map((module) => ({ bytes: module, outline: parseModule(module) }));
	} catch (thrown) {
		return { ...nothingKnown, abi: 'component', problems: [toDataFlareError(thrown).toWire()] };
	}
	const outside = outsideProblems(outline, bytes.length, modules);
	const problems =
		outside.length > 0 ? outside : modules.flatMap((one) => codeProblems(one.bytes, one.outline, invalid));
	const [imports, exports] = [listedImports(outline), listedExports(outline)];
	const type = roleOf(outline);
	const abi = type === null && isCommand(outline) ? 'component-command' : 'component';
	const pages = modules.flatMap((one) => one.outline.memories.filter(({ imported }) => !imported));
	const minimumBytes = pages.reduce((sum, { minPages }) => sum + minPages, 0) * WASM_PAGE_BYTES;
	return {
		abi,
		type,
		imports: imports.listed,
		exports: exports.listed,
		unlisted: imports.unlisted + exports.unlisted,
		memory: pages.length === 0 ? null : { minimumBytes, maximumBytes: null, imported: false },
		hasStart: modules.some((one) => one.outline.hasStart),
		manifestAt: outline.manifestAt,
		anatomy: componentAnatomy(outline, modules, abi),
		problems: problems.slice(0, 50),
	};
}

/** The modules of a component before any of them is compiled. Throws the first of the reasons against one. */
export function requireModestModules(modules: readonly Uint8Array[]): readonly ModuleOutline[] {
	return modules.map((bytes) => {
		const outline = parseModule(bytes);
		requireModestCode(bytes, outline);
		return outline;
	});
}

function roleOf({ exports }: ComponentOutline): ComponentType | null {
	const names = new Set(exports.map(({ name }) => name));
	return componentTypes.find((type) => names.has(componentRoles[type].interface)) ?? null;
}

/** A program plays whichever role it is given; one that exports a role as well is that. */
function isCommand({ exports }: ComponentOutline): boolean {
	return exports.some(({ name }) => isCommandExport(name));
}

function outsideProblems(
	outline: ComponentOutline,
	size: number,
	modules: readonly { readonly outline: ModuleOutline }[],
): readonly WireError[] {
	const { imports, exports } = outline;
	if (size > MAX_COMPONENT_BYTES) return [tooLargeComponent(size, MAX_COMPONENT_BYTES)];
	const strange = [...outline.strangeNames, ...strangeCoreNames(modules), ...clashingNames(exports)];
	if (strange.length > 0) return [strangeNames(strange)];
	const newer = [...imports, ...exports].map(({ name }) => name).filter((name) => /^wasi:.*@0\.3[.-]/.test(name));
	if (newer.length > 0) return [newerWasi(newer)];
	if (outline.usesAsync) return [newerWasi(['asynchronous functions'])];
	const problems: WireError[] = [];
	const missing = imports.flatMap(missingOf);
	if (missing.length > 0) problems.push(unprovidedInterfaces(missing));
	for (const { outline: module } of modules) problems.push(...memoryKindProblems(module.memories));
	if (roleOf(outline) === null && !isCommand(outline)) problems.push(noRole(exports.map(({ name }) => name)));
	return [...problems, ...roleTypeProblems(exports)];
}

/** What an import wants and nobody provides, by name. */
function missingOf({ name, kind, functions }: ComponentExternal): readonly string[] {
	if (kind === 'type') return [];
	const found = kind === 'instance' ? providedImport(name) : null;
	if (found === null) return [name];
	return functions.filter((fn) => !hasMember(found, fn)).map((fn) => `${name}#${fn}`);
}

function strangeCoreNames(modules: readonly { readonly outline: ModuleOutline }[]): readonly string[] {
	const found: string[] = [];
	for (const { outline } of modules) {
		const names = [
			...outline.imports.flatMap(({ module, name }) => [module, name]),
			...outline.exports.map((e) => e.name),
		];
		for (const name of names) {
			if (!isPlainName(name) && found.length < 10) found.push(name);
		}
	}
	return found;
}

interface Listed<T> {
	readonly listed: readonly T[];
	readonly unlisted: number;
}

function listedImports({ imports }: ComponentOutline): Listed<ModuleReport['imports'][number]> {
	const all = imports.flatMap(({ name, kind, functions }) =>
		kind === 'instance'
			? functions.map((fn) => ({ module: name, name: fn }))
			: kind === 'type'
				? []
				: [{ module: '', name }],
	);
	const listed = all
		.filter(({ module, name }) => module.length <= MAX_NAME && name.length <= MAX_NAME)
		.slice(0, MAX_LISTED)
		.map((one) => ({ ...one, kind: 'function' as const, signature: null }));
	return { listed, unlisted: all.length - listed.length };
}

/** The functions of roles come first, in the shape in which they are called; then every other export by its name. */
function listedExports({ exports }: ComponentOutline): Listed<ModuleReport['exports'][number]> {
	const names = exports.map(({ name }) => name);
	const roles = componentTypes.filter((type) => names.includes(componentRoles[type].interface));
	const known = roles.flatMap((type) => {
		const { interface: of, functions } = componentRoles[type];
		return Object.entries(functions).map(([abi, fn]) => ({
			name: `${of}#${fn}`,
			kind: 'function' as const,
			signature: silent.has(abi) ? takesNothing : takesBytes,
		}));
	});
	const own = new Set(roles.map((type) => componentRoles[type].interface));
	const rest = exports.filter(({ name, kind }) => !own.has(name) && kind !== 'type');
	const listed = [
		...known,
		...rest
			.filter(({ name }) => name.length <= MAX_NAME)
			.map(({ name }) => ({ name, kind: 'function' as const, signature: null })),
	].slice(0, MAX_LISTED);
	return { listed, unlisted: known.length + rest.length - listed.length };
}
