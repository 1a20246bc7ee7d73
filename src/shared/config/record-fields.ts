import type { JsonType } from './config-schema.ts';
import { readConfigSchema } from './read-schema.ts';

/** Fields that are told; a schema may have a thousand. */
const MAX_FIELDS = 50;

interface RecordField {
	readonly name: string;
	/** In the words of JSON Schema; empty: of any type. */
	readonly types: readonly JsonType[];
	readonly required: boolean;
}

export interface RecordFields {
	/** The first of them. */
	readonly fields: readonly RecordField[];
	/** How many there are beside them. */
	readonly more: number;
}

/** The fields that a plugin's `input_schema` or `output_schema` names; null: it names none, or cannot be followed. */
export function recordFields(schema: unknown): RecordFields | null {
	const read = schema === undefined ? null : readConfigSchema(schema).schema;
	const { properties = {}, required = [] } = read?.root ?? {};
	const names = Object.keys(properties);
	if (names.length === 0) return null;
	const fields = names.slice(0, MAX_FIELDS).map((name) => {
		const field = properties[name];
		const type = typeof field === 'object' ? field.type : undefined;
		return { name, types: type === undefined ? [] : [type].flat(), required: required.includes(name) };
	});
	return { fields, more: names.length - fields.length };
}
