import type { WasmSignature, WasmValueType } from '../../host/abi.ts';
import type { WasmFeature } from '../../plugin/module/module-anatomy.ts';
import { type ByteReader, malformed } from './byte-reader.ts';
import { moduleLimits } from './module-limits.ts';
import { readHeapType, readValueType } from './value-type.ts';

/** How a type begins (WebAssembly Core Specification, "Types"; the last three of proposals). */
const form = {
	func: 0x60,
	struct: 0x5f,
	array: 0x5e,
	sub: 0x50,
	subFinal: 0x4f,
	rec: 0x4e,
	cont: 0x5d,
	describes: 0x4c,
	descriptor: 0x4d,
	shared: 0x65,
} as const;

/** The types of a module by their index: null stands for one that is no function's. */
export type ModuleTypes = readonly (WasmSignature | null)[];

export interface TypesRead {
	readonly types: ModuleTypes;
	/** Of any one structure. */
	readonly mostFields: number;
	/** What types other than plain functions' need of an engine. */
	readonly unusual: ReadonlySet<WasmFeature>;
}

/** Reads a type section to its end. */
export function readTypes(reader: ByteReader): TypesRead {
	const unusual = new Set<WasmFeature>();
	const types: (WasmSignature | null)[] = [];
	let paramsLeft: number = moduleLimits.allParams;
	let mostFields = 0;

	function readValues(): WasmValueType[] {
		const start = reader.at;
		const count = reader.count(moduleLimits.params, 'parameters of one function');
		paramsLeft -= count;
		if (paramsLeft < 0) {
			throw malformed(`its types have more than ${moduleLimits.allParams} parameters and results in all`, start);
		}
		return Array.from({ length: count }, () => readValueType(reader));
	}

	function skipFields(count: number): void {
		mostFields = Math.max(mostFields, count);
		for (let left = count; left > 0; left--) {
			readValueType(reader);
			reader.byte();
		}
	}

	/** What stands around a type: supertypes and the marks of proposals. */
	function skipPrefixes(first: number): number {
		let byte = first;
		for (let count = 0; count < 4; count++) {
			if (byte === form.sub || byte === form.subFinal) {
				unusual.add('gc');
				for (let left = reader.count(moduleLimits.types, 'supertypes'); left > 0; left--) reader.u32();
			} else if (byte === form.describes || byte === form.descriptor) {
				unusual.add('custom_descriptors');
				reader.u32();
			} else if (byte !== form.shared) break;
			byte = reader.byte();
		}
		return byte;
	}

	function readOne(first: number, start: number): void {
		if (types.length >= moduleLimits.types) {
			throw malformed(`it has more than ${moduleLimits.types} types`, start);
		}
		const byte = skipPrefixes(first);
		switch (byte) {
			case form.func: {
				const params = readValues();
				types.push({ params, results: readValues() });
				return;
			}
			case form.struct:
				unusual.add('gc');
				skipFields(reader.count(moduleLimits.fields, 'fields of one structure'));
				break;
			case form.array:
				unusual.add('gc');
				skipFields(1);
				break;
			case form.cont:
				unusual.add('stack_switching');
				readHeapType(reader);
				break;
			default:
				throw malformed(`a type begins with 0x${byte.toString(16)}, which is not known`, start);
		}
		types.push(null);
	}

	for (let left = reader.count(moduleLimits.types, 'types'); left > 0; left--) {
		const start = reader.at;
		const first = reader.byte();
		if (first !== form.rec) readOne(first, start);
		else for (let inner = reader.count(moduleLimits.types, 'types'); inner > 0; inner--) readOne(reader.byte(), start);
	}
	return { types, mostFields, unusual };
}
