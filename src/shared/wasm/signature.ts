import type { WireError } from '../errors/errors.ts';
import { because } from '../errors/failure-reason.ts';
import type { WasmSignature } from '../host/abi.ts';

/** A signature of more values is cut where it is shown. */
const MAX_SHOWN = 20;

/** What an import or export is that has another signature than the plugin interface gives it. */
export function wrongSignature(
	verb: 'import' | 'export',
	name: string,
	expected: WasmSignature,
	found: WasmSignature | null,
): WireError {
	const [given, wanted] = [signatureText(found), signatureText(expected)];
	return {
		code: 'plugin_load',
		message: `It ${verb}s ${name} as ${given}; the plugin interface defines it as ${wanted}.`,
		hint: 'Correct the declaration in the plugin’s source.',
		details: because(verb === 'import' ? 'import_signature' : 'export_signature', { name, given, wanted }),
	};
}

export function sameSignature(expected: WasmSignature, found: WasmSignature | null): boolean {
	return found !== null && sameTypes(expected.params, found.params) && sameTypes(expected.results, found.results);
}

function sameTypes(expected: readonly string[], found: readonly string[]): boolean {
	return expected.length === found.length && expected.every((type, index) => type === found[index]);
}

/** `(i32, i32) -> i32` */
function signatureText(signature: WasmSignature | null): string {
	if (signature === null) return 'an unknown type';
	return `(${listed(signature.params)}) -> ${signature.results.length === 0 ? '()' : listed(signature.results)}`;
}

function listed(types: readonly string[]): string {
	if (types.length <= MAX_SHOWN) return types.join(', ');
	return `${types.slice(0, MAX_SHOWN).join(', ')} and ${types.length - MAX_SHOWN} more`;
}
