import { guestExports, hostFunctions, hostModules, type WasmSignature } from '../abi.ts';
import type { WireError } from '../errors.ts';
import { type ComponentType, componentFunctions, componentTypes, type GuestAbi } from '../plugin/component-type.ts';
import type { ModuleOutline } from './parse-module.ts';
import { WASI_MODULE, wasiFunctions } from './wasi-preview1.ts';

const EXTISM_MODULE = 'extism:host/env';

/** What AssemblyScript's runtime imports of its own accord. */
const assemblyScriptFunctions: Readonly<Record<string, WasmSignature>> = {
	abort: { params: ['i32', 'i32', 'i32', 'i32'], results: [] },
	seed: { params: [], results: ['f64'] },
	trace: { params: ['i32', 'i32', 'i32', 'f64', 'f64', 'f64', 'f64', 'f64'], results: [] },
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
	const problems = [...importProblems(outline), ...exportProblems(outline), ...memoryProblems(outline)].slice(0, 50);
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

function providedSignature(module: string, name: string): WasmSignature | null {
	const table: Readonly<Record<string, WasmSignature>> = (hostModules as readonly string[]).includes(module)
		? { ...assemblyScriptFunctions, ...hostFunctions }
		: module === WASI_MODULE
			? wasiFunctions
			: {};
	return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}

function importProblems(outline: ModuleOutline): readonly WireError[] {
	const unknown: string[] = [];
	const problems: WireError[] = [];
	for (const { module, name, kind, signature } of outline.imports) {
		if (kind === 'memory' && (hostModules as readonly string[]).includes(module) && name === 'memory') continue;
		const expected = kind === 'function' ? providedSignature(module, name) : null;
		if (expected === null) unknown.push(`${cut(module)}.${cut(name)}${kind === 'function' ? '' : ` (${kind})`}`);
		else if (!sameSignature(expected, signature)) {
			problems.push(wrongSignature(`It imports ${module}.${name}`, expected, signature));
		}
	}
	if (unknown.length > 0) {
		const shown = unknown.slice(0, 10).join(', ') + (unknown.length > 10 ? ` and ${unknown.length - 10} more` : '');
		problems.unshift({
			code: 'plugin_load',
			message: `The module imports what nobody provides: ${shown}.`,
			hint: 'Build it against the DataFlare plugin interface or WASI preview 1.',
			details: { imports: unknown.slice(0, 100) },
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

function memoryProblems(outline: ModuleOutline): readonly WireError[] {
	const exported = outline.exports.find(({ name }) => name === 'memory');
	const imported = outline.memories.some((memory) => memory.imported);
	if (exported?.kind === 'memory' || (imported && exported === undefined)) return [];
	return [
		{
			code: 'plugin_load',
			message: 'The module exports no memory, so records cannot be handed to it.',
			hint: 'Export its memory under the name "memory".',
		},
	];
}

function wrongSignature(what: string, expected: WasmSignature, found: WasmSignature | null): WireError {
	return {
		code: 'plugin_load',
		message: `${what} as ${signatureText(found)}; the plugin interface has ${signatureText(expected)}.`,
		hint: 'Correct the declaration in the plugin’s source.',
	};
}

function sameSignature(expected: WasmSignature, found: WasmSignature | null): boolean {
	return found !== null && signatureText(expected) === signatureText(found);
}

/** `(i32, i32) -> i32` */
export function signatureText(signature: WasmSignature | null): string {
	if (signature === null) return 'an unknown type';
	return `(${signature.params.join(', ')}) -> ${signature.results.length === 0 ? '()' : signature.results.join(', ')}`;
}
