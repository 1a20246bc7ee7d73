import type { ConfigSchema, JsonType, ReadSchema, SchemaObject } from '../../../shared/config/config-schema.ts';
import { schemaAtPlace } from '../../../shared/config/read-schema.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { canonical, typeOf } from '../configuration/values.ts';

/** Pairs of schemas that are compared; both are plugins' own words, and more of them are given up. */
const MAX_STEPS = 5_000;
const MAX_DEPTH = 64;
const VALUES_PER_STEP = 10;

/** Where no value can be as both of two schemas have it. */
export interface Clash {
	/** In steps from the whole value. */
	readonly path: readonly string[];
	/** What the first allows there and what the second does, in the words of JSON Schema; empty: nothing at all. */
	readonly given: string;
	readonly wanted: string;
}

class GivenUp extends Error {}

/**
 * A reason why no value at all fits both schemas; null: some value may. What cannot be told for certain, from types,
 * listed values, bounds and required properties, is no reason.
 */
export function schemasApart(given: ReadSchema, wanted: ReadSchema): Clash | null {
	try {
		return new Comparison(given, wanted).clash(given.root, wanted.root, [], 0);
	} catch (thrown) {
		if (thrown instanceof GivenUp) return null;
		throw thrown;
	}
}

type Path = readonly string[];

class Comparison {
	readonly #left: ReadSchema;
	readonly #right: ReadSchema;
	readonly #values = new Map<SchemaObject, ReadonlySet<string> | null>();
	#steps = 0;

	constructor(left: ReadSchema, right: ReadSchema) {
		this.#left = left;
		this.#right = right;
	}

	clash(left: ConfigSchema, right: ConfigSchema, path: Path, depth: number): Clash | null {
		this.#steps += 1;
		if (this.#steps > MAX_STEPS || depth > MAX_DEPTH) throw new GivenUp();
		if (typeof left === 'boolean' || typeof right === 'boolean') return null;
		return (
			this.#ownClash(left, right, path, depth) ??
			first(inner(left, this.#left), (each) => this.clash(each, right, path, depth + 1)) ??
			first(inner(right, this.#right), (each) => this.clash(left, each, path, depth + 1)) ??
			ofAll(choices(left), (each) => this.clash(each, right, path, depth + 1)) ??
			ofAll(choices(right), (each) => this.clash(left, each, path, depth + 1))
		);
	}

	/** By what the two say themselves, without what they are put together from. */
	#ownClash(left: SchemaObject, right: SchemaObject, path: Path, depth: number): Clash | null {
		const types = common(typesOf(left), typesOf(right));
		const apart = { path, given: wordsOf(left), wanted: wordsOf(right) };
		if (types !== null && types.length === 0) return apart;
		const [ones, others] = [this.#valuesOf(left), this.#valuesOf(right)];
		// Looking through a list is work as well.
		if (ones !== null && others !== null) this.#steps += Math.ceil(ones.size / VALUES_PER_STEP);
		if (ones !== null && others !== null && ![...ones].some((each) => others.has(each))) return apart;
		if (types === null) return null;
		if (types.every((type) => type === 'number' || type === 'integer')) return rangesMeet(left, right) ? null : apart;
		return types.every((type) => type === 'object') ? this.#propertyClash(left, right, path, depth) : null;
	}

	#valuesOf(schema: SchemaObject): ReadonlySet<string> | null {
		const known = this.#values.get(schema);
		if (known !== undefined) return known;
		const values = valuesOf(schema);
		const set = values === null ? null : new Set(values);
		this.#values.set(schema, set);
		return set;
	}

	/** Of objects: what one of the two requires is there, and is as both have it. */
	#propertyClash(left: SchemaObject, right: SchemaObject, path: Path, depth: number): Clash | null {
		for (const name of new Set([...(left.required ?? []), ...(right.required ?? [])])) {
			const at = [...path, name];
			const [one, other] = [propertyOf(left, name), propertyOf(right, name)];
			if (one === 'closed' && right.required?.includes(name)) return { path: at, given: '', wanted: wordsOf(other) };
			if (other === 'closed' && left.required?.includes(name)) return { path: at, given: wordsOf(one), wanted: '' };
			if (one === 'closed' || other === 'closed' || one === null || other === null) continue;
			const clash = this.clash(one, other, at, depth + 1);
			if (clash !== null) return clash;
		}
		return null;
	}
}

/** `closed`: there can be no such property; null: nothing is said of it. */
function propertyOf(schema: SchemaObject, name: string): ConfigSchema | 'closed' | null {
	const { properties = {}, patternProperties, additionalProperties } = schema;
	if (Object.hasOwn(properties, name)) return properties[name] ?? null;
	return additionalProperties === false && patternProperties === undefined ? 'closed' : null;
}

/** Schemas that a value has to fit as well. */
function inner(schema: SchemaObject, whole: ReadSchema): readonly ConfigSchema[] {
	const target = schema.$ref === undefined ? undefined : schemaAtPlace(whole, schema.$ref);
	return [...(schema.allOf ?? []), ...(target === undefined ? [] : [target])];
}

/** Lists of schemas of each of which a value has to fit at least one. */
function choices({ anyOf, oneOf }: SchemaObject): readonly (readonly ConfigSchema[])[] {
	return [anyOf, oneOf].filter((each) => each !== undefined);
}

function first(schemas: readonly ConfigSchema[], look: (schema: ConfigSchema) => Clash | null): Clash | null {
	for (const each of schemas) {
		const clash = look(each);
		if (clash !== null) return clash;
	}
	return null;
}

/** A clash with every alternative of a choice. */
function ofAll(
	lists: readonly (readonly ConfigSchema[])[],
	look: (schema: ConfigSchema) => Clash | null,
): Clash | null {
	for (const alternatives of lists) {
		const found: Clash[] = [];
		for (const each of alternatives) {
			const clash = look(each);
			if (clash === null) break;
			found.push(clash);
		}
		if (found.length === alternatives.length && found[0] !== undefined) return found[0];
	}
	return null;
}

/** Null: of any type. */
function typesOf(schema: SchemaObject): readonly JsonType[] | null {
	const { type } = schema;
	const listed = valuesIn(schema)?.map(typeOf) ?? null;
	const named = type === undefined ? null : typeof type === 'string' ? [type] : type;
	return listed === null ? named : listed.filter((each) => named === null || common([each], named)?.length !== 0);
}

/** The types that are among both; null: any. A whole number is a number. */
function common(left: readonly JsonType[] | null, right: readonly JsonType[] | null): readonly JsonType[] | null {
	if (left === null || right === null) return left ?? right;
	const within = (type: JsonType, types: readonly JsonType[]): boolean =>
		types.includes(type) || (type === 'integer' && types.includes('number'));
	return [...left.filter((type) => within(type, right)), ...right.filter((type) => within(type, left))];
}

function valuesIn(schema: SchemaObject): readonly JsonValue[] | null {
	if (Object.hasOwn(schema, 'const')) return [schema.const ?? null];
	return schema.enum ?? null;
}

function valuesOf(schema: SchemaObject): readonly string[] | null {
	return valuesIn(schema)?.map((value) => canonical(value)) ?? null;
}

function rangesMeet(left: SchemaObject, right: SchemaObject): boolean {
	const least = Math.max(left.minimum ?? Number.NEGATIVE_INFINITY, right.minimum ?? Number.NEGATIVE_INFINITY);
	const most = Math.min(left.maximum ?? Number.POSITIVE_INFINITY, right.maximum ?? Number.POSITIVE_INFINITY);
	return least <= most;
}

/** What a schema allows, in a few words. */
function wordsOf(schema: ConfigSchema | 'closed' | null): string {
	if (schema === null || schema === 'closed' || typeof schema === 'boolean') return 'a value';
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
