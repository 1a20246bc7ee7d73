/** The part of JSON Schema that `z.toJSONSchema` writes for our forms and that the editor checks and completes. */
export interface JsonSchema {
	readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null' | undefined;
	readonly title?: string | undefined;
	readonly description?: string | undefined;
	readonly default?: unknown;
	readonly examples?: readonly unknown[] | undefined;
	readonly enum?: readonly unknown[] | undefined;
	readonly const?: unknown;
	readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
	readonly required?: readonly string[] | undefined;
	readonly additionalProperties?: boolean | JsonSchema | undefined;
	readonly items?: JsonSchema | undefined;
	readonly minimum?: number | undefined;
	readonly maximum?: number | undefined;
	readonly minLength?: number | undefined;
	readonly maxLength?: number | undefined;
	readonly maxItems?: number | undefined;
}

export type JsonPath = readonly (string | number)[];

/** The schema of what stands at a path; undefined where nothing is known of it. */
export function schemaAt(schema: JsonSchema | undefined, path: JsonPath): JsonSchema | undefined {
	let here = schema;
	for (const step of path) {
		if (here === undefined) return undefined;
		if (typeof step === 'number') here = here.items;
		else {
			const more = here.additionalProperties;
			const known = here.properties !== undefined && Object.hasOwn(here.properties, step);
			here = known ? here.properties?.[step] : typeof more === 'object' ? more : undefined;
		}
	}
	return here;
}

/** The values that a schema names one by one. */
export function valuesOf(schema: JsonSchema): readonly unknown[] {
	if (schema.const !== undefined) return [schema.const];
	if (schema.enum !== undefined) return schema.enum;
	if (schema.type === 'boolean') return [true, false];
	if (schema.type === 'null') return [null];
	return schema.examples ?? [];
}
