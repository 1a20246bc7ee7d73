import type { ConfigSchema, JsonType, ReadSchema, SchemaObject } from '../../../shared/config/config-schema.ts';
import { followed, modelOf } from '../../../shared/config/field-model.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { findUnheldNumber, holdsNumber } from '../../../shared/json/json-numbers.ts';

export type Fields = { readonly [key: string]: JsonValue };

/** A configuration as text; null: a form of it would lose something, or it is none. */
export function readConfig(text: string): Fields | null {
	if (text.trim() === '') return {};
	try {
		const value = JSON.parse(text) as JsonValue;
		return isFields(value) && findUnheldNumber(text) === null ? value : null;
	} catch {
		return null;
	}
}

export function writeConfig(value: Fields): string {
	return Object.keys(value).length === 0 ? '' : JSON.stringify(value, null, 2);
}

export function isFields(value: JsonValue | undefined): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** With another value under a key, in its place; undefined takes the key away. */
export function withKey(fields: Fields, key: string, value: JsonValue | undefined): Fields {
	if (value !== undefined) return { ...fields, [key]: value };
	return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== key));
}

/** What a list shows: one value that stands for a list is a list of one. */
export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
	if (value === undefined || value === null) return [];
	return Array.isArray(value) ? value : [value];
}

/**
 * What typed digits are: a number where it stays what was typed, and else the text as it is, which is kept with all its
 * digits and said to be no number.
 */
export function numberOf(text: string): JsonValue | undefined {
	const typed = text.trim();
	if (typed === '') return undefined;
	return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(typed) && holdsNumber(typed) ? Number(typed) : typed;
}

function typeOf(value: JsonValue): JsonType {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value === 'object' ? 'object' : (typeof value as JsonType);
}

/** Which of several ways a value is written in, at a glance: by its kind, its word, and its keys. Null: none of them. */
export function wayOf(schema: ReadSchema, ways: readonly SchemaObject[], value: JsonValue): number | null {
	const own = typeOf(value);
	const ranked = ways.flatMap((way, index) => {
		const { type, properties = {}, required = [] } = way;
		const choices = way.const === undefined ? way.enum : [way.const];
		if (choices !== undefined) {
			const isOne = choices.some((each) => JSON.stringify(each) === JSON.stringify(value));
			return isOne ? [{ index, rank: 100 }] : [];
		}
		const types = type === undefined ? null : Array.isArray(type) ? (type as readonly JsonType[]) : [type as JsonType];
		const isOf = types === null || types.includes(own) || (own === 'integer' && types.includes('number'));
		if (!isOf) return [];
		if (!isFields(value)) {
			if (types === null && way.properties !== undefined) return [];
			const inner = way.anyOf ?? way.oneOf;
			const isWithin =
				inner === undefined ||
				wayOf(
					schema,
					inner.map((each) => followed(schema, each)),
					value,
				) !== null;
			return isWithin ? [{ index, rank: types === null ? 0 : 1 }] : [];
		}
		const has = (key: string): boolean => Object.hasOwn(value, key);
		return required.every(has) ? [{ index, rank: 1 + Object.keys(properties).filter(has).length }] : [];
	});
	return ranked.toSorted((left, right) => right.rank - left.rank)[0]?.index ?? null;
}

/** Objects within objects that a new value is begun with. */
const MAX_STARTED = 4;

/** What a value of a schema begins with: as little as can be seen and filled in. */
export function starter(schema: ReadSchema, given: ConfigSchema, level = 0): JsonValue {
	const model = modelOf(schema, given);
	switch (model.kind) {
		case 'choice':
			return model.choices[0] ?? null;
		case 'boolean':
			return false;
		case 'number':
		case 'integer':
			return Math.max(0, model.node.minimum ?? 0);
		case 'list':
			return [];
		case 'map':
			return {};
		case 'union': {
			const [first] = model.ways;
			return first === undefined || level >= MAX_STARTED ? {} : starter(schema, first, level + 1);
		}
		case 'object': {
			const needed = level >= MAX_STARTED ? [] : model.fields.filter(({ required }) => required === 'yes');
			return Object.fromEntries(needed.map((field) => [field.key, starter(schema, field.schema, level + 1)]));
		}
		case 'json':
			return model.node.type === 'null' ? null : '';
		case 'text':
			return '';
	}
}
