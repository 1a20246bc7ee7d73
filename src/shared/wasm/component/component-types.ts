import { type ByteReader, malformed } from '../binary/byte-reader.ts';

/** The functions that a type of instances has, by name; null: a type of another kind. */
export type Described = readonly string[] | null;

interface Reading {
	/** How deep in types of components and instances. */
	readonly depth: number;
	/** Hears of functions, streams and futures in the manner of WASI 0.3. */
	readonly usesAsync: () => void;
	/** Hears of each name. */
	readonly named: (name: string) => void;
}

const MAX_DEPTH = 32;
const MAX_ENTRIES = 1_000_000;
const MAX_FUNCTIONS = 10_000;

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
export function readTypeDefinition(reader: ByteReader, reading: Reading): Described {
	if (reading.depth > MAX_DEPTH) throw malformed(`types are nested deeper than ${MAX_DEPTH} levels`, reader.at);
	const at = reader.at;
	const first = reader.byte();
	if (first === ERROR_CONTEXT) reading.usesAsync();
	if ((first >= FIRST_PRIMITIVE && first <= 0x7f) || first === ERROR_CONTEXT) return null;
	switch (first) {
		case code.record:
			return each(reader, () => {
				reading.named(reader.name());
				reader.s33();
			});
		case code.variant:
			return each(reader, () => {
				reading.named(reader.name());
				optionalType(reader);
				// A case that refines another one has not been since the first drafts; still, its number is read.
				if (reader.byte() === 1) reader.u32();
			});
		case code.tuple:
			return each(reader, () => reader.s33());
		case code.flags:
		case code.enumeration:
			return each(reader, () => reading.named(reader.name()));
		case code.list:
		case code.option:
			reader.s33();
			return null;
		case code.sizedList:
			reader.s33();
			reader.u32();
			return null;
		case code.result:
			optionalType(reader);
			optionalType(reader);
			return null;
		case code.own:
		case code.borrow:
			reader.u32();
			return null;
		case code.stream:
		case code.future:
			reading.usesAsync();
			optionalType(reader);
			return null;
		case code.asyncFunc:
			reading.usesAsync();
			return readFunction(reader, reading);
		case code.func:
			return readFunction(reader, reading);
		case code.resource:
		case code.resourceAsync:
			reader.byte();
			if (reader.byte() === 1) reader.u32();
			return null;
		case code.component:
			readDeclarations(reader, reading, true);
			return null;
		case code.instance:
			return readDeclarations(reader, reading, false);
		default:
			throw malformed(`a type of the unknown kind 0x${first.toString(16)}`, at);
	}
}

function each(reader: ByteReader, read: () => unknown): null {
	for (let left = reader.count(MAX_ENTRIES, 'parts of a type'); left > 0; left--) read();
	return null;
}

function optionalType(reader: ByteReader): void {
	const at = reader.at;
	const has = reader.byte();
	if (has > 1) throw malformed('a type that is neither there nor not', at);
	if (has === 1) reader.s33();
}

function readFunction(reader: ByteReader, { named }: Reading): null {
	each(reader, () => {
		named(reader.name());
		reader.s33();
	});
	const at = reader.at;
	const results = reader.byte();
	if (results === 0) reader.s33();
	else if (results !== 1 || reader.byte() !== 0) throw malformed('the results of a function', at);
	return null;
}

/** What a type of components or instances declares: the names of the functions that it exports. */
function readDeclarations(reader: ByteReader, reading: Reading, canImport: boolean): readonly string[] {
	const functions: string[] = [];
	for (let left = reader.count(MAX_ENTRIES, 'declarations'); left > 0; left--) {
		const at = reader.at;
		const kind = reader.byte();
		if (kind === 0x00) readCoreType(reader);
		else if (kind === 0x01) readTypeDefinition(reader, { ...reading, depth: reading.depth + 1 });
		else if (kind === 0x02) readAlias(reader, reading);
		else if (kind === 0x03 && canImport) {
			readName(reader, reading);
			readExternDescription(reader);
		} else if (kind === 0x04) {
			const name = readName(reader, reading);
			if (readExternDescription(reader).kind === 'function' && functions.length < MAX_FUNCTIONS) functions.push(name);
		} else throw malformed('a declaration of an unknown kind', at);
	}
	return functions;
}

function readName(reader: ByteReader, { named }: Reading): string {
	reader.byte();
	const name = reader.name();
	named(name);
	return name;
}

function readAlias(reader: ByteReader, { named }: Reading): void {
	if (reader.byte() === 0) reader.byte();
	const target = reader.byte();
	reader.u32();
	if (target === 2) reader.u32();
	else named(reader.name());
}

/** Core types within types of components are of modules, which no tool exports or imports at a component's outside. */
function readCoreType(reader: ByteReader): never {
	throw malformed('a type of core modules inside of a type', reader.at);
}

const descriptions = ['module', 'function', 'value', 'type', 'component', 'instance'] as const;

/** What an import or export is said to be; `typeIndex` −1: of a type that is given in its place. */
export function readExternDescription(reader: ByteReader): {
	readonly kind: (typeof descriptions)[number];
	readonly typeIndex: number;
} {
	const at = reader.at;
	const kind = descriptions[reader.byte()];
	if (kind === undefined) throw malformed('something of an unknown kind', at);
	if (kind === 'module' && reader.byte() !== 0x11) throw malformed('a core thing that is no module', at);
	if (kind !== 'type' && kind !== 'value') return { kind, typeIndex: reader.u32() };
	const bound = reader.byte();
	// A type is one that there is (0), or a new one (1), of which only its being a resource is said.
	if (bound > 1) throw malformed('a bound of an unknown kind', at);
	if (kind === 'type' && bound === 1) return { kind, typeIndex: -1 };
	reader.s33();
	return { kind, typeIndex: -1 };
}
