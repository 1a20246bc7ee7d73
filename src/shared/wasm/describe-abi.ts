import { guestExports, hostFunctions, hostModules, type WasmSignature } from '../abi.ts';
import type { WireError } from '../errors.ts';
import { because } from '../failure-reason.ts';
import { type ComponentType, componentFunctions, componentTypes, type GuestAbi } from '../plugin/component-type.ts';
import { allocatorProblems, memoryProblems } from './guest-needs.ts';
import type { ModuleOutline } from './parse-module.ts';
import { sameSignature, wrongSignature } from './signature.ts';
import { WASI_MODULE, wasiFunctions } from './wasi-preview1.ts';

const EXTISM_MODULE = 'extism:host/env';

/** More than this many reasons help nobody. */
const MAX_PROBLEMS = 50;

/** What AssemblyScript's runtime imports of its own accord. */
const assemblyScriptFunctions: Readonly<Record<string, WasmSignature>> = {
	abort: { params: ['i32', 'i32', 'i32', 'i32'], results: [] },
	seed: { params: [], results: ['f64'] },
	trace: { params: ['i32', 'i32', 'f64', 'f64', 'f64', 'f64', 'f64'], results: [] },
};

/** Which plugin interface a module implements, and every reason why it cannot be loaded. */
export function inferAbi(outline: ModuleOutline): {
	readonly abi: GuestAbi | null;
	readonly problems: readonly WireError[];
} {
	const exportsFunction = (name: string): boolean =>
		outline.exports.some((entry) => entry.kind === 'function' && entry.name === name);
	if (outline.imports.some(({ module }) => module === EXTISM_MODULE)) {
		return { abi: 'extism', problems: [notYet('an Extism plugin')] };
	}
	if (exportsFunction('_start')) {
		return { abi: 'wasi-command', problems: [notYet('a WASI command (it exports _start)')] };
	}
	const problems = [
		...importProblems(outline),
		...exportProblems(outline),
		...allocatorProblems(outline),
		...memoryProblems(outline),
	].slice(0, MAX_PROBLEMS);
	const usesWasi = outline.imports.some(({ module }) => module === WASI_MODULE);
	return { abi: usesWasi || exportsFunction('_initialize') ? 'wasi-reactor' : 'dataflare/1', problems };
}

/** The component type that a module's exports make it; null where there is none. */
export function inferType(outline: ModuleOutline): ComponentType | null {
	const names = new Set(outline.exports.filter(({ kind }) => kind === 'function').map(({ name }) => name));
	return componentTypes.find((type) => componentFunctions[type].every((name) => names.has(name))) ?? null;
}

function notYet(what: string): WireError {
	return {
		code: 'plugin_load',
		message: `The module is ${what}, which this version does not run yet.`,
		hint: 'Build it as a DataFlare module or as a WASI preview 1 reactor.',
	};
}

/** What can be imported, by module. */
const provided: ReadonlyMap<string, Readonly<Record<string, WasmSignature>>> = new Map<
	string,
	Readonly<Record<string, WasmSignature>>
>([
	...hostModules.map((module) => [module, { ...assemblyScriptFunctions, ...hostFunctions }] as const),
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
			if (unknown.length < 100) unknown.push(`${cut(module)}.${cut(name)}${kind === 'function' ? '' : ` (${kind})`}`);
		} else if (problems.length < MAX_PROBLEMS && !sameSignature(expected, signature)) {
			const problem = wrongSignature(`It imports ${module}.${name}`, expected, signature);
			problems.push({ ...problem, details: { import: `${module}.${name}` } });
		}
	}
	if (unknown.length > 0) {
		const shown = unknown.slice(0, 10).join(', ') + (unknownCount > 10 ? ` and ${unknownCount - 10} more` : '');
		problems.unshift({
			code: 'plugin_load',
			message: `The module imports what nobody provides: ${shown}.`,
			hint: 'Build it against the DataFlare plugin interface or WASI preview 1.',
			details: { ...because('unknown_imports'), imports: unknown },
		});
	}
	return problems;
}

/** A name may be as long as a book. */
function cut(name: string): string {
	return name.length <= 100 ? name : `${name.slice(0, 99)}…`;
}

function exportProblems(outline: ModuleOutline): readonly WireError[] {
	const problems: WireError[] = [];
	for (const { name, kind, signature } of outline.exports) {
		const expected = Object.hasOwn(guestExports, name) ? guestExports[name as keyof typeof guestExports] : null;
		if (expected === null) continue;
		if (kind !== 'function') {
			problems.push({ code: 'plugin_load', message: `The module exports ${name} as a ${kind}, not as a function.` });
		} else if (!sameSignature(expected, signature)) {
			problems.push(wrongSignature(`It exports ${name}`, expected, signature));
		}
	}
	return problems;
}
