import {
	type ConfigSchema,
	jsonTypes,
	MAX_PATTERN_LENGTH,
	MAX_PATTERNS,
	MAX_SCHEMA_DEPTH,
	MAX_SCHEMA_LENGTH,
	MAX_SCHEMA_NODES,
	type ReadSchema,
	type SchemaFlaw,
	type SchemaObject,
	type SchemaProblem,
} from './config-schema.ts';

type Shape = 'schema' | 'list' | 'map' | 'number' | 'positive' | 'count' | 'texts' | 'text' | 'flag' | 'values';

/** What stands behind a keyword. */
const shapes: Readonly<Record<string, Shape>> = {
	$ref: 'text',
	$defs: 'map',
	definitions: 'map',
	title: 'text',
	description: 'text',
	examples: 'values',
	deprecated: 'flag',
	enum: 'values',
	format: 'text',
	minimum: 'number',
	maximum: 'number',
	exclusiveMinimum: 'number',
	exclusiveMaximum: 'number',
	multipleOf: 'positive',
	minLength: 'count',
	maxLength: 'count',
	pattern: 'text',
	items: 'schema',
	prefixItems: 'list',
	contains: 'schema',
	minContains: 'count',
	maxContains: 'count',
	minItems: 'count',
	maxItems: 'count',
	uniqueItems: 'flag',
	properties: 'map',
	patternProperties: 'map',
	additionalProperties: 'schema',
	propertyNames: 'schema',
	required: 'texts',
	minProperties: 'count',
	maxProperties: 'count',
	dependentSchemas: 'map',
	allOf: 'list',
	anyOf: 'list',
	oneOf: 'list',
	not: 'schema',
	if: 'schema',
	// biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
	then: 'schema',
	else: 'schema',
};

/** What would change how the rest is read, and is not followed: better no form than one that says something untrue. */
const refused = [
	'$anchor',
	'$dynamicAnchor',
	'$dynamicRef',
	'$recursiveAnchor',
	'$recursiveRef',
	'$vocabulary',
	'unevaluatedItems',
	'unevaluatedProperties',
];

class Flawed extends Error {
	readonly problem: SchemaProblem;

	constructor(code: SchemaFlaw, at: string) {
		super(code);
		this.problem = { code, at: at.length <= 200 ? at : `${at.slice(0, 199)}…` };
	}
}

export type SchemaReading =
	| { readonly schema: ReadSchema; readonly problem: null }
	| { readonly schema: null; readonly problem: SchemaProblem };

/**
 * Reads what a manifest gives as `config_schema`. A plugin chose it: its length, its parts and its depth are bounded,
 * nothing is fetched, and nothing of it is run. Absent is no schema and no problem: see `configSchemaOf`.
 */
export function readConfigSchema(value: unknown): SchemaReading {
	try {
		if (!isObject(value)) throw new Flawed('schema_not_object', '#');
		if (JSON.stringify(value).length > MAX_SCHEMA_LENGTH) throw new Flawed('schema_too_large', '#');
		const found: Visit = { places: new Map(), references: [], patterns: new Map() };
		visit(value, '#', 0, found);
		const { places, references, patterns } = found;
		for (const { to, at } of references) {
			if (!to.startsWith('#')) throw new Flawed('schema_remote', at);
			if (!places.has(placeOf(to))) throw new Flawed('schema_reference', at);
		}
		return { schema: { root: value as SchemaObject, places, patterns }, problem: null };
	} catch (thrown) {
		if (thrown instanceof Flawed) return { schema: null, problem: thrown.problem };
		throw thrown;
	}
}

/** The schema that a manifest has and that can be followed; null: none. */
export function configSchemaOf(manifest: { readonly config_schema?: unknown }): ReadSchema | null {
	return manifest.config_schema === undefined ? null : readConfigSchema(manifest.config_schema).schema;
}

/** The schema that a `$ref` leads to; undefined: nowhere, which `readConfigSchema` let none be. */
export function schemaAtPlace({ places }: ReadSchema, reference: string): ConfigSchema | undefined {
	return places.get(placeOf(reference));
}

interface Visit {
	readonly places: Map<string, ConfigSchema>;
	readonly references: { readonly to: string; readonly at: string }[];
	readonly patterns: Map<string, string>;
}

function visit(node: unknown, at: string, depth: number, found: Visit): void {
	if (depth > MAX_SCHEMA_DEPTH) throw new Flawed('schema_too_deep', at);
	if (typeof node !== 'boolean' && !isObject(node)) throw new Flawed('schema_malformed', at);
	if (found.places.size >= MAX_SCHEMA_NODES) throw new Flawed('schema_too_large', at);
	found.places.set(at, node as ConfigSchema);
	if (typeof node === 'boolean') return;
	for (const [key, value] of Object.entries(node)) {
		const place = `${at}/${escaped(key)}`;
		if (refused.includes(key) || (key === '$id' && depth > 0)) throw new Flawed('schema_keyword', place);
		if (key === 'type') requireType(value, place);
		else if (key === 'dependentRequired') requireTextsOfEach(value, place);
		else if (key === 'x-translations') requireTranslations(value, place);
		else if (Object.hasOwn(shapes, key)) requireShape(value, shapes[key] as Shape, place, depth, found);
		if (key === '$ref') found.references.push({ to: value as string, at: place });
		if (key === 'pattern') keepPattern(value as string, place, found.patterns);
		if (key === 'patternProperties') {
			for (const each of Object.keys(value as object)) keepPattern(each, place, found.patterns);
		}
	}
}

function keepPattern(pattern: string, at: string, patterns: Map<string, string>): void {
	patterns.set(pattern, patterns.get(pattern) ?? at);
	if (pattern.length > MAX_PATTERN_LENGTH || patterns.size > MAX_PATTERNS) throw new Flawed('schema_too_large', at);
}

function requireShape(value: unknown, shape: Shape, at: string, depth: number, found: Visit): void {
	switch (shape) {
		case 'schema':
			return visit(value, at, depth + 1, found);
		case 'list':
			if (!Array.isArray(value) || value.length === 0) throw new Flawed('schema_malformed', at);
			for (const [index, each] of value.entries()) visit(each, `${at}/${index}`, depth + 1, found);
			return;
		case 'map':
			if (!isObject(value)) throw new Flawed('schema_malformed', at);
			for (const [key, each] of Object.entries(value)) visit(each, `${at}/${escaped(key)}`, depth + 1, found);
			return;
		default:
			if (!isOf(value, shape)) throw new Flawed('schema_malformed', at);
	}
}

function isOf(value: unknown, shape: Exclude<Shape, 'schema' | 'list' | 'map'>): boolean {
	switch (shape) {
		case 'number':
			return typeof value === 'number';
		case 'positive':
			return typeof value === 'number' && value > 0;
		case 'count':
			return Number.isInteger(value) && (value as number) >= 0;
		case 'texts':
			return Array.isArray(value) && value.every((each) => typeof each === 'string');
		case 'text':
			return typeof value === 'string';
		case 'flag':
			return typeof value === 'boolean';
		case 'values':
			return Array.isArray(value);
	}
}

function requireType(value: unknown, at: string): void {
	const types: readonly unknown[] = Array.isArray(value) ? value : [value];
	const known: readonly unknown[] = jsonTypes;
	if (types.length === 0 || !types.every((type) => known.includes(type))) throw new Flawed('schema_malformed', at);
}

function requireTextsOfEach(value: unknown, at: string): void {
	if (!isObject(value) || !Object.values(value).every((each) => isOf(each, 'texts'))) {
		throw new Flawed('schema_malformed', at);
	}
}

function requireTranslations(value: unknown, at: string): void {
	const isWords = (words: unknown): boolean =>
		isObject(words) &&
		['title', 'description'].every((key) => words[key] === undefined || typeof words[key] === 'string');
	if (!isObject(value) || !Object.values(value).every(isWords)) throw new Flawed('schema_malformed', at);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key within a JSON Pointer (RFC 6901). */
function escaped(key: string): string {
	return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A `$ref` with what a URI writes otherwise undone, as places are written. */
function placeOf(reference: string): string {
	try {
		const place = decodeURIComponent(reference);
		return place === '#/' ? '#' : place;
	} catch {
		return reference;
	}
}
