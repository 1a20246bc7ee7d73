import { ByteReader, malformed, type ByteReader as Reader } from '../binary/byte-reader.ts';
import { type Described, readExternDescription, readTypeDefinition } from './component-types.ts';

/** What a component imports or exports at its outside. */
export interface ComponentExternal {
	/** As it stands in the file: `wasi:io/streams@0.2.3`. */
	readonly name: string;
	readonly kind: 'instance' | 'function' | 'type' | 'module' | 'component' | 'value';
	/** Names of the functions of an instance that is imported; empty for all else. */
	readonly functions: readonly string[];
}

/** What a component says of itself at its outside, and the core modules within it. */
export interface ComponentOutline {
	readonly imports: readonly ComponentExternal[];
	readonly exports: readonly ComponentExternal[];
	/** Of all components in it, however deep, in the order of the file. */
	readonly modules: readonly Uint8Array[];
	/** Names of any kind that are of no form that tools give. At most 10. */
	readonly strangeNames: readonly string[];
	/** Whether it has functions that wait in the manner of WASI 0.3. */
	readonly usesAsync: boolean;
	/** Where the content of the first custom section `dataflare` is; null: there is none. */
	readonly manifestAt: { readonly start: number; readonly length: number } | null;
}

const MAX_DEPTH = 32;
const MAX_MODULES = 500;
const MAX_EXTERNALS = 100_000;
const MAX_TYPES = 1_000_000;
const MAX_STRANGE = 10;
const MAX_MANIFEST = 1024 * 1024;

const section = {
	custom: 0,
	module: 1,
	coreInstance: 2,
	component: 4,
	instance: 5,
	alias: 6,
	type: 7,
	import: 10,
	export: 11,
	last: 12,
} as const;

const kinds = ['module', 'function', 'value', 'type', 'component', 'instance'] as const;

/** Printable, and no quotation, comment or template: what is made of these names is JavaScript. */
const plainName = /^[\x20-\x7e]*$/;
const quotes = /["'`\\]|\/\*|\*\/|<!--|-->|\$\{/;

export function isPlainName(name: string): boolean {
	return plainName.test(name) && !quotes.test(name);
}

interface Draft {
	readonly modules: Uint8Array[];
	readonly strangeNames: string[];
	usesAsync: boolean;
}

/** Of one component: what its type indices stand for, as far as that is asked. */
interface Level {
	readonly imports: ComponentExternal[];
	readonly exports: ComponentExternal[];
	readonly types: Described[];
	manifestAt: ComponentOutline['manifestAt'];
}

export function isComponent(bytes: Uint8Array): boolean {
	return [0x00, 0x61, 0x73, 0x6d].every((byte, index) => bytes[index] === byte) && bytes[6] === 1 && bytes[7] === 0;
}

/**
 * Reads the outside of a component, running and compiling nothing. Total: any bytes give an outline or a `plugin_load`
 * that says what is wrong and at which byte. Whether it is valid all through, a validator says, in a sandbox.
 */
export function parseComponent(bytes: Uint8Array): ComponentOutline {
	const draft: Draft = { modules: [], strangeNames: [], usesAsync: false };
	const { imports, exports, manifestAt } = readComponent(bytes, 0, bytes.length, 0, draft);
	return { imports, exports, manifestAt, ...draft };
}

function readComponent(bytes: Uint8Array, start: number, end: number, depth: number, draft: Draft): Level {
	if (depth >= MAX_DEPTH) throw malformed(`components are nested deeper than ${MAX_DEPTH} levels`, start);
	const reader = new ByteReader(bytes, start, end);
	const version = reader.take(8);
	if (version[4] !== 0x0d || version[5] !== 0 || !isComponent(version)) {
		throw malformed('a component of an unknown version', start);
	}
	const level: Level = { imports: [], exports: [], types: [], manifestAt: null };
	while (!reader.done) {
		const at = reader.at;
		const id = reader.byte();
		const length = reader.u32();
		const from = reader.at;
		reader.take(length);
		if (id > section.last) throw malformed(`a section of the unknown kind ${id}`, at);
		readSection(id, new ByteReader(bytes, from, reader.at), depth, level, draft);
	}
	return level;
}

function readSection(id: number, content: Reader, depth: number, level: Level, draft: Draft): void {
	switch (id) {
		case section.custom: {
			const isManifest = content.name() === 'dataflare';
			const length = content.end - content.at;
			if (isManifest && length <= MAX_MANIFEST) level.manifestAt ??= { start: content.at, length };
			return;
		}
		case section.module:
			if (draft.modules.length >= MAX_MODULES) throw malformed(`it has more than ${MAX_MODULES} modules`, content.at);
			draft.modules.push(content.bytes.subarray(content.at, content.end));
			return;
		case section.component:
			readComponent(content.bytes, content.at, content.end, depth + 1, draft);
			return;
		case section.coreInstance:
			return readCoreInstances(content, draft);
		case section.instance:
			return readInstances(content, draft);
		case section.alias:
			return readAliases(content, level, draft);
		case section.type: {
			const usesAsync = (): void => {
				draft.usesAsync = true;
			};
			const named = (name: string): void => notePlain(name, draft);
			for (let left = content.count(MAX_TYPES, 'types'); left > 0; left--) {
				addType(level, readTypeDefinition(content, { depth: 0, usesAsync, named }), content.at);
			}
			return;
		}
		case section.import:
			return readImports(content, level, draft);
		case section.export:
			return readExports(content, level, draft);
		default:
			// What is made inside of the component: a validator looks at it.
			return;
	}
}

function addType(level: Level, type: Described, at: number): void {
	if (level.types.length >= MAX_TYPES) throw malformed(`it has more than ${MAX_TYPES} types`, at);
	level.types.push(type);
}

function notePlain(name: string, draft: Draft): void {
	if (!isPlainName(name)) noteStrange(name, draft);
}

function noteStrange(name: string, { strangeNames }: Draft): void {
	if (strangeNames.length < MAX_STRANGE) strangeNames.push(name);
}

/** What core modules are linked with, by the names of their imports, and what is put together for them. */
function readCoreInstances(content: Reader, draft: Draft): void {
	for (let left = content.count(MAX_EXTERNALS, 'instances'); left > 0; left--) {
		const isInstantiated = content.byte() === 0;
		if (isInstantiated) content.u32();
		for (let names = content.count(MAX_EXTERNALS, 'parts of an instance'); names > 0; names--) {
			notePlain(content.name(), draft);
			content.byte();
			content.u32();
		}
	}
}

/** The same of components. */
function readInstances(content: Reader, draft: Draft): void {
	for (let left = content.count(MAX_EXTERNALS, 'instances'); left > 0; left--) {
		const isInstantiated = content.byte() === 0;
		if (isInstantiated) content.u32();
		for (let names = content.count(MAX_EXTERNALS, 'parts of an instance'); names > 0; names--) {
			if (!isInstantiated) content.byte();
			notePlain(content.name(), draft);
			if (content.byte() === CORE_SORT) content.byte();
			content.u32();
		}
	}
}

const OUTER = 2;
const CORE_SORT = 0;
const TYPE_SORT = 3;

function readAliases(content: Reader, level: Level, draft: Draft): void {
	for (let left = content.count(MAX_TYPES, 'aliases'); left > 0; left--) {
		const sort = content.byte();
		if (sort === CORE_SORT) content.byte();
		const target = content.byte();
		content.u32();
		if (target === OUTER) content.u32();
		else notePlain(content.name(), draft);
		if (sort === TYPE_SORT) addType(level, null, content.at);
	}
}

function readImports(content: Reader, level: Level, draft: Draft): void {
	for (let left = content.count(MAX_EXTERNALS, 'imports'); left > 0; left--) {
		const name = externalName(content, draft);
		const { kind, typeIndex } = readExternDescription(content);
		const functions = kind === 'instance' ? (level.types[typeIndex] ?? []) : [];
		level.imports.push({ name, kind, functions });
		if (kind === 'type') addType(level, null, content.at);
	}
}

function readExports(content: Reader, level: Level, draft: Draft): void {
	for (let left = content.count(MAX_EXTERNALS, 'exports'); left > 0; left--) {
		const name = externalName(content, draft);
		const sort = content.byte();
		if (sort === CORE_SORT) content.byte();
		const kind = kinds[sort];
		if (kind === undefined) throw malformed('an export of an unknown kind', content.at);
		content.u32();
		if (content.byte() === 1) readExternDescription(content);
		level.exports.push({ name, kind, functions: [] });
		if (kind === 'type') addType(level, null, content.at);
	}
}

/** Plain names, names of interfaces with their versions, and functions of resources. */
const nameForm = /^(\[[a-z-]+\])?[A-Za-z][A-Za-z0-9-]*([:/.][A-Za-z0-9-]+)*(@[A-Za-z0-9.+-]+)?$/;

function externalName(content: Reader, draft: Draft): string {
	const form = content.byte();
	const name = content.name();
	if (form > 2) throw malformed('a name of an unknown form', content.at);
	if (form === 2) {
		for (let left = content.count(MAX_EXTERNALS, 'options'); left > 0; left--) {
			content.byte();
			content.rawName();
		}
	}
	if (!nameForm.test(name)) noteStrange(name, draft);
	return name;
}
