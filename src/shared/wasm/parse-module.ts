import type { WasmSignature, WasmValueType } from '../abi.ts';
import { DataFlareError } from '../errors.ts';
import { because } from '../failure-reason.ts';
import type { WasmExternKind } from '../plugin/plugin-record.ts';
import { ByteReader, malformed } from './byte-reader.ts';

export interface MemoryOutline {
	readonly minPages: number;
	/** null: none declared. */
	readonly maxPages: number | null;
	readonly imported: boolean;
	readonly shared: boolean;
	readonly memory64: boolean;
}

export interface SectionOutline {
	readonly id: number;
	/** Offset of the section's id byte. */
	readonly start: number;
	/** Offset of the section's content. */
	readonly contentStart: number;
	readonly end: number;
}

/** What a module says of itself before its code is looked at. */
export interface ModuleOutline {
	readonly imports: readonly {
		readonly module: string;
		readonly name: string;
		readonly kind: WasmExternKind;
		readonly signature: WasmSignature | null;
	}[];
	readonly exports: readonly {
		readonly name: string;
		readonly kind: WasmExternKind;
		readonly signature: WasmSignature | null;
	}[];
	readonly memories: readonly MemoryOutline[];
	readonly hasStart: boolean;
	readonly customSections: readonly { readonly name: string; readonly bytes: Uint8Array }[];
	readonly sections: readonly SectionOutline[];
}

/** Section ids (WebAssembly Core Specification, "Sections"). */
export const sectionId = { custom: 0, type: 1, import: 2, function: 3, memory: 5, export: 7, start: 8 } as const;

/**
 * What is kept of a module costs memory here, before any compiler has seen it: a file of empty entries would become many
 * times its size. Functions are V8's own limit; of the rest no plugin has a tenth.
 */
const most = {
	types: 100_000,
	functions: 1_000_000,
	imports: 100_000,
	exports: 100_000,
	memories: 100,
	custom: 10_000,
};

const kinds: readonly WasmExternKind[] = ['function', 'table', 'memory', 'global', 'tag'];

/** Readings in progress; the order of sections is the specification's, so types come before their uses. */
interface Draft {
	readonly types: (WasmSignature | null)[];
	readonly functions: (WasmSignature | null)[];
	readonly memories: MemoryOutline[];
	imports: ModuleOutline['imports'];
	exports: ModuleOutline['exports'];
	hasStart: boolean;
	readonly customSections: { readonly name: string; readonly bytes: Uint8Array }[];
}

/**
 * Reads the outline of a module without running or compiling it. Total: any bytes give an outline or a `plugin_load`
 * that says what is wrong and at which byte. The code itself is left to the compiler.
 */
export function parseModule(bytes: Uint8Array): ModuleOutline {
	requireModule(bytes);
	const draft: Draft = {
		types: [],
		functions: [],
		memories: [],
		imports: [],
		exports: [],
		hasStart: false,
		customSections: [],
	};
	const sections: SectionOutline[] = [];
	const reader = new ByteReader(bytes, 8);
	while (!reader.done) {
		const start = reader.at;
		const id = reader.byte();
		const length = reader.u32();
		const contentStart = reader.at;
		reader.take(length);
		sections.push({ id, start, contentStart, end: reader.at });
		const content = new ByteReader(bytes, contentStart, reader.at);
		if (readSection(id, content, draft) && !content.done) {
			throw malformed(`section ${id} is longer than what it holds`, content.at);
		}
	}
	return {
		imports: draft.imports,
		exports: draft.exports,
		memories: draft.memories,
		hasStart: draft.hasStart,
		customSections: draft.customSections,
		sections,
	};
}

/** True: it was read, and must have been read to its end. */
function readSection(id: number, reader: ByteReader, draft: Draft): boolean {
	switch (id) {
		case sectionId.custom:
			if (draft.customSections.length >= most.custom) {
				throw malformed(`it has more than ${most.custom} custom sections`, reader.at);
			}
			draft.customSections.push({ name: reader.name(), bytes: reader.take(reader.end - reader.at) });
			return true;
		case sectionId.type:
			return readTypes(reader, draft);
		case sectionId.import:
			draft.imports = readImports(reader, draft);
			return true;
		case sectionId.function:
			for (let left = reader.count(most.functions, 'functions'); left > 0; left--) {
				draft.functions.push(draft.types[reader.u32()] ?? null);
			}
			return true;
		case sectionId.memory:
			for (let left = reader.count(most.memories, 'memories'); left > 0; left--) {
				draft.memories.push(readMemory(reader, false));
			}
			return true;
		case sectionId.export:
			draft.exports = readExports(reader, draft);
			return true;
		case sectionId.start:
			draft.hasStart = true;
			return false;
		default:
			if (id > 13) throw malformed(`there is no section ${id}`, reader.at);
			return false;
	}
}

/**
 * Function types. A type of the garbage-collection proposal ends the reading: the types behind it stay unknown, which
 * is true of them as far as plugins are concerned, and the compiler judges them.
 */
function readTypes(reader: ByteReader, draft: Draft): boolean {
	for (let left = reader.count(most.types, 'types'); left > 0; left--) {
		if (reader.byte() !== 0x60) return false;
		const params = readValueTypes(reader);
		const results = readValueTypes(reader);
		draft.types.push({ params, results });
	}
	return true;
}

function readValueTypes(reader: ByteReader): WasmValueType[] {
	const types: WasmValueType[] = [];
	for (let left = reader.count(1_000, 'parameters of one function'); left > 0; left--)
		types.push(readValueType(reader));
	return types;
}

const valueTypes: Readonly<Record<number, WasmValueType>> = {
	127: 'i32',
	126: 'i64',
	125: 'f32',
	124: 'f64',
	123: 'v128',
	112: 'funcref',
	111: 'externref',
};

function readValueType(reader: ByteReader): WasmValueType {
	const byte = reader.byte();
	// A reference with an explicit heap type: (ref ht) and (ref null ht).
	if (byte === 0x63 || byte === 0x64) reader.skipLeb();
	return valueTypes[byte] ?? 'other';
}

function readImports(reader: ByteReader, draft: Draft): ModuleOutline['imports'] {
	const imports: ModuleOutline['imports'][number][] = [];
	for (let left = reader.count(most.imports, 'imports'); left > 0; left--) {
		const module = reader.name();
		const name = reader.name();
		const kind = readKind(reader);
		const signature = kind === 'function' ? (draft.types[reader.u32()] ?? null) : null;
		if (kind === 'function') draft.functions.push(signature);
		else if (kind === 'memory') draft.memories.push(readMemory(reader, true));
		else if (kind === 'table') skipTable(reader);
		else if (kind === 'global') {
			readValueType(reader);
			reader.byte();
		} else if (kind === 'tag') {
			reader.byte();
			reader.u32();
		}
		imports.push({ module, name, kind, signature });
	}
	return imports;
}

function readExports(reader: ByteReader, draft: Draft): ModuleOutline['exports'] {
	const exports: ModuleOutline['exports'][number][] = [];
	for (let left = reader.count(most.exports, 'exports'); left > 0; left--) {
		const name = reader.name();
		const kind = readKind(reader);
		const index = reader.u32();
		exports.push({ name, kind, signature: kind === 'function' ? (draft.functions[index] ?? null) : null });
	}
	return exports;
}

function readKind(reader: ByteReader): WasmExternKind {
	const at = reader.at;
	const kind = kinds[reader.byte()];
	if (kind === undefined) throw malformed('an import or export is of an unknown kind', at);
	return kind;
}

function skipTable(reader: ByteReader): void {
	readValueType(reader);
	const flags = reader.byte();
	reader.u64();
	if ((flags & 1) !== 0) reader.u64();
}

/** What 32 bits can address. */
const MAX_PAGES = 65_536;

/** Limits with the flags of the threads and memory64 proposals. */
export function readMemory(reader: ByteReader, imported: boolean): MemoryOutline {
	const at = reader.at;
	const flags = reader.byte();
	if (flags > 7) throw malformed('a memory has unknown flags', at);
	const pages = (): number => ((flags & 4) === 0 ? reader.u32() : reader.u64());
	const minPages = pages();
	const maxPages = (flags & 1) === 0 ? null : pages();
	if ((flags & 4) === 0 && (maxPages ?? 0) > MAX_PAGES) throw malformed('a memory may grow beyond 4 GiB', at);
	return { minPages, maxPages, imported, shared: (flags & 2) !== 0, memory64: (flags & 4) !== 0 };
}

function requireModule(bytes: Uint8Array): void {
	const magic = [0x00, 0x61, 0x73, 0x6d];
	if (bytes.length === 0) {
		throw new DataFlareError('plugin_load', 'The file is empty.', {
			hint: 'Build or fetch the module again.',
			details: because('empty'),
		});
	}
	if (magic.some((byte, index) => bytes[index] !== byte)) {
		const found = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
		throw new DataFlareError(
			'plugin_load',
			`The file is not a WebAssembly module: it begins with ${found}${looksLike(bytes)}, not with 00 61 73 6d.`,
			{ hint: 'A plugin is a compiled .wasm file.', details: { ...because('not_wasm'), found } },
		);
	}
	if (bytes.length < 8) throw malformed('it ends in the middle', bytes.length);
	const version = (bytes[4] as number) | ((bytes[5] as number) << 8);
	const layer = (bytes[6] as number) | ((bytes[7] as number) << 8);
	if (layer === 1) {
		throw new DataFlareError(
			'plugin_load',
			'The file is a WebAssembly component; this version runs core modules only.',
			{
				hint: 'Build it as a core module (for Rust: the target wasm32-unknown-unknown or wasm32-wasip1).',
				details: { ...because('unsupported'), version, layer },
			},
		);
	}
	if (version !== 1 || layer !== 0) {
		throw new DataFlareError('plugin_load', `The module is of an unknown version (${version}, layer ${layer}).`, {
			hint: 'Build it for version 1 of the WebAssembly binary format.',
			details: { ...because('unsupported'), version, layer },
		});
	}
}

const beginnings: readonly (readonly [string, readonly number[]])[] = [
	['a ZIP archive', [0x50, 0x4b, 0x03, 0x04]],
	['a gzip archive', [0x1f, 0x8b]],
	['an ELF program', [0x7f, 0x45, 0x4c, 0x46]],
	['a Windows program', [0x4d, 0x5a]],
	['WebAssembly text, which has to be assembled first', [0x28, 0x6d, 0x6f, 0x64]],
	['WebAssembly text, which has to be assembled first', [0x28, 0x3b]],
	['an HTML page', [0x3c, 0x21]],
	['an HTML page', [0x3c, 0x68]],
	['JSON', [0x7b]],
];

function looksLike(bytes: Uint8Array): string {
	const match = beginnings.find(([, pattern]) => pattern.every((byte, index) => bytes[index] === byte));
	return match === undefined ? '' : ` (${match[0]})`;
}
