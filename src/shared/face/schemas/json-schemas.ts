import { z } from 'zod';
import { packageIndexSchema } from '../../api/package-index.ts';
import { chainSchema } from '../../flow/chain-file.ts';
import { flowSchema } from '../../flow/flow-file.ts';
import { componentTypes } from '../../plugin/component-type.ts';
import { manifestSchema } from '../../plugin/manifest.ts';
import { securityPolicySchema } from '../../policy/security-policy.ts';
import {
	extismTexts,
	flowComponentTexts,
	manifestTexts,
	metadataTexts,
	policyTexts,
	privacyTexts,
	sampleTexts,
} from './key-texts.ts';

/** A JSON Schema, as far as it is read here. */
export interface JsonSchema {
	readonly $schema?: string;
	readonly title?: string;
	readonly description?: string;
	readonly type?: string | readonly string[];
	readonly default?: unknown;
	readonly enum?: readonly unknown[];
	readonly pattern?: string;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly maxItems?: number;
	readonly items?: JsonSchema;
	readonly anyOf?: readonly JsonSchema[];
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: JsonSchema | boolean;
}

/** `source`, or `Source` as DataFlare's own programs write it. */
const eitherCase = {
	enum: componentTypes.flatMap((type) => [type, `${type.slice(0, 1).toUpperCase()}${type.slice(1)}`]),
};
const ofChain = { enum: [...eitherCase.enum, null] };

type Texts = Readonly<Record<string, string>>;

export const schemaNames = ['manifest', 'policy', 'chain', 'flow', 'index'] as const;
export type SchemaName = (typeof schemaNames)[number];

/** The JSON Schema (draft 7, which editors know best) of a file that people write. */
export function jsonSchema(name: SchemaName): JsonSchema {
	switch (name) {
		case 'manifest':
			return withEditors(manifestJsonSchema());
		case 'policy':
			return { ...titled(generated(securityPolicySchema), 'DataFlare security policy'), ...policyProperties() };
		case 'chain':
			return componentsJsonSchema(titled(generated(chainSchema), 'DataFlare chain'), {});
		case 'flow':
			return componentsJsonSchema(titled(generated(flowSchema), 'DataFlare flow'), flowComponentTexts);
		case 'index':
			return titled(generated(packageIndexSchema), 'DataFlare index of packages');
	}
}

/** A policy in a file of its own is read strictly, so `$schema` is no key of it. */
function policyProperties(): Pick<JsonSchema, 'properties'> {
	return { properties: told(generated(securityPolicySchema).properties, policyTexts) };
}

function manifestJsonSchema(): JsonSchema {
	const schema = titled(generated(manifestSchema), 'DataFlare plugin manifest (plugin.json)');
	const properties = { ...told(schema.properties, manifestTexts) };
	const within: Readonly<Record<string, Texts>> = {
		security_policy: policyTexts,
		metadata: metadataTexts,
		privacy: privacyTexts,
		extism: extismTexts,
	};
	for (const [key, texts] of Object.entries(within)) properties[key] = inside(properties[key] ?? {}, texts);
	const { metadata } = properties;
	const samples = metadata?.properties?.['samples'];
	if (metadata?.properties !== undefined && samples?.items !== undefined) {
		const described = { ...samples, items: inside(samples.items, sampleTexts) };
		properties['metadata'] = { ...metadata, properties: { ...metadata.properties, samples: described } };
	}
	return asRead({ ...schema, properties });
}

/** With the spellings of DataFlare's own programs, which the reader takes as well. */
function asRead({ required = [], ...schema }: JsonSchema): JsonSchema {
	const { type, config, sha256, metadata, ...properties } = schema.properties ?? {};
	return {
		...schema,
		properties: {
			...properties,
			type: { ...type },
			component_type: { description: 'The same under the name in DataFlare’s own configurations.', ...eitherCase },
			config: { ...config, type: ['object', 'null'] },
			sha256: { ...sha256, pattern: '^[0-9a-fA-F]{64}$' },
			metadata: { ...metadata, type: ['object', 'null'] },
		},
		required: required.filter((key) => key !== 'type'),
		anyOf: [{ required: ['type'] }, { required: ['component_type'] }],
	};
}

function componentsJsonSchema(schema: JsonSchema, texts: Texts): JsonSchema {
	const { components, ...fields } = schema.properties ?? {};
	// What a component may do is decided in its policy: the key is known only to be refused in words.
	const { security_policy: _, ...properties } = components?.items?.properties ?? {};
	const types = { type: ofChain, component_type: ofChain };
	const items = { ...components?.items, properties: told({ ...properties, ...types }, texts) };
	return { ...schema, properties: { ...fields, components: { ...components, items } } };
}

/** `title` is what an editor shows above the help. */
function withEditors(schema: JsonSchema): JsonSchema {
	const properties = Object.entries(schema.properties ?? {}).map(([key, each]) => [key, { title: key, ...each }]);
	return { ...schema, properties: Object.fromEntries(properties) as Record<string, JsonSchema> };
}

function titled({ $schema, ...schema }: JsonSchema, title: string): JsonSchema {
	return { ...($schema === undefined ? {} : { $schema }), title, ...schema };
}

function inside(schema: JsonSchema, texts: Texts): JsonSchema {
	return { ...schema, properties: told(schema.properties, texts) };
}

function told(properties: JsonSchema['properties'] = {}, texts: Texts): Readonly<Record<string, JsonSchema>> {
	const described = Object.entries(properties).map(([key, schema]) => {
		const description = texts[key];
		return [key, description === undefined ? schema : { description, ...schema }] as const;
	});
	return Object.fromEntries(described);
}

function generated(schema: z.ZodType): JsonSchema {
	const made = z.toJSONSchema(schema, {
		io: 'input',
		target: 'draft-7',
		unrepresentable: 'any',
		override: ({ zodSchema, jsonSchema: each }) => {
			// Any JSON: what zod writes out as a type of its own, again at each place, allows everything.
			if (zodSchema._zod.def.type === 'lazy') for (const key of Object.keys(each)) delete each[key];
			delete each.readOnly;
			if (each.maximum === Number.MAX_SAFE_INTEGER) delete each.maximum;
			if (JSON.stringify(each.propertyNames) === '{"type":"string"}') delete each.propertyNames;
		},
	});
	return withoutAny(JSON.parse(JSON.stringify(made))) as JsonSchema;
}

/** Without references to definitions that allow everything. */
function withoutAny(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutAny);
	if (typeof value !== 'object' || value === null) return value;
	const { definitions: _, $ref, ...fields } = value as Readonly<Record<string, unknown>>;
	if (typeof $ref === 'string') return {};
	const kept = Object.entries(fields).map(([key, each]) => [key, withoutAny(each)] as const);
	const isAny = (each: unknown): boolean => JSON.stringify(each) === '{}';
	return Object.fromEntries(
		kept.filter(
			([key, each]) =>
				!(key === 'allOf' && Array.isArray(each) && each.every(isAny)) &&
				!(key === 'additionalProperties' && isAny(each)),
		),
	);
}
