import { DataFlareError } from '../errors/errors.ts';
import type { WasmSignature } from '../host/abi.ts';
import type { WasmFeature } from '../plugin/module/module-anatomy.ts';
import type { ModuleReport, WasmExternKind } from '../plugin/plugin-record.ts';
import { MAX_MANIFEST_BYTES } from '../policy/limits.ts';
import { inQuotes } from '../quoted.ts';
import { ByteReader, malformed } from './binary/byte-reader.ts';
import { engineLacks } from './binary/engine-lacks.ts';
import { type MemoryOutline, readMemory } from './binary/memory-type.ts';
import { moduleLimits } from './binary/module-limits.ts';
import { requireOrder, sectionId } from './binary/section-order.ts';
import { type ModuleTypes, readTypes } from './binary/type-section.ts';
import { decodeUtf8 } from './binary/utf8.ts';
import { readValueType } from './binary/value-type.ts';
import { requireModule } from './not-a-module.ts';

export interface SectionOutline {
	readonly id: number;
	/** Offset of the section's id byte. */
	readonly start: number;
	/** Offset of the section's content. */
	readonly contentStart: number;
	readonly end: number;
}

type ImportOutline = ModuleReport['imports'][number];

type ExportOutline = ModuleReport['exports'][number];

/** What a module says of itself before its code is looked at. */
export interface ModuleOutline {
	readonly imports: readonly ImportOutline[];
	readonly exports: readonly ExportOutline[];
	readonly memories: readonly MemoryOutline[];
	readonly hasStart: boolean;
	readonly types: ModuleTypes;
	/** The most fields that a structure of its types has. */
	readonly mostFields: number;
	/** What types other than plain functions' need of an engine. */
	readonly unusualTypes: ReadonlySet<WasmFeature>;
	/** Signatures of all functions by their index, imported ones first. */
	readonly functions: readonly WasmSignature[];
	/** How many of the functions are imported. */
	readonly importedFunctions: number;
	/** Names of custom sections, as far as they are short: what they tell of who made the module. At most 100. */
	readonly customSections: readonly string[];
	/** Where the content of the first custom section named `dataflare` is; null: there is none, or it is larger than a manifest may be. */
	readonly manifestAt: { readonly start: number; readonly length: number } | null;
	readonly sections: readonly SectionOutline[];
}

const kinds: readonly WasmExternKind[] = ['function', 'table', 'memory', 'global', 'tag'];

/** A function of exactly this type (custom descriptors proposal). */
const EXACT_FUNCTION = 0x20;

/** A longer name of a custom section says nothing of its maker. bytes */
const MAX_CUSTOM_NAME = 64;
const MAX_CUSTOM_NAMES = 100;

/** Readings in progress; the order of sections is the specification's, so types come before their uses. */
interface Draft {
	types: ModuleTypes;
	mostFields: number;
	unusualTypes: ReadonlySet<WasmFeature>;
	readonly functions: WasmSignature[];
	readonly memories: MemoryOutline[];
	/** How many there are of each kind so far. */
	readonly counts: Record<WasmExternKind, number>;
	imports: readonly ImportOutline[];
	exports: readonly ExportOutline[];
	importedFunctions: number;
	hasStart: boolean;
	customCount: number;
	nameBytesLeft: number;
	readonly customSections: string[];
	manifestAt: ModuleOutline['manifestAt'];
}

/**
 * Reads the outline of a module without running or compiling it. Total: any bytes give an outline or a `plugin_load`
 * (`memory_limit` where a memory begins beyond what 32 bits address) that says what is wrong and at which byte. What is
 * kept is bounded by `moduleLimits`. The code itself is left to others.
 */
export function parseModule(bytes: Uint8Array): ModuleOutline {
	requireModule(bytes);
	const draft: Draft = {
		types: [],
		mostFields: 0,
		unusualTypes: new Set(),
		functions: [],
		memories: [],
		counts: { function: 0, table: 0, memory: 0, global: 0, tag: 0 },
		imports: [],
		exports: [],
		importedFunctions: 0,
		hasStart: false,
		customCount: 0,
		nameBytesLeft: moduleLimits.allNameBytes,
		customSections: [],
		manifestAt: null,
	};
	const sections: SectionOutline[] = [];
	let last = 0;
	const reader = new ByteReader(bytes, 8);
	while (!reader.done) {
		const start = reader.at;
		const id = reader.byte();
		const length = reader.u32();
		const contentStart = reader.at;
		reader.take(length);
		last = requireOrder(last, id, start);
		sections.push({ id, start, contentStart, end: reader.at });
		const content = new ByteReader(bytes, contentStart, reader.at);
		if (readSection(id, content, draft) && !content.done) {
			throw malformed(`section ${id} is longer than what it holds`, content.at);
		}
	}
	const { types, functions, memories, imports, exports, importedFunctions, hasStart } = draft;
	const { customSections, manifestAt, mostFields, unusualTypes } = draft;
	return {
		imports,
		exports,
		memories,
		hasStart,
		types,
		mostFields,
		unusualTypes,
		functions,
		importedFunctions,
		customSections,
		manifestAt,
		sections,
	};
}

/** True: it was read, and must have been read to its end. */
function readSection(id: number, reader: ByteReader, draft: Draft): boolean {
	switch (id) {
		case sectionId.custom:
			readCustom(reader, draft);
			return true;
		case sectionId.type:
			({ types: draft.types, mostFields: draft.mostFields, unusual: draft.unusualTypes } = readTypes(reader));
			return true;
		case sectionId.import:
			draft.imports = readImports(reader, draft);
			draft.importedFunctions = draft.functions.length;
			return true;
		case sectionId.function:
			for (let left = reader.count(moduleLimits.functions, 'functions'); left > 0; left--) {
				addFunction(reader, draft);
			}
			return true;
		case sectionId.memory:
			for (let left = reader.count(moduleLimits.memories, 'memories'); left > 0; left--) {
				draft.memories.push(readMemory(reader, false));
				draft.counts.memory += 1;
			}
			return true;
		case sectionId.table:
			draft.counts.table += reader.u32();
			return false;
		case sectionId.global:
			draft.counts.global += reader.u32();
			return false;
		case sectionId.tag:
			draft.counts.tag += reader.u32();
			return false;
		case sectionId.export:
			draft.exports = readExports(reader, draft);
			return true;
		case sectionId.start:
			draft.hasStart = true;
			return false;
		default:
			return false;
	}
}

function readCustom(reader: ByteReader, draft: Draft): void {
	draft.customCount += 1;
	if (draft.customCount > moduleLimits.customSections) {
		throw malformed(`it has more than ${moduleLimits.customSections} custom sections`, reader.at);
	}
	const raw = reader.rawName();
	const start = reader.at;
	const { length } = reader.take(reader.end - start);
	if (raw.length > MAX_CUSTOM_NAME || draft.customSections.length >= MAX_CUSTOM_NAMES) return;
	const name = decodeUtf8(raw) ?? '';
	// Its first is the manifest, whatever it holds: two would be a way to show one and use another.
	if (name === 'dataflare' && !draft.customSections.includes(name) && length <= MAX_MANIFEST_BYTES) {
		draft.manifestAt = { start, length };
	}
	draft.customSections.push(name);
}

function addFunction(reader: ByteReader, draft: Draft): WasmSignature {
	const at = reader.at;
	const signature = draft.types[reader.u32()] ?? null;
	if (signature === null) throw malformed('a function has a type that does not exist', at);
	if (draft.functions.length >= moduleLimits.functions) {
		throw malformed(`it has more than ${moduleLimits.functions} functions`, at);
	}
	draft.functions.push(signature);
	draft.counts.function += 1;
	return signature;
}

/** A name that is kept. */
function readName(reader: ByteReader, draft: Draft): string {
	const start = reader.at;
	const name = reader.name();
	draft.nameBytesLeft -= reader.at - start;
	if (draft.nameBytesLeft >= 0) return name;
	throw malformed(`the names of what it imports and exports have more than ${moduleLimits.allNameBytes} bytes`, start);
}

function readImports(reader: ByteReader, draft: Draft): readonly ImportOutline[] {
	const imports: ImportOutline[] = [];
	for (let left = reader.count(moduleLimits.imports, 'imports'); left > 0; left--) {
		const module = readName(reader, draft);
		const name = readName(reader, draft);
		const kind = readKind(reader);
		imports.push({ module, name, kind, signature: readImported(reader, kind, draft) });
	}
	return imports;
}

/** What is imported; its signature where it is a function. */
function readImported(reader: ByteReader, kind: WasmExternKind, draft: Draft): WasmSignature | null {
	if (kind === 'function') return addFunction(reader, draft);
	draft.counts[kind] += 1;
	if (kind === 'memory') draft.memories.push(readMemory(reader, true));
	else skipDescription(reader, kind);
	return null;
}

/** What stands in an import of anything but a memory, behind its kind. */
export function skipDescription(reader: ByteReader, kind: Exclude<WasmExternKind, 'memory'>): void {
	if (kind === 'function') reader.u32();
	else if (kind === 'table') {
		readValueType(reader);
		const flags = reader.byte();
		reader.u64();
		if ((flags & 1) !== 0) reader.u64();
	} else if (kind === 'global') {
		readValueType(reader);
		reader.byte();
	} else {
		reader.byte();
		reader.u32();
	}
}

function readExports(reader: ByteReader, draft: Draft): readonly ExportOutline[] {
	const exports: ExportOutline[] = [];
	const names = new Set<string>();
	for (let left = reader.count(moduleLimits.exports, 'exports'); left > 0; left--) {
		const start = reader.at;
		const name = readName(reader, draft);
		const kind = readKind(reader);
		const index = reader.u32();
		if (names.has(name)) throw malformed(`it exports ${inQuotes(name.slice(0, 100))} twice`, start);
		names.add(name);
		if (index >= draft.counts[kind]) throw malformed(`it exports a ${kind} that does not exist`, start);
		exports.push({ name, kind, signature: kind === 'function' ? (draft.functions[index] ?? null) : null });
	}
	return exports;
}

export function readKind(reader: ByteReader): WasmExternKind {
	const at = reader.at;
	const byte = reader.byte();
	if (byte === EXACT_FUNCTION) throw DataFlareError.fromWire(engineLacks('custom_descriptors', at));
	const kind = kinds[byte];
	if (kind === undefined) throw malformed('an import or export is of an unknown kind', at);
	return kind;
}
