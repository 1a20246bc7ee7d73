import { type ByteReader, malformed } from '../binary/byte-reader.ts';
import {
	type InstanceShape,
	other,
	primitive,
	Scope,
	type Shape,
	type Sort,
	sorts,
	unknown,
} from './component-scope.ts';

interface Reading {
	/** What the indices in the type stand for. */
	readonly scope: Scope;
	/** How deep in types of components and instances. */
	readonly depth: number;
	/** Hears of functions, streams and futures in the manner of WASI 0.3. */
	readonly usesAsync: () => void;
	/** Hears of each name. */
	readonly named: (name: string) => void;
	/** How many exports of types of instances may still be kept, over the whole file. */
	readonly room: { exports: number };
}

const MAX_DEPTH = 32;
const MAX_ENTRIES = 1_000_000;
/** Of a type of instances, and of a type that has parts: what goes beyond it is not told. */
const MAX_EXPORTS = 10_000;
const MAX_PARTS = 16;

const code = {
	resource: 0x3f,
	resourceAsync: 0x3e,
	func: 0x40,
	component: 0x41,
	instance: 0x42,
	asyncFunc: 0x43,
	future: 0x65,
	stream: 0x66,
	sizedList: 0x67,
	borrow: 0x68,
	own: 0x69,
	result: 0x6a,
	option: 0x6b,
	enumeration: 0x6d,
	flags: 0x6e,
	tuple: 0x6f,
	list: 0x70,
	variant: 0x71,
	record: 0x72,
} as const;
const FIRST_PRIMITIVE = 0x73;
const ERROR_CONTEXT = 0x64;

/** Reads one type. Throws `plugin_load` for what is none. */
export function readTypeDefinition(reader: ByteReader, reading: Reading): Shape {
	if (reading.depth > MAX_DEPTH) throw malformed(`types are nested deeper than ${MAX_DEPTH} levels`, reader.at);
	const { scope } = reading;
	const at = reader.at;
	const first = reader.byte();
	if (first === ERROR_CONTEXT) reading.usesAsync();
	if (first === ERROR_CONTEXT) return other('error-context');
	if (first >= FIRST_PRIMITIVE && first <= 0x7f) return primitive(first - 0x80);
	switch (first) {
		case code.record:
			return recordOf(parts(reader, () => namedType(reader, reading)));
		case code.variant:
			parts(reader, () => {
				reading.named(reader.name());
				optionalType(reader, scope);
				// A case that refines another one has not been since the first drafts; still, its number is read.
				if (reader.byte() === 1) reader.u32();
			});
			return other('variant');
		case code.tuple:
			parts(reader, () => reader.s33());
			return other('tuple');
		case code.flags:
		case code.enumeration:
			parts(reader, () => reading.named(reader.name()));
			return other(first === code.flags ? 'flags' : 'enum');
		case code.list:
			return { kind: 'list', of: scope.type(reader.s33()) };
		case code.option:
			return { kind: 'option', of: scope.type(reader.s33()) };
		case code.sizedList:
			reader.s33();
			reader.u32();
			return other('list of a fixed length');
		case code.result:
			return { kind: 'result', ok: optionalType(reader, scope), error: optionalType(reader, scope) };
		case code.own:
		case code.borrow:
			reader.u32();
			return other('handle');
		case code.stream:
		case code.future:
			reading.usesAsync();
			optionalType(reader, scope);
			return other(first === code.stream ? 'stream' : 'future');
		case code.asyncFunc:
			reading.usesAsync();
			return readFunction(reader, reading);
		case code.func:
			return readFunction(reader, reading);
		case code.resource:
		case code.resourceAsync:
			reader.byte();
			if (reader.byte() === 1) reader.u32();
			return other('resource');
		case code.component:
			readDeclarations(reader, reading, true);
			return other('component');
		case code.instance:
			return readDeclarations(reader, reading, false);
		default:
			throw malformed(`a type of the unknown kind 0x${first.toString(16)}`, at);
	}
}

/** The parts of a type; null: they are more than are told. */
function parts<T>(reader: ByteReader, read: () => T): readonly T[] | null {
	const count = reader.count(MAX_ENTRIES, 'parts of a type');
	const kept: T[] = [];
	for (let left = count; left > 0; left--) {
		const part = read();
		if (kept.length < MAX_PARTS) kept.push(part);
	}
	return count > MAX_PARTS ? null : kept;
}

function namedType(reader: ByteReader, { scope, named }: Reading): readonly [string, Shape] {
	const name = reader.name();
	named(name);
	return [name, scope.type(reader.s33())];
}

function recordOf(fields: readonly (readonly [string, Shape])[] | null): Shape {
	return fields === null ? other('record') : { kind: 'record', fields };
}

function optionalType(reader: ByteReader, scope: Scope): Shape | null {
	const at = reader.at;
	const has = reader.byte();
	if (has > 1) throw malformed('a type that is neither there nor not', at);
	return has === 1 ? scope.type(reader.s33()) : null;
}

function readFunction(reader: ByteReader, reading: Reading): Shape {
	const params = parts(reader, () => namedType(reader, reading));
	const at = reader.at;
	const results = reader.byte();
	if (results !== 0 && (results !== 1 || reader.byte() !== 0)) throw malformed('the results of a function', at);
	const result = results === 0 ? reading.scope.type(reader.s33()) : null;
	return params === null ? other('function of many parameters') : { kind: 'function', params, result };
}

/** What a type of components or instances declares that it exports. */
function readDeclarations(reader: ByteReader, around: Reading, canImport: boolean): InstanceShape {
	const exports = new Map<string, { readonly sort: Sort; readonly shape: Shape }>();
	const scope = new Scope(around.scope);
	const reading: Reading = { ...around, scope, depth: around.depth + 1 };
	for (let left = reader.count(MAX_ENTRIES, 'declarations'); left > 0; left--) {
		const at = reader.at;
		const kind = reader.byte();
		if (kind === 0x00) readCoreType(reader);
		else if (kind === 0x01) scope.add('type', readTypeDefinition(reader, reading));
		else if (kind === 0x02) readAlias(reader, reading);
		else if ((kind === 0x03 && canImport) || kind === 0x04) {
			const name = readName(reader, reading);
			const { kind: sort, shape } = readExternDescription(reader, scope);
			scope.add(sort, shape);
			if (kind === 0x04 && exports.size < MAX_EXPORTS && reading.room.exports-- > 0) exports.set(name, { sort, shape });
		} else throw malformed('a declaration of an unknown kind', at);
	}
	return { kind: 'instance', exports };
}

function readName(reader: ByteReader, { named }: Reading): string {
	reader.byte();
	const name = reader.name();
	named(name);
	return name;
}

const OUTER = 2;
const CORE_EXPORT = 1;

/** Reads something by another name, and adds it to what the indices stand for. */
export function readAlias(reader: ByteReader, { scope, named }: Pick<Reading, 'scope' | 'named'>): void {
	const sort = sorts[reader.byte()];
	if (sort === 'module') reader.byte();
	const target = reader.byte();
	const index = reader.u32();
	let shape = unknown;
	if (target === OUTER) {
		const place = reader.u32();
		if (sort !== undefined) shape = scope.around(index)?.at(sort, place) ?? unknown;
	} else {
		const name = reader.name();
		named(name);
		if (target !== CORE_EXPORT) shape = scope.exported(index, name);
	}
	if (sort !== undefined) scope.add(sort, shape);
}

/** Core types within types of components are of modules, which no tool exports or imports at a component's outside. */
function readCoreType(reader: ByteReader): never {
	throw malformed('a type of core modules inside of a type', reader.at);
}

/** What an import or export is said to be. */
export function readExternDescription(
	reader: ByteReader,
	scope: Scope,
): { readonly kind: Sort; readonly shape: Shape } {
	const at = reader.at;
	const kind = sorts[reader.byte()];
	if (kind === undefined) throw malformed('something of an unknown kind', at);
	if (kind === 'module' && reader.byte() !== 0x11) throw malformed('a core thing that is no module', at);
	if (kind !== 'type' && kind !== 'value') {
		const shape = scope.at('type', reader.u32());
		return { kind, shape: kind === 'function' || kind === 'instance' ? shape : unknown };
	}
	const bound = reader.byte();
	// A type is one that there is (0), or a new one (1), of which only its being a resource is said.
	if (bound > 1) throw malformed('a bound of an unknown kind', at);
	if (kind === 'type' && bound === 1) return { kind, shape: other('resource') };
	const index = reader.s33();
	return { kind, shape: kind === 'type' ? scope.type(index) : unknown };
}
