import type { JsonValue } from '../errors/errors.ts';
import type { Translations } from '../plugin/translated.ts';

/**
 * The JSON Schema (2020-12) that a manifest may give for its configuration (`config_schema`): the keywords that are
 * checked or drawn. Others are kept and mean nothing here, as the standard has it.
 */
export interface SchemaObject {
	readonly $ref?: string;
	readonly $defs?: Readonly<Record<string, ConfigSchema>>;
	readonly title?: string;
	readonly description?: string;
	/** Title and description by language (BCP 47): a keyword of DataFlare's own, as the standard lets there be. */
	readonly 'x-translations'?: Translations<{ readonly title?: string; readonly description?: string }>;
	readonly default?: JsonValue;
	readonly examples?: readonly JsonValue[];
	readonly deprecated?: boolean;
	readonly type?: JsonType | readonly JsonType[];
	readonly enum?: readonly JsonValue[];
	readonly const?: JsonValue;
	/** Told, never checked, as the standard leaves it. */
	readonly format?: string;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly exclusiveMinimum?: number;
	readonly exclusiveMaximum?: number;
	readonly multipleOf?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly pattern?: string;
	readonly items?: ConfigSchema;
	readonly prefixItems?: readonly ConfigSchema[];
	readonly contains?: ConfigSchema;
	readonly minContains?: number;
	readonly maxContains?: number;
	readonly minItems?: number;
	readonly maxItems?: number;
	readonly uniqueItems?: boolean;
	readonly properties?: Readonly<Record<string, ConfigSchema>>;
	readonly patternProperties?: Readonly<Record<string, ConfigSchema>>;
	readonly additionalProperties?: ConfigSchema;
	readonly propertyNames?: ConfigSchema;
	readonly required?: readonly string[];
	readonly minProperties?: number;
	readonly maxProperties?: number;
	readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
	readonly dependentSchemas?: Readonly<Record<string, ConfigSchema>>;
	readonly allOf?: readonly ConfigSchema[];
	readonly anyOf?: readonly ConfigSchema[];
	readonly oneOf?: readonly ConfigSchema[];
	readonly not?: ConfigSchema;
	readonly if?: ConfigSchema;
	readonly then?: ConfigSchema;
	readonly else?: ConfigSchema;
}

export type ConfigSchema = boolean | SchemaObject;

export const jsonTypes = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;
export type JsonType = (typeof jsonTypes)[number];

/** A schema that can be followed: within bounds, well-formed, and each `$ref` leads to a schema within it. */
export interface ReadSchema {
	readonly root: SchemaObject;
	/** Each schema within it by its place as `$ref` writes it: `#/$defs/path`. */
	readonly places: ReadonlyMap<string, ConfigSchema>;
	/** Each pattern, and the keyword that it was met in first. */
	readonly patterns: ReadonlyMap<string, string>;
}

export type SchemaFlaw =
	| 'schema_not_object'
	| 'schema_too_large'
	| 'schema_too_deep'
	| 'schema_remote'
	| 'schema_reference'
	| 'schema_keyword'
	| 'schema_malformed'
	| 'schema_pattern';

/** Why a schema is not followed, or (`schema_pattern`) what of it is not. */
export interface SchemaProblem {
	readonly code: SchemaFlaw;
	/** Of the keyword, as in `#/properties/path/minimum`; bounded, but a plugin's own words. */
	readonly at: string;
}

/** Characters of JSON. */
export const MAX_SCHEMA_LENGTH = 64 * 1024;
export const MAX_SCHEMA_NODES = 1000;
export const MAX_SCHEMA_DEPTH = 32;
/** Characters of a `pattern`. */
export const MAX_PATTERN_LENGTH = 200;
/** Patterns of a schema, those of `patternProperties` included. */
export const MAX_PATTERNS = 16;
