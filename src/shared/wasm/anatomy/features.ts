import { type WasmFeature, wasmFeatures } from '../../plugin/module/module-anatomy.ts';
import { ByteReader } from '../binary/byte-reader.ts';
import { sectionId } from '../binary/section-order.ts';
import { readValueType } from '../binary/value-type.ts';
import type { ModuleOutline, SectionOutline } from '../parse-module.ts';
import { SeenCode, scanBody, scanConstant } from './scan-code.ts';

/** Which parts of WebAssembly a module uses beyond the first version, as far as its code can be read. */
export function featuresOf(bytes: Uint8Array, outline: ModuleOutline): readonly WasmFeature[] {
	const used = new Set<WasmFeature>();
	const seen = new SeenCode();
	for (const section of outline.sections) {
		const scan = scans[section.id];
		if (scan === undefined) continue;
		const reader = new ByteReader(bytes, section.contentStart, section.end);
		try {
			scan(reader, seen, used);
		} catch {
			// It is malformed, which the engine says; what was seen until there was seen.
		}
	}
	fromOutline(outline, used);
	fromCode(seen, used);
	return wasmFeatures.filter((feature) => used.has(feature));
}

type Scan = (reader: ByteReader, seen: SeenCode, used: Set<WasmFeature>) => void;

const scans: Readonly<Record<SectionOutline['id'], Scan>> = {
	[sectionId.table](reader, seen, used) {
		for (let left = reader.u32(); left > 0; left--) {
			// With what its entries are at first.
			const isFilled = reader.bytes[reader.at] === 0x40;
			if (isFilled) reader.take(2);
			if (readValueType(reader) !== 'funcref') used.add('reference_types');
			const flags = reader.byte();
			if ((flags & 4) !== 0) used.add('memory64');
			reader.u64();
			if ((flags & 1) !== 0) reader.u64();
			if (isFilled) used.add('function_references');
			if (isFilled && !scanConstant(reader, seen)) return;
		}
	},
	[sectionId.global](reader, seen, used) {
		for (let left = reader.u32(); left > 0; left--) {
			if (readValueType(reader) === 'v128') used.add('simd');
			reader.byte();
			if (!scanConstant(reader, seen)) return;
		}
	},
	[sectionId.tag](_, __, used) {
		used.add('exceptions');
	},
	[sectionId.element](reader, seen, used) {
		for (let left = reader.u32(); left > 0; left--) {
			const flags = reader.u32();
			if ((flags & 1) !== 0) used.add((flags & 2) !== 0 ? 'reference_types' : 'bulk_memory');
			if ((flags & 1) === 0) {
				if ((flags & 2) !== 0) reader.u32();
				if (!scanConstant(reader, seen)) return;
			}
			if ((flags & 3) !== 0) {
				if ((flags & 4) === 0) reader.byte();
				else readValueType(reader);
			}
			for (let entries = reader.u32(); entries > 0; entries--) {
				if ((flags & 4) === 0) reader.u32();
				else if (!scanConstant(reader, seen)) return;
			}
		}
	},
	[sectionId.dataCount](_, __, used) {
		used.add('bulk_memory');
	},
	[sectionId.data](reader, seen, used) {
		for (let left = reader.u32(); left > 0; left--) {
			const flags = reader.u32();
			if (flags === 1) used.add('bulk_memory');
			if (flags === 2) reader.u32();
			if (flags !== 1 && !scanConstant(reader, seen)) return;
			reader.take(reader.u32());
		}
	},
	[sectionId.code](reader, seen) {
		for (let left = reader.u32(); left > 0; left--) {
			const body = reader.take(reader.u32());
			const within = new ByteReader(reader.bytes, reader.at - body.length, reader.at);
			try {
				scanBody(within, seen);
			} catch {
				// As above; the next body begins where this one ends.
			}
		}
	},
};

function fromOutline(
	{ types, memories, functions, imports, unusualTypes }: ModuleOutline,
	used: Set<WasmFeature>,
): void {
	for (const feature of unusualTypes) used.add(feature);
	if (memories.length > 1) used.add('multi_memory');
	if (memories.some(({ shared }) => shared)) used.add('threads');
	if (memories.some(({ memory64 }) => memory64)) used.add('memory64');
	if (imports.some(({ module }) => module === 'wasm:js-string')) used.add('js_strings');
	if (imports.some(({ kind }) => kind === 'tag')) used.add('exceptions');
	if (functions.some(({ results }) => results.length > 1)) used.add('multi_value');
	for (const type of types) {
		if (type === null) continue;
		for (const value of [...type.params, ...type.results]) {
			const feature = ofValue[value];
			if (feature !== undefined) used.add(feature);
		}
	}
}

const ofValue: Readonly<Record<string, WasmFeature>> = {
	v128: 'simd',
	funcref: 'reference_types',
	externref: 'reference_types',
	anyref: 'gc',
	eqref: 'gc',
	i31ref: 'gc',
	structref: 'gc',
	arrayref: 'gc',
	nullref: 'gc',
	nullfuncref: 'gc',
	nullexternref: 'gc',
	exnref: 'exceptions',
	nullexnref: 'exceptions',
	other: 'function_references',
};

/** Instructions of one byte that came later, first and last. */
const later: readonly (readonly [first: number, last: number, WasmFeature])[] = [
	[0x06, 0x07, 'legacy_exceptions'],
	[0x08, 0x08, 'exceptions'],
	[0x09, 0x09, 'legacy_exceptions'],
	[0x0a, 0x0a, 'exceptions'],
	[0x12, 0x13, 'tail_calls'],
	[0x14, 0x14, 'function_references'],
	[0x15, 0x15, 'tail_calls'],
	[0x18, 0x19, 'legacy_exceptions'],
	[0x1c, 0x1c, 'reference_types'],
	[0x1f, 0x1f, 'exceptions'],
	[0x25, 0x26, 'reference_types'],
	[0xc0, 0xc4, 'sign_extension'],
	[0xd0, 0xd2, 'reference_types'],
	[0xd3, 0xd3, 'gc'],
	[0xd4, 0xd6, 'function_references'],
	[0xe0, 0xe6, 'stack_switching'],
];

/** The same behind a prefix. */
const laterPrefixed: readonly (readonly [prefix: number, first: number, last: number, WasmFeature])[] = [
	[0xfb, 0, 30, 'gc'],
	[0xfb, 31, 511, 'custom_descriptors'],
	[0xfc, 0, 7, 'saturating_conversions'],
	[0xfc, 8, 14, 'bulk_memory'],
	[0xfc, 15, 17, 'reference_types'],
	[0xfc, 19, 22, 'wide_arithmetic'],
	[0xfd, 0, 255, 'simd'],
	[0xfd, 256, 511, 'relaxed_simd'],
	[0xfe, 0, 511, 'threads'],
];

function fromCode(seen: SeenCode, used: Set<WasmFeature>): void {
	if (seen.typedBlock) used.add('multi_value');
	if (seen.vectorLocal) used.add('simd');
	if (seen.computedConstant) used.add('extended_const');
	for (const [first, last, feature] of later) {
		if (seen.plain.subarray(first, last + 1).includes(1)) used.add(feature);
	}
	for (const [prefix, first, last, feature] of laterPrefixed) {
		if (seen.prefixed[prefix]?.subarray(first, last + 1).includes(1)) used.add(feature);
	}
	// The older form throws by the same instruction, and has its tags in the same section.
	const isNewer = [0x0a, 0x1f].some((code) => seen.plain[code] === 1);
	if (used.has('legacy_exceptions') && !isNewer) used.delete('exceptions');
}
