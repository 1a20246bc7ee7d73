import { DataFlareError, type WireError } from '../../errors/errors.ts';
import { because } from '../../errors/failure-reason.ts';

/** More than this many names help nobody. */
const MAX_NAMED = 10;

/** What a validator says against a component. */
export function invalidComponent(said: string): WireError {
	return {
		code: 'plugin_load',
		message: `The component is invalid: ${said.slice(0, 500)}.`,
		hint: 'Its tool is at fault, or the file is damaged: build or download it again.',
		details: because('component_invalid'),
	};
}

export function tooMuchMade(what: string, bytes: number, mostBytes: number): DataFlareError {
	return new DataFlareError(
		'plugin_load',
		`The component would need ${bytes.toLocaleString('en')} bytes of ${what} to be run; the limit is ${mostBytes.toLocaleString('en')}.`,
		{ hint: 'Build it with fewer imports, exports and types.', details: because('component_too_large', { mostBytes }) },
	);
}

/** A component that is too large to be made ready. */
export function tooLargeComponent(bytes: number, mostBytes: number): WireError {
	return {
		code: 'plugin_load',
		message: `The component has ${bytes.toLocaleString('en')} bytes; the limit of components is ${mostBytes.toLocaleString('en')}.`,
		hint: 'Build it for size, without debug information.',
		details: because('component_too_large', { mostBytes }),
	};
}

/** Built for WASI 0.3, or with asynchronous functions that only its components have. */
export function newerWasi(named: readonly string[]): WireError {
	return {
		code: 'plugin_load',
		message: `The component was built for WASI 0.3, which is not available here: it uses ${listed(named)}.`,
		hint: 'Build it for WASI 0.2 (for Rust: the target wasm32-wasip2 of a toolchain for 0.2).',
		details: because('component_wasi_0_3', { named: listed(named) }),
	};
}

/** Imports that nobody provides. */
export function unprovidedInterfaces(named: readonly string[]): WireError {
	return {
		code: 'plugin_load',
		message: `The component imports something that is not available here: ${listed(named)}.`,
		hint: 'Build it against the worlds of DataFlare’s WIT package and WASI 0.2, without these interfaces.',
		details: { ...because('component_imports', { named: listed(named) }), imports: named.slice(0, 100) },
	};
}

/** Exports none of the roles' interfaces. */
export function noRole(exported: readonly string[]): WireError {
	const what = exported.length === 0 ? 'It exports nothing.' : `It exports ${listed(exported)}.`;
	return {
		code: 'plugin_load',
		message: `The component exports none of the interfaces of a plugin. ${what}`,
		hint: 'Build it for one of the worlds of DataFlare’s WIT package, such as transformer-plugin, or as a command (wasi:cli/command).',
		details: because('component_no_role', { named: exported.length === 0 ? '–' : listed(exported) }),
	};
}

/** A function of a role that has other types than the plugins' own package gives it, or is not there. */
export function wrongTypes(fn: string, expected: string, found: string): WireError {
	return {
		code: 'plugin_load',
		message: `The component's ${fn} is not the function that a plugin has: expected ${expected}, found ${found}.`,
		hint: 'Build it against DataFlare’s WIT package as it is, without changes to it.',
		details: because('component_types', { function: fn, expected, found }),
	};
}

/** Names that code which is made of them might not survive. */
export function strangeNames(named: readonly string[]): WireError {
	const shown = named.map((name) => JSON.stringify(name));
	return {
		code: 'plugin_load',
		message: `The component has names with which it cannot be linked safely: ${listed(shown)}.`,
		hint: 'The usual tools give no such names: ask its author to rename them, or do not trust it.',
		details: because('component_names', { named: listed(shown) }),
	};
}

/** What was made of a component is no code, or none that can be linked. */
export function unlinkable(said: string): DataFlareError {
	return new DataFlareError('plugin_load', `The component cannot be linked: ${said.slice(0, 300)}.`, {
		hint: 'Its names may be in the way of one another: ask its author to rename what it exports.',
		details: because('component_unlinkable'),
	});
}

function listed(names: readonly string[]): string {
	const more = names.length > MAX_NAMED ? ` … (${names.length})` : '';
	return names.slice(0, MAX_NAMED).map(cut).join(', ') + more;
}

/** A name may be as long as a book. */
function cut(name: string): string {
	return name.length <= 100 ? name : `${name.slice(0, 99)}…`;
}
