import { invalidity } from '../../src/sandbox/look.ts';
import { parseModule } from '../../src/shared/wasm/parse-module.ts';
import { reportModule } from '../../src/shared/wasm/report-module.ts';

/** Reasons that say that a file is no valid module for the engine here, rather than no plugin. */
const invalid = new Set([
	'not_wasm',
	'empty',
	'unsupported',
	'damaged',
	'invalid_code',
	'code_too_complex',
	'engine_lacks',
	'memory_minimum',
]);

/** What the engine tells of an import or export with `--experimental-wasm-type-reflection`. */
interface Described {
	readonly module?: string;
	readonly name: string;
	readonly kind: string;
	readonly type?: {
		readonly parameters?: readonly string[];
		readonly results?: readonly string[];
		readonly minimum?: number | bigint;
		readonly maximum?: number | bigint;
		readonly shared?: boolean;
		readonly address?: string;
	};
}

const named = new Set(
	'i32 i64 f32 f64 v128 funcref externref anyref eqref i31ref structref arrayref exnref nullref nullfuncref nullexternref nullexnref'.split(
		' ',
	),
);
const typeOf = (text: string): string => (named.has(text) ? text : 'other');

/** How what is reported of a module differs from what the engine says of it; null: in nothing. */
export function differenceOf(bytes: Uint8Array): { readonly isValid: boolean; readonly difference: string | null } {
	const isValid = WebAssembly.validate(Uint8Array.from(bytes));
	const { problems } = reportModule(bytes, invalidity);
	const said = problems.filter(({ details }) => invalid.has(String(details?.['reason'])));
	if (isValid === said.length > 0) {
		const words = said[0]?.message ?? 'nothing against it';
		return {
			isValid,
			difference: `the engine takes it for ${isValid ? 'valid' : 'invalid'}, and the report says: ${words}`,
		};
	}
	return { isValid, difference: isValid ? readingOf(bytes) : null };
}

function readingOf(bytes: Uint8Array): string | null {
	const module = new WebAssembly.Module(Uint8Array.from(bytes));
	const outline = parseModule(bytes);
	const imports = WebAssembly.Module.imports(module) as readonly Described[];
	const exports = WebAssembly.Module.exports(module) as readonly Described[];
	const ours = {
		imports: outline.imports.map(({ module: from, name, kind, signature }) => [from, name, kind, signature]),
		exports: outline.exports.map(({ name, kind, signature }) => [name, kind, signature]),
		memories: outline.memories
			.filter(({ imported }) => imported)
			.map(({ minPages, maxPages, shared, memory64 }) => [minPages, maxPages, shared, memory64 ? 'i64' : 'i32']),
	};
	const theirs = {
		imports: imports.map((one) => [one.module, one.name, one.kind, signatureOf(one)]),
		exports: exports.map((one) => [one.name, one.kind, signatureOf(one)]),
		memories: imports
			.filter(({ kind }) => kind === 'memory')
			.map(({ type }) => [
				Number(type?.minimum),
				type?.maximum === undefined ? null : Number(type.maximum),
				type?.shared === true,
				type?.address,
			]),
	};
	const [left, right] = [JSON.stringify(ours), JSON.stringify(theirs)];
	return left === right ? null : `read as ${left}, by the engine as ${right}`;
}

function signatureOf({ kind, type }: Described): unknown {
	if (kind !== 'function') return null;
	return { params: (type?.parameters ?? []).map(typeOf), results: (type?.results ?? []).map(typeOf) };
}
