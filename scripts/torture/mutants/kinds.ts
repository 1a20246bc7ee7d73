/** One guest of each kind, from the files of this project: no compiler is needed. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ComponentType, Encoding, GuestAbi } from '../../../src/shared/plugin/component-type.ts';
import { bundleModules } from '../../../src/shared/wasm/linked-modules.ts';

export interface GuestKind {
	readonly kind: string;
	readonly module: Uint8Array;
	readonly abi: GuestAbi;
	readonly type: ComponentType;
	readonly encoding: Encoding;
	/** What is called, and with what. */
	readonly fn: string;
	readonly input: string;
}

const root = resolve(import.meta.dirname, '../../..');
const file = (path: string): Uint8Array => Uint8Array.from(readFileSync(join(root, path)));

/** A kind that is added is a row. */
export function guestKinds(): readonly GuestKind[] {
	const vowels = file('examples/extism/count-vowels/count_vowels.wasm');
	const json = { encoding: 'json', input: '{"id":1,"code":"NO"}' } as const;
	return [
		{
			kind: 'DataFlare, by hand',
			module: file('examples/wat/filter/wat_filter.wasm'),
			...{ abi: 'dataflare/1', type: 'filter', fn: 'filter_data', ...json },
		},
		{
			kind: 'DataFlare, Rust',
			module: file('examples/rust/transformer/rust_transformer.wasm'),
			...{ abi: 'dataflare/1', type: 'transformer', fn: 'transform_data', ...json },
		},
		{
			kind: 'DataFlare, AssemblyScript',
			module: file('resources/plugins/field-mapper/field-mapper.wasm'),
			...{ abi: 'dataflare/1', type: 'transformer', fn: 'transform_data', ...json },
		},
		{
			kind: 'WASI library, C',
			module: file('examples/c/reactor/c_reactor.wasm'),
			...{ abi: 'wasi-reactor', type: 'transformer', fn: 'transform_data', ...json },
		},
		{
			kind: 'WASI library, Rust',
			module: file('examples/rust/wasi/reactor/rust_wasi_reactor.wasm'),
			...{ abi: 'wasi-reactor', type: 'filter', fn: 'filter_data', ...json },
		},
		{
			kind: 'WASI program, C',
			module: file('examples/c/command/c_command.wasm'),
			...{ abi: 'wasi-command', type: 'processor', fn: 'process_data', ...json },
		},
		{
			kind: 'WASI program, Rust',
			module: file('examples/rust/wasi/command/rust_wasi_command.wasm'),
			...{ abi: 'wasi-command', type: 'aggregator', fn: 'aggregate_data', ...json },
		},
		{
			kind: 'component, C',
			module: file('examples/components/c/c_aggregator.wasm'),
			...{ abi: 'component', type: 'aggregator', fn: 'aggregate_data', encoding: 'ndjson', input: '{"id":1}' },
		},
		{
			kind: 'program as a component, C',
			module: file('examples/components/command/c_component_command.wasm'),
			...{ abi: 'component-command', type: 'processor', fn: 'process_data', ...json },
		},
		{
			kind: 'Extism',
			module: vowels,
			...{ abi: 'extism', type: 'processor', fn: 'count_vowels', encoding: 'bytes', input: 'hello' },
		},
		{
			kind: 'Extism, linked',
			module: bundleModules(vowels, [{ name: 'other', bytes: vowels }]),
			...{ abi: 'extism', type: 'processor', fn: 'count_vowels', encoding: 'bytes', input: 'hello' },
		},
	];
}
