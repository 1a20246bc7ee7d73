import type { WireError } from '../errors/errors.ts';
import { because } from '../errors/failure-reason.ts';
import type { WasmSignature } from '../host/abi.ts';
import { shortQuoted } from '../quoted.ts';
import { EXTISM_MODULE, EXTISM_USER_MODULE, extismSignature } from './extism-imports.ts';
import { memoryProblems } from './guest-needs.ts';
import { hasExtismMark, type LinkedModule } from './linked-modules.ts';
import type { ModuleOutline } from './parse-module.ts';
import { sameSignature, wrongSignature } from './signature.ts';
import { WASI_MODULE, wasiFunctions } from './wasi/wasi-preview1.ts';

/** More than this many names help nobody. */
const MAX_NAMED = 10;
const MAX_PROBLEMS = 50;

export function isExtism(outline: ModuleOutline): boolean {
	return (
		hasExtismMark(outline) ||
		outline.imports.some(({ module }) => module === EXTISM_MODULE || module === EXTISM_USER_MODULE)
	);
}

/** Every reason why an Extism plugin, with the modules it is linked with, cannot be loaded. */
export function extismProblems(main: ModuleOutline, linked: readonly LinkedModule[]): readonly WireError[] {
	const byName = new Map(linked.map(({ name, outline }) => [name, outline] as const));
	byName.set('main', main);
	const problems: WireError[] = [];
	const missing = new Set<string>();
	for (const outline of [main, ...linked.map((one) => one.outline)]) {
		for (const one of outline.imports) {
			const { module, name, kind, signature } = one;
			const provider = byName.get(module);
			if (provider !== undefined) {
				const found = provider.exports.find((entry) => entry.name === name && entry.kind === kind);
				const fits =
					found !== undefined &&
					(kind !== 'function' || (signature !== null && sameSignature(signature, found.signature)));
				if (!fits) missing.add(`${shortQuoted(module)}.${shortQuoted(name)}`);
				continue;
			}
			const expected = kind === 'function' ? providedSignature(module, name) : null;
			if (expected === null)
				missing.add(`${shortQuoted(module)}.${shortQuoted(name)}${kind === 'function' ? '' : ` (${kind})`}`);
			else if (!sameSignature(expected, signature)) {
				problems.push(wrongSignature('import', `${module}.${name}`, expected, signature));
			}
		}
		// Memory of its own is no matter of the host's: records go by another.
		problems.push(...memoryProblems(outline).filter(({ details }) => details?.['reason'] === 'memory_kind'));
	}
	if (missing.size > 0) problems.unshift(unprovided([...missing]));
	return problems.slice(0, MAX_PROBLEMS);
}

function providedSignature(module: string, name: string): WasmSignature | null {
	if (module !== WASI_MODULE) return extismSignature(module, name);
	const table: Readonly<Record<string, WasmSignature>> = wasiFunctions;
	return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}

function unprovided(missing: readonly string[]): WireError {
	const more = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : '';
	const named = missing.slice(0, MAX_NAMED).join(', ') + more;
	return {
		code: 'plugin_load',
		message: `The Extism plugin needs functions of the program it was made for, which are not available here: ${named}.`,
		hint: 'Use it where those functions are, link it with a module that exports them, or build it without them.',
		details: { ...because('extism_host_functions', { named }), imports: missing.slice(0, 100) },
	};
}
