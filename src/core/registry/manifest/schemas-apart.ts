import {
	type ConfigSchema,
	type JsonType,
	MAX_SCHEMA_NODES,
	type ReadSchema,
	type SchemaObject,
} from '../../../shared/config/config-schema.ts';
import { schemaAtPlace } from '../../../shared/config/read-schema.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { canonical, typeOf } from '../configuration/values.ts';

/** What is done for all schemas of one chain, which are plugins' own words; what would take more is given up. */
const MAX_WORK = 20_000;
const MAX_DEPTH = 64;
/** More schemas than two can have together. */
const MAX_FACTS = 2 * MAX_SCHEMA_NODES + 1;
/** Looking for one thing among many known ones is less than comparing two schemas. */
const LOOKS_PER_WORK = 10;

/** Where no value can be as both of two schemas have it. */
export interface Clash {
	/** In steps from the whole value. */
	readonly path: readonly string[];
	/** What the first allows there and what the second does, in the words of JSON Schema; empty: nothing at all. */
	readonly given: string;
	readonly wanted: string;
}

class GivenUp extends Error {}

/** What may still be done, for as many pairs of schemas as share it. Each look at a part of a schema takes from it. */
export class SchemaWork {
	#left = MAX_WORK;

	get isDone(): boolean {
		return this.#left < 0;
	}

	take(amount: number): void {
		this.#left -= amount;
		if (this.isDone) throw new GivenUp();
	}
}

/**
 * A reason why no value at all fits both schemas; null: some value may, or it would be more than `work` to tell. What
 * cannot be told for certain, from types, listed values, bounds and required properties, is no reason.
 */
export function schemasApart(given: ReadSchema, wanted: ReadSchema, work = new SchemaWork()): Clash | null {
	try {
		const found = new Comparison(given, wanted, work).clash(given.root, wanted.root, 0);
		if (found === null) return null;
		const path: string[] = [];
		for (let step = found.path; step !== null; step = step.rest) path.push(step.name);
		return { path, given: wordsOf(found.given), wanted: wordsOf(found.wanted) };
	} catch (thrown) {
		if (thrown instanceof GivenUp) return null;
		throw thrown;
	}
}

interface Step {
	readonly name: string;
	readonly rest: Step | null;
}

/** From the two schemas that were compared; its words are for the one that is told. */
interface Found {
	readonly path: Step | null;
	readonly given: ConfigSchema | Unsaid;
	readonly wanted: ConfigSchema | Unsaid;
}

function between({ schema: given }: Facts, { schema: wanted }: Facts): Found {
	return { path: null, given, wanted };
}

class Comparison {
	readonly #left: ReadSchema;
	readonly #right: ReadSchema;
	readonly #work: SchemaWork;
	readonly #facts = new Map<SchemaObject, Facts>();
	/** Of pairs that were met before. Null also while one is looked at: within itself, nothing is claimed of it. */
	readonly #known = new Map<number, Found | null>();

	constructor(left: ReadSchema, right: ReadSchema, work: SchemaWork) {
		this.#left = left;
		this.#right = right;
		this.#work = work;
	}

	clash(left: ConfigSchema, right: ConfigSchema, depth: number): Found | null {
		this.#work.take(1);
		if (depth > MAX_DEPTH) throw new GivenUp();
		if (typeof left === 'boolean' || typeof right === 'boolean') return null;
		const [one, other] = [this.#factsOf(left, this.#left), this.#factsOf(right, this.#right)];
		const pair = one.index * MAX_FACTS + other.index;
		const before = this.#known.get(pair);
		if (before !== undefined) return before;
		this.#known.set(pair, null);
		const found = this.#clashOf(one, other, depth);
		if (found !== null) this.#known.set(pair, found);
		return found;
	}

	#clashOf(left: Facts, right: Facts, depth: number): Found | null {
		return (
			this.#ownClash(left, right, depth) ??
			first(left.inner, (each) => this.clash(each, right.schema, depth + 1)) ??
			first(right.inner, (each) => this.clash(left.schema, each, depth + 1)) ??
			ofAll(left.choices, (each) => this.clash(each, right.schema, depth + 1)) ??
			ofAll(right.choices, (each) => this.clash(left.schema, each, depth + 1))
		);
	}

	/** By what the two say themselves, without what they are put together from. */
	#ownClash(left: Facts, right: Facts, depth: number): Found | null {
		const types = left.types & right.types;
		if (types === 0) return between(left, right);
		if (left.values !== null && right.values !== null && !this.#meet(left.values, right.values)) {
			return between(left, right);
		}
		if ((types & ~typeBits.number) === 0) return rangesMeet(left.schema, right.schema) ? null : between(left, right);
		return types === typeBits.object ? this.#propertyClash(left, right, depth) : null;
	}

	#meet(ones: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
		const [fewer, more] = ones.size <= others.size ? [ones, others] : [others, ones];
		this.#look(fewer.size);
		for (const each of fewer) if (more.has(each)) return true;
		return false;
	}

	#look(times: number): void {
		this.#work.take(Math.ceil(times / LOOKS_PER_WORK));
	}

	#factsOf(schema: SchemaObject, whole: ReadSchema): Facts {
		const known = this.#facts.get(schema);
		if (known !== undefined) return known;
		const facts = factsOf(schema, whole, this.#facts.size);
		this.#facts.set(schema, facts);
		// Once for each schema, however often it is compared.
		this.#look(facts.required.size + (facts.values?.size ?? 0) + facts.inner.length);
		return facts;
	}

	/** Of objects: what one of the two requires is there, and is as both have it. */
	#propertyClash(left: Facts, right: Facts, depth: number): Found | null {
		// Where one says nothing of any property, no property is apart.
		if (!left.saysOfProperties || !right.saysOfProperties) return null;
		this.#look(left.required.size + right.required.size);
		for (const names of [left.required, right.required]) {
			for (const name of names) {
				if (names === right.required && left.required.has(name)) continue;
				const found = this.#clashAt(name, left, right, depth);
				if (found !== null) return { ...found, path: { name, rest: found.path } };
			}
		}
		return null;
	}

	#clashAt(name: string, left: Facts, right: Facts, depth: number): Found | null {
		const [given, wanted] = [propertyOf(left.schema, name), propertyOf(right.schema, name)];
		if (given === 'closed' && right.required.has(name)) return { path: null, given, wanted };
		if (wanted === 'closed' && left.required.has(name)) return { path: null, given, wanted };
		if (given === 'closed' || wanted === 'closed' || given === null || wanted === null) return null;
		return this.clash(given, wanted, depth + 1);
	}
}

/** What a schema says, in a form in which it is found at once. */
interface Facts {
	readonly schema: SchemaObject;
	/** One of its own among all of a comparison. */
	readonly index: number;
	/** Of what a value may be, as `typeBits`. */
	readonly types: number;
	/** Null: of any value. */
	readonly values: ReadonlySet<string> | null;
	readonly required: ReadonlySet<string>;
	/** Schemas that a value has to fit as well. */
	readonly inner: readonly ConfigSchema[];
	/** Lists of schemas of each of which a value has to fit at least one. */
	readonly choices: readonly (readonly ConfigSchema[])[];
	/** Whether it says what a property is, or that there is none beside those. */
	readonly saysOfProperties: boolean;
}

function factsOf(schema: SchemaObject, whole: ReadSchema, index: number): Facts {
	const { properties = {}, patternProperties, additionalProperties, required, allOf, anyOf, oneOf, $ref } = schema;
	const target = $ref === undefined ? undefined : schemaAtPlace(whole, $ref);
	const listed = valuesIn(schema);
	return {
		schema,
		index,
		types: typesWithin(schema),
		values: listed === null ? null : new Set(listed.map(canonical)),
		required: new Set(required),
		inner: [...new Set([...(allOf ?? []), ...(target === undefined ? [] : [target])])],
		choices: [anyOf, oneOf].filter((each) => each !== undefined),
		saysOfProperties:
			Object.keys(properties).length > 0 || (additionalProperties === false && patternProperties === undefined),
	};
}

/** `closed`: there can be no such property; null: nothing is said of it. */
type Unsaid = 'closed' | null;

function propertyOf(schema: SchemaObject, name: string): ConfigSchema | Unsaid {
	const { properties = {}, patternProperties, additionalProperties } = schema;
	if (Object.hasOwn(properties, name)) return properties[name] ?? null;
	return additionalProperties === false && patternProperties === undefined ? 'closed' : null;
}

function first(schemas: readonly ConfigSchema[], look: (schema: ConfigSchema) => Found | null): Found | null {
	for (const each of schemas) {
		const clash = look(each);
		if (clash !== null) return clash;
	}
	return null;
}

/** A clash with every alternative of a choice. */
function ofAll(
	lists: readonly (readonly ConfigSchema[])[],
	look: (schema: ConfigSchema) => Found | null,
): Found | null {
	for (const alternatives of lists) {
		const found: Found[] = [];
		for (const each of alternatives) {
			const clash = look(each);
			if (clash === null) break;
			found.push(clash);
		}
		if (found.length === alternatives.length && found[0] !== undefined) return found[0];
	}
	return null;
}

/** Null: of any type. For people: as the schema names them. */
function typesOf({ type }: SchemaObject): readonly JsonType[] | null {
	return type === undefined ? null : typeof type === 'string' ? [type] : [...new Set(type)];
}

/** Whole numbers are numbers; of listed values it is known which they are. */
const typeBits: Readonly<Record<JsonType, number>> = {
	null: 1,
	boolean: 2,
	integer: 4,
	number: 4 | 8,
	string: 16,
	array: 32,
	object: 64,
};
const ANY_TYPE = 127;
const FRACTION = 8;

function typesWithin(schema: SchemaObject): number {
	const { type } = schema;
	const named = type === undefined ? ANY_TYPE : bitsOf(typeof type === 'string' ? [type] : type);
	const values = valuesIn(schema);
	if (values === null) return named;
	return named & values.reduce<number>((bits, value) => bits | bitOf(value), 0);
}

function bitOf(value: JsonValue): number {
	const type = typeOf(value);
	return type === 'number' ? FRACTION : typeBits[type];
}

function bitsOf(types: readonly JsonType[]): number {
	return types.reduce<number>((bits, type) => bits | typeBits[type], 0);
}

function valuesIn(schema: SchemaObject): readonly JsonValue[] | null {
	if (Object.hasOwn(schema, 'const')) return [schema.const ?? null];
	return schema.enum ?? null;
}

function rangesMeet(left: SchemaObject, right: SchemaObject): boolean {
	const least = Math.max(left.minimum ?? Number.NEGATIVE_INFINITY, right.minimum ?? Number.NEGATIVE_INFINITY);
	const most = Math.min(left.maximum ?? Number.POSITIVE_INFINITY, right.maximum ?? Number.POSITIVE_INFINITY);
	return least <= most;
}

/** What a schema allows, in a few words. */
function wordsOf(schema: ConfigSchema | Unsaid): string {
	if (schema === 'closed') return '';
	if (schema === null || typeof schema === 'boolean') return 'a value';
	const values = valuesIn(schema)?.slice(0, 5);
	if (values !== undefined) return cut(values.map(canonical).join(' or '));
	const types = typesOf(schema);
	if (types === null) return 'a value';
	const { minimum, maximum } = schema;
	const from = minimum === undefined ? '' : ` from ${minimum}`;
	const to = maximum === undefined ? '' : ` up to ${maximum}`;
	return `${types.join(' or ')}${from}${to}`;
}

function cut(text: string): string {
	return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
