import type { WireError } from '../errors/errors.ts';
import { because } from '../errors/failure-reason.ts';
import { guestExports, hostModules, type WasmSignature } from '../host/abi.ts';
import { hostFunctions } from '../host/functions.ts';
import { type ComponentType, componentFunctions, componentTypes, type GuestAbi } from '../plugin/component-type.ts';
import { shortQuoted } from '../quoted.ts';
import { extismProblems, isExtism } from './extism-problems.ts';
import { foreignKind } from './foreign-kind.ts';
import { allocatorProblems, memoryProblems } from './guest-needs.ts';
import { linkedModules } from './linked-modules.ts';
import type { ModuleOutline } from './parse-module.ts';
import { sameSignature, wrongSignature } from './signature.ts';
import { WASI_MODULE, wasiFunctions } from './wasi/wasi-preview1.ts';

/** More than this many reasons help nobody. */
const MAX_PROBLEMS = 50;

/** What AssemblyScript's runtime imports of its own accord. */
const assemblyScriptFunctions: Readonly<Record<string, WasmSignature>> = {
	abort: { params: ['i32', 'i32', 'i32', 'i32'], results: [] },
	seed: { params: [], results: ['f64'] },
	trace: { params: ['i32', 'i32', 'f64', 'f64', 'f64', 'f64', 'f64'], results: [] },
};

/**
 * Which plugin interface a module implements, and every reason why it cannot be loaded.
 *
 * @param bytes the module, in which those lie that it is linked with; null: it is looked at without them
 */
export function inferAbi(
	outline: ModuleOutline,
	bytes: Uint8Array | null = null,
): {
	readonly abi: GuestAbi | null;
	readonly problems: readonly WireError[];
} {
	const exportsFunction = (name: string): boolean =>
		outline.exports.some((entry) => entry.kind === 'function' && entry.name === name);
	if (isExtism(outline))
		return { abi: 'extism', problems: extismProblems(outline, bytes === null ? [] : linkedModules(bytes, outline)) };
	const usesWasi = outline.imports.some(({ module }) => module === WASI_MODULE);
	// What a component function stands beside is never called: such a module is a plugin that is a program as well.
	const isProgram = exportsFunction('_start') && inferType(outline) === null;
	const problems = [
		...(isProgram && !usesWasi ? [bareProgram] : []),
		...importProblems(outline),
		...exportProblems(outline),
		...(isProgram ? startProblems(outline) : allocatorProblems(outline)),
		...(isProgram && !usesWasi ? [] : memoryProblems(outline)),
	].slice(0, MAX_PROBLEMS);
	if (isProgram) return { abi: usesWasi ? 'wasi-command' : null, problems };
	return { abi: usesWasi || exportsFunction('_initialize') ? 'wasi-reactor' : 'dataflare/1', problems };
}

/** The component type that a module's exports make it; null where there is none. */
export function inferType(outline: ModuleOutline): ComponentType | null {
	const names = new Set(outline.exports.filter(({ kind }) => kind === 'function').map(({ name }) => name));
	return componentTypes.find((type) => componentFunctions[type].every((name) => names.has(name))) ?? null;
}

const bareProgram: WireError = {
	code: 'plugin_load',
	message: 'The module is a program (it exports _start) and exports none of a plugin’s functions.',
	hint: 'Export process_data, transform_data, filter_data, read_data, write_data, or aggregate_data and aggregate_result, and link it with --no-entry.',
	details: because('bare_program'),
};

/** Emscripten's standalone modules tell their host when their memory grew. */
const emscriptenFunctions: Readonly<Record<string, WasmSignature>> = {
	emscripten_notify_memory_growth: { params: ['i32'], results: [] },
};

/** What can be imported, by module. */
const provided: ReadonlyMap<string, Readonly<Record<string, WasmSignature>>> = new Map<
	string,
	Readonly<Record<string, WasmSignature>>
>([
	...hostModules.map(
		(module) => [module, { ...assemblyScriptFunctions, ...emscriptenFunctions, ...hostFunctions }] as const,
	),
	[WASI_MODULE, wasiFunctions],
]);

function providedSignature(module: string, name: string): WasmSignature | null {
	const table = provided.get(module) ?? {};
	return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}

function importProblems(outline: ModuleOutline): readonly WireError[] {
	const unknown: string[] = [];
	let unknownCount = 0;
	const problems: WireError[] = [];
	for (const { module, name, kind, signature } of outline.imports) {
		if (kind === 'memory' && (hostModules as readonly string[]).includes(module) && name === 'memory') continue;
		const expected = kind === 'function' ? providedSignature(module, name) : null;
		if (expected === null) {
			unknownCount += 1;
			if (unknown.length < 100)
				unknown.push(`${shortQuoted(module)}.${shortQuoted(name)}${kind === 'function' ? '' : ` (${kind})`}`);
		} else if (problems.length < MAX_PROBLEMS && !sameSignature(expected, signature)) {
			const problem = wrongSignature('import', `${module}.${name}`, expected, signature);
			problems.push({ ...problem, details: { ...problem.details, import: `${module}.${name}` } });
		}
	}
	if (unknown.length > 0) problems.unshift(unprovided(outline, unknown, unknownCount));
	return problems;
}

function unprovided({ imports }: ModuleOutline, unknown: readonly string[], count: number): WireError {
	const named = unknown.slice(0, 10).join(', ') + (count > 10 ? ` and ${count - 10} more` : '');
	const kind = foreignKind(imports);
	if (kind !== null) {
		return {
			code: 'plugin_load',
			message: `The module is ${kind.what}. It imports ${named}.`,
			hint: kind.hint,
			details: { ...because(kind.reason, { named }), imports: unknown },
		};
	}
	return {
		code: 'plugin_load',
		message: `The module imports something that is not available here: ${named}.`,
		hint: 'Build it against the DataFlare plugin interface or WASI preview 1.',
		details: { ...because('unknown_imports', { named }), imports: unknown },
	};
}

/** A program begins without being handed anything. */
function startProblems({ exports }: ModuleOutline): readonly WireError[] {
	const start = exports.find(({ name, kind }) => name === '_start' && kind === 'function');
	const wanted: WasmSignature = { params: [], results: [] };
	if (start === undefined || sameSignature(wanted, start.signature)) return [];
	return [wrongSignature('export', '_start', wanted, start.signature)];
}

function exportProblems(outline: ModuleOutline): readonly WireError[] {
	const problems: WireError[] = [];
	for (const { name, kind, signature } of outline.exports) {
		const expected = Object.hasOwn(guestExports, name) ? guestExports[name as keyof typeof guestExports] : null;
		if (expected === null) continue;
		if (kind !== 'function') {
			problems.push({
				code: 'plugin_load',
				message: `The module exports ${name} as a ${kind}, not as a function.`,
				hint: 'Export a function under this name, or do not export it.',
				details: because('export_no_function', { name }),
			});
		} else if (!sameSignature(expected, signature)) {
			problems.push(wrongSignature('export', name, expected, signature));
		}
	}
	return problems;
}
