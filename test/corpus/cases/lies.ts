import type { WasmSignature } from '../../../src/shared/host/abi.ts';
import { hostFunctions } from '../../../src/shared/host/functions.ts';
import { WASI_MODULE, wasiFunctions } from '../../../src/shared/wasm/wasi/wasi-preview1.ts';

/** A guest that calls one import with numbers that are not so. It must come to no harm beyond its own call. */
export interface LieCase {
	readonly what: string;
	readonly module: string;
	readonly name: string;
	readonly signature: WasmSignature;
	readonly values: readonly number[];
	/** What the function answered, as the guest saw it; null: whatever it likes. */
	readonly expected: number | null;
}

const PAGE = 65_536;
/** Places and lengths that no memory of one page holds, or just holds. */
const ranges: readonly (readonly [what: string, pointer: number, length: number, holds: boolean])[] = [
	['outside its memory', 70_000, 4, false],
	['across the end of its memory', PAGE - 2, 4, false],
	['at the very end, of no length', PAGE, 0, true],
	['of four gigabytes less one', 0, -1, false],
	['at the highest address', -1, 1, false],
	['whose end wraps around', -8, 16, false],
	['of the whole memory', 0, PAGE, true],
];

/** Pairs of parameters that say where something lies. */
const pairs: Readonly<Record<string, readonly number[]>> = {
	host_log: [0, 2],
	host_set_error: [0],
	host_get_config: [0],
	host_get_env: [0],
	host_read_file: [0],
	host_write_file: [0, 2],
	host_list_dir: [0],
	host_http: [0],
	host_state_get: [0],
	host_state_set: [0, 2],
};

const INVALID = -22;
/** A payload is measured before it is looked for. */
const TOO_LARGE = -27;

function told(
	what: string,
	module: string,
	name: string,
	signature: WasmSignature,
	values: readonly number[],
	expected: number | null,
): LieCase {
	return { what, module, name, signature, values, expected };
}

function hostLies(): readonly LieCase[] {
	return Object.entries(pairs).flatMap(([name, places]) =>
		places.flatMap((place) =>
			ranges.map(([what, pointer, length, holds]) => {
				const signature: WasmSignature = hostFunctions[name as keyof typeof hostFunctions];
				const values = signature.params.map((_type, index) =>
					index === place ? pointer : index === place + 1 ? length : 0,
				);
				const isPayload = place === 2 || name === 'host_http';
				const refusal = isPayload && length === -1 ? TOO_LARGE : INVALID;
				const said = signature.results.length > 0 && !holds ? refusal : null;
				const whose = place === 0 ? 'first' : 'second';
				return told(`hands ${name} a ${whose} range ${what}`, 'env', name, signature, values, said);
			}),
		),
	);
}

/** Every function of WASI, once with the highest number for each parameter and once with places just outside. */
function wasiLies(): readonly LieCase[] {
	const names = Object.keys(wasiFunctions).filter((name) => name !== 'proc_exit') as (keyof typeof wasiFunctions)[];
	return names.flatMap((name) => {
		const signature: WasmSignature = wasiFunctions[name];
		return [-1, PAGE - 1].map((value) => {
			const values = signature.params.map(() => value);
			return told(`hands ${name} nothing but ${value}`, WASI_MODULE, name, signature, values, null);
		});
	});
}

export const lieCases: readonly LieCase[] = [
	...hostLies(),
	...wasiLies(),
	told('reports progress beyond all numbers', 'env', 'host_progress', hostFunctions.host_progress, [-1, -1], null),
	told('reads from before a file', 'env', 'host_read_file', hostFunctions.host_read_file, [0, 1, -1, -1], INVALID),
	told('writes in no known way', 'env', 'host_write_file', hostFunctions.host_write_file, [0, 1, 0, 1, 7], INVALID),
];

/** One module that exports every lie under its index and answers with what it was told, or with 0. */
export function lyingModule(): string {
	const imports = lieCases.map(({ module, name, signature: { params, results } }, index) => {
		const type = `${params.map((each) => `(param ${each})`).join(' ')} ${results.map((each) => `(result ${each})`).join(' ')}`;
		return `(import "${module}" "${name}" (func $f${index} ${type}))`;
	});
	const functions = lieCases.map(({ signature: { params, results }, values }, index) => {
		const call = `(call $f${index} ${params.map((type, at) => `(${type}.const ${values[at] ?? 0})`).join(' ')})`;
		const answer = results[0] === 'i32' ? `(i32.store (i32.const 20) ${call})` : call;
		return `(func (export "lie_${index}") (param i32 i32) (result i32)
			(i32.store (i32.const 20) (i32.const 0)) ${answer} (i32.store (i32.const 16) (i32.const 4)) (i32.const 16))`;
	});
	return `(module ${imports.join('\n')} (memory (export "memory") 1 4)
		(func (export "alloc") (param i32) (result i32) (i32.const 4096))
		(func (export "process_data") (param i32 i32) (result i32) (i32.const 0))
		${functions.join('\n')})`;
}
