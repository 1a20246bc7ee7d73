import type { JsonValue } from '../errors/errors.ts';
import type { ConfigSchema, JsonType, ReadSchema, SchemaObject } from './config-schema.ts';
import { schemaAtPlace } from './read-schema.ts';

/** How a value is asked for, and told of. What a schema says beyond that is checked, and not drawn. */
export type FieldModel = FieldWords &
	(
		| { readonly kind: 'text' | 'number' | 'integer' | 'boolean' | 'json' }
		| { readonly kind: 'choice'; readonly choices: readonly JsonValue[] }
		| { readonly kind: 'list'; readonly item: ConfigSchema }
		| { readonly kind: 'map'; readonly item: ConfigSchema }
		| { readonly kind: 'object'; readonly fields: readonly NamedField[]; readonly more: ConfigSchema }
		| { readonly kind: 'union'; readonly ways: readonly SchemaObject[] }
	);

interface FieldWords {
	/** Words of the plugin's, unbounded but by the schema: null where it says nothing. */
	readonly title: string | null;
	readonly about: string | null;
	/** What the plugin does without a value, as it says; undefined: it does not say. */
	readonly default: JsonValue | undefined;
	readonly examples: readonly JsonValue[];
	readonly deprecated: boolean;
	/** With what stands behind its `$ref`. */
	readonly node: SchemaObject;
}

export interface NamedField {
	readonly key: string;
	readonly schema: ConfigSchema;
	/** `one_of`: this, or another one that is so marked. */
	readonly required: 'yes' | 'one_of' | 'no';
}

/** `$ref` to `$ref`; further on there is only a circle. */
const MAX_HOPS = 32;

/** What a schema within `schema` asks for. */
export function modelOf(schema: ReadSchema, given: ConfigSchema): FieldModel {
	const node = followed(schema, given);
	const words: FieldWords = {
		title: node.title ?? null,
		about: node.description ?? null,
		default: node.default,
		examples: node.examples ?? [],
		deprecated: node.deprecated ?? false,
		node,
	};
	if (node.const !== undefined) return { ...words, kind: 'choice', choices: [node.const] };
	if (node.enum !== undefined) return { ...words, kind: 'choice', choices: withoutNull(node.enum) };
	const types = typesOf(node);
	if (node.properties === undefined && node.items === undefined) {
		const ways = waysOf(schema, node);
		if (ways.length > 0) return joined(schema, words, ways);
	}
	// A lone value that a list may be written as is a list of one.
	if (types.includes('array')) return { ...words, kind: 'list', item: node.items ?? true };
	if (types.length > 1) return { ...words, kind: 'json' };
	switch (types[0] ?? (node.properties === undefined ? undefined : 'object')) {
		case 'string':
			return { ...words, kind: 'text' };
		case 'number':
			return { ...words, kind: 'number' };
		case 'integer':
			return { ...words, kind: 'integer' };
		case 'boolean':
			return { ...words, kind: 'boolean' };
		case 'object':
			return objectModel(schema, words);
		default:
			return { ...words, kind: 'json' };
	}
}

/** With all that its `$ref` leads to; what stands beside a `$ref` says more of this place. */
export function followed(schema: ReadSchema, given: ConfigSchema): SchemaObject {
	let node: SchemaObject = typeof given === 'boolean' ? {} : given;
	for (let hops = 0; node.$ref !== undefined; hops++) {
		const target = schemaAtPlace(schema, node.$ref);
		if (typeof target !== 'object' || hops >= MAX_HOPS) return {};
		const { $ref: _, ...beside } = node;
		node = { ...target, ...beside };
	}
	return node;
}

function typesOf({ type }: SchemaObject): readonly JsonType[] {
	const types = type === undefined ? [] : typeof type === 'string' ? [type] : (type as readonly JsonType[]);
	return types.filter((each) => each !== 'null');
}

/** The ways in which a value may be written; null says nothing that being absent does not. */
function waysOf(schema: ReadSchema, node: SchemaObject): readonly SchemaObject[] {
	const branches = (node.oneOf ?? node.anyOf ?? []).map((branch) => followed(schema, branch));
	const ways = branches.filter(({ type, title }) => type !== 'null' || title !== undefined);
	// Branches that only say what goes together are no ways of their own.
	const draw = (way: SchemaObject): boolean =>
		['type', 'const', 'enum', 'properties', 'anyOf', 'oneOf'].some((key) => Object.hasOwn(way, key));
	return ways.every(draw) ? ways : [];
}

function joined(schema: ReadSchema, words: FieldWords, ways: readonly SchemaObject[]): FieldModel {
	const [only] = ways;
	if (ways.length === 1 && only !== undefined) {
		const { node: _, ...inner } = modelOf(schema, only);
		return {
			...inner,
			title: words.title ?? inner.title,
			about: words.about ?? inner.about,
			default: words.default ?? inner.default,
			node: words.node,
		} as FieldModel;
	}
	const choices = ways.flatMap((way) => (way.const !== undefined ? [way.const] : (way.enum ?? [])));
	const isChoice = ways.every((way) => way.const !== undefined || way.enum !== undefined);
	return isChoice ? { ...words, kind: 'choice', choices: withoutNull(choices) } : { ...words, kind: 'union', ways };
}

function objectModel(schema: ReadSchema, words: FieldWords): FieldModel {
	const { properties, additionalProperties = true } = words.node;
	if (properties === undefined) return { ...words, kind: 'map', item: additionalProperties };
	const fields = Object.entries(properties).map(([key, each]) => ({
		key,
		schema: each,
		required: requirement(schema, words.node, key),
	}));
	return { ...words, kind: 'object', fields, more: additionalProperties };
}

function requirement(schema: ReadSchema, node: SchemaObject, key: string): NamedField['required'] {
	if (node.required?.includes(key)) return 'yes';
	const branches = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
	return branches.some((branch) => followed(schema, branch).required?.includes(key)) ? 'one_of' : 'no';
}

function withoutNull(values: readonly JsonValue[]): readonly JsonValue[] {
	return values.some((value) => value !== null) ? values.filter((value) => value !== null) : values;
}

/** The fields of the configuration itself. */
export function rootFields(schema: ReadSchema): {
	readonly fields: readonly NamedField[];
	/** What other keys hold; false: there are none. */
	readonly more: ConfigSchema;
} {
	const node = followed(schema, schema.root);
	const words: FieldWords = { title: null, about: null, default: undefined, examples: [], deprecated: false, node };
	const model = objectModel(schema, { ...words, node: { ...node, properties: node.properties ?? {} } });
	return model.kind === 'object' ? model : { fields: [], more: true };
}
