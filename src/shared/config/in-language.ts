import { translated } from '../plugin/translated.ts';
import type { ConfigSchema, ReadSchema, SchemaObject } from './config-schema.ts';

/**
 * The schema with its titles and descriptions in `language` (BCP 47, such as `zh-CN`) where it gives them in
 * `x-translations`; the rest stays as it is written. A translation into `zh` is one into `zh-CN`, too.
 */
export function inLanguage(schema: ReadSchema, language: string): ReadSchema {
	const { places } = schema;
	const nodes = new Set<unknown>(places.values());
	const isTranslated = [...nodes].some((node) => wordsOf(node as ConfigSchema, language) !== undefined);
	if (!isTranslated) return schema;
	const twins = new Map<unknown, unknown>();
	const twin = (value: unknown): unknown => {
		if (typeof value !== 'object' || value === null) return value;
		if (Array.isArray(value)) return value.map(twin);
		const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, twin(each)]));
		// Only a schema is translated, not what a default or an example happens to be called.
		const made = nodes.has(value) ? { ...copy, ...wordsOf(value as SchemaObject, language) } : copy;
		twins.set(value, made);
		return made;
	};
	const root = twin(schema.root) as SchemaObject;
	return {
		...schema,
		root,
		places: new Map([...places].map(([place, node]) => [place, (twins.get(node) ?? node) as ConfigSchema])),
	};
}

function wordsOf(node: ConfigSchema, language: string): Pick<SchemaObject, 'title' | 'description'> | undefined {
	if (typeof node === 'boolean') return undefined;
	const found = translated(node['x-translations'], language);
	if (found === undefined) return undefined;
	const { title, description } = found;
	return { ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }) };
}
