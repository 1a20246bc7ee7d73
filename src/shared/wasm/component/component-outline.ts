import { ByteReader, malformed, type ByteReader as Reader } from '../binary/byte-reader.ts';
import { functionsOf, Scope, type Shape, type Sort, sorts, unknown } from './component-scope.ts';
import { readAlias, readExternDescription, readTypeDefinition } from './component-types.ts';

/** What a component imports or exports at its outside. */
export interface ComponentExternal {
	/** As it stands in the file: `wasi:io/streams@0.2.3`. */
	readonly name: string;
	readonly kind: Sort;
	/** Names of the functions of an instance; empty for all else, and of one that cannot be told. */
	readonly functions: readonly string[];
	readonly shape: Shape;
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
const MAX_KEPT_EXPORTS = 200_000;
/** How much is read again to tell what inner components export, bytes: each is read where it is instantiated. */
const MAX_READ_AGAIN = 16 * 1024 * 1024;
/** What one of them counts for at least. */
const LEAST_READ_AGAIN = 256;

const section = {
	custom: 0,
	module: 1,
	coreInstance: 2,
	component: 4,
	instance: 5,
	alias: 6,
	type: 7,
	canon: 8,
	import: 10,
	export: 11,
	last: 12,
} as const;

/** Of a component that is read again nothing in these is. */
const skipped: ReadonlySet<number> = new Set([section.custom, section.module, section.component]);

/** Printable, and no quotation, comment or template: what is made of these names is JavaScript. */
const plainName = /^[\x20-\x7e]*$/;
const quotes = /["'`\\]|\/\*|\*\/|<!--|-->|\$\{/;

export function isPlainName(name: string): boolean {
	return plainName.test(name) && !quotes.test(name);
}

/** Of the whole file, with all that lies in it. */
interface Draft {
	readonly modules: Uint8Array[];
	readonly strangeNames: string[];
	readonly room: { exports: number; types: number; again: number };
	usesAsync: boolean;
}

/** Of one component. */
interface Level {
	readonly imports: ComponentExternal[];
	readonly exports: ComponentExternal[];
	/** What its indices stand for. */
	readonly scope: Scope;
	/** What it is given where it is read again because somebody instantiates it; null: nothing, it is read for itself. */
	readonly given: ReadonlyMap<string, Shape> | null;
	readonly depth: number;
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
	const room = { exports: MAX_KEPT_EXPORTS, types: MAX_TYPES, again: MAX_READ_AGAIN };
	const draft: Draft = { modules: [], strangeNames: [], usesAsync: false, room };
	const level = levelOf(0, null, null);
	readComponent(new ByteReader(bytes), level, draft);
	const { modules, strangeNames, usesAsync } = draft;
	const { imports, exports, manifestAt } = level;
	return { imports, exports, manifestAt, modules, strangeNames, usesAsync };
}

function levelOf(depth: number, around: Scope | null, given: Level['given']): Level {
	return { imports: [], exports: [], scope: new Scope(around), given, depth, manifestAt: null };
}

function readComponent(reader: Reader, level: Level, draft: Draft): void {
	if (level.depth >= MAX_DEPTH) throw malformed(`components are nested deeper than ${MAX_DEPTH} levels`, reader.at);
	const start = reader.at;
	const version = reader.take(8);
	if (version[4] !== 0x0d || version[5] !== 0 || !isComponent(version)) {
		throw malformed('a component of an unknown version', start);
	}
	while (!reader.done) {
		const at = reader.at;
		const id = reader.byte();
		const length = reader.u32();
		const from = reader.at;
		reader.take(length);
		if (id > section.last) throw malformed(`a section of the unknown kind ${id}`, at);
		if (level.given !== null && !skipped.has(id)) draft.room.again -= length;
		readSection(id, new ByteReader(reader.bytes, from, reader.at), level, draft);
	}
}

/** What a component within another one exports where it is given these. It was read before, for itself. */
function instantiated(content: Reader, around: Level, draft: Draft, given: ReadonlyMap<string, Shape>): Shape {
	draft.room.again -= LEAST_READ_AGAIN;
	if (draft.room.again < 0) return unknown;
	const level = levelOf(around.depth + 1, around.scope, given);
	const again: Draft = { ...draft, modules: [], strangeNames: [] };
	readComponent(new ByteReader(content.bytes, content.at, content.end), level, again);
	const exports = level.exports.map(({ name, kind, shape }) => [name, { sort: kind, shape }] as const);
	return { kind: 'instance', exports: new Map(exports) };
}

function readSection(id: number, content: Reader, level: Level, draft: Draft): void {
	const { scope } = level;
	const named = (name: string): void => notePlain(name, draft);
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
		case section.component: {
			const { bytes, at, end } = content;
			if (level.given === null) readComponent(content, levelOf(level.depth + 1, scope, null), draft);
			const inner = new ByteReader(bytes, at, end);
			scope.add('component', { kind: 'component', instantiate: (given) => instantiated(inner, level, draft, given) });
			return;
		}
		case section.coreInstance:
			return readCoreInstances(content, draft);
		case section.instance:
			return readInstances(content, level, draft);
		case section.alias:
			for (let left = content.count(MAX_TYPES, 'aliases'); left > 0; left--) {
				takeRoom(draft, content.at);
				readAlias(content, { scope, named });
			}
			return;
		case section.type: {
			const usesAsync = (): void => {
				draft.usesAsync = true;
			};
			for (let left = content.count(MAX_TYPES, 'types'); left > 0; left--) {
				takeRoom(draft, content.at);
				scope.add('type', readTypeDefinition(content, { scope, depth: 0, usesAsync, named, room: draft.room }));
			}
			return;
		}
		case section.canon:
			return readCanons(content, scope);
		case section.import:
			return readImports(content, level, draft);
		case section.export:
			return readExports(content, level, draft);
		default:
			// What is made inside of the component: a validator looks at it.
			return;
	}
}

function takeRoom({ room }: Draft, at: number): void {
	room.types -= 1;
	if (room.types < 0) throw malformed(`it has more than ${MAX_TYPES} types`, at);
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
function readInstances(content: Reader, { scope, depth, given }: Level, draft: Draft): void {
	// What lies in a component that nobody instantiates is read for its names alone.
	const isAsked = depth === 0 || given !== null;
	for (let left = content.count(MAX_EXTERNALS, 'instances'); left > 0; left--) {
		const isInstantiated = content.byte() === 0;
		const component = isInstantiated ? scope.at('component', content.u32()) : null;
		const named = new Map<string, { readonly sort: Sort; readonly shape: Shape }>();
		for (let names = content.count(MAX_EXTERNALS, 'parts of an instance'); names > 0; names--) {
			if (!isInstantiated) content.byte();
			const name = content.name();
			notePlain(name, draft);
			const sort = sorts[content.byte()];
			if (sort === 'module') content.byte();
			const index = content.u32();
			if (isAsked && sort !== undefined) named.set(name, { sort, shape: scope.at(sort, index) });
		}
		if (!isAsked) scope.add('instance', unknown);
		else if (component === null) scope.add('instance', { kind: 'instance', exports: named });
		else if (component.kind !== 'component') scope.add('instance', unknown);
		else scope.add('instance', component.instantiate(new Map([...named].map(([name, { shape }]) => [name, shape]))));
	}
}

const canon = { lift: 0, lower: 1, newResource: 2, dropResource: 3, resourceOf: 4 } as const;
/** Options that name something by its index. */
const indexed = { memory: 3, realloc: 4, postReturn: 5 } as const;

/** Functions that core functions become, and the other way round. Those of WASI 0.3 are not told apart. */
function readCanons(content: Reader, scope: Scope): void {
	for (let left = content.count(MAX_EXTERNALS, 'functions'); left > 0; left--) {
		const kind = content.byte();
		const isLift = kind === canon.lift;
		if (kind > canon.resourceOf) return scope.loseFunctions();
		if (isLift || kind === canon.lower) content.byte();
		content.u32();
		if (!isLift && kind !== canon.lower) continue;
		for (let options = content.count(MAX_EXTERNALS, 'options'); options > 0; options--) {
			const option = content.byte();
			if (option > indexed.postReturn) return scope.loseFunctions();
			if (option >= indexed.memory) content.u32();
		}
		if (isLift) scope.add('function', scope.at('type', content.u32()));
	}
}

function readImports(content: Reader, level: Level, draft: Draft): void {
	for (let left = content.count(MAX_EXTERNALS, 'imports'); left > 0; left--) {
		const name = externalName(content, draft);
		const { kind, shape: said } = readExternDescription(content, level.scope);
		const shape = level.given?.get(name) ?? said;
		level.imports.push({ name, kind, functions: kind === 'instance' ? functionsOf(shape) : [], shape });
		level.scope.add(kind, shape);
	}
}

function readExports(content: Reader, level: Level, draft: Draft): void {
	for (let left = content.count(MAX_EXTERNALS, 'exports'); left > 0; left--) {
		const name = externalName(content, draft);
		const kind = sorts[content.byte()];
		if (kind === 'module') content.byte();
		if (kind === undefined) throw malformed('an export of an unknown kind', content.at);
		const own = level.scope.at(kind, content.u32());
		const shape = content.byte() === 1 ? readExternDescription(content, level.scope).shape : own;
		level.exports.push({ name, kind, functions: kind === 'instance' ? functionsOf(shape) : [], shape });
		level.scope.add(kind, shape);
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
