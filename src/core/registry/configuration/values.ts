import type { Bound } from '../../../shared/config/config-problem.ts';
import type { JsonType, SchemaObject } from '../../../shared/config/config-schema.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';

/** The narrowest of its types: a whole number is an `integer`. */
export function typeOf(value: JsonValue): JsonType {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	switch (typeof value) {
		case 'boolean':
			return 'boolean';
		case 'string':
			return 'string';
		case 'number':
			return Number.isInteger(value) ? 'integer' : 'number';
		default:
			return 'object';
	}
}

export function isOfType(value: JsonValue, type: JsonType): boolean {
	const own = typeOf(value);
	return own === type || (type === 'number' && own === 'integer');
}

/** The same for values that JSON Schema calls equal. */
export function canonical(value: JsonValue): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const fields = value as { readonly [key: string]: JsonValue };
	const keys = Object.keys(fields).sort();
	return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(fields[key] as JsonValue)}`).join()}}`;
}

interface Broken {
	readonly kind: Bound;
	readonly limit: number;
}

/** The limits of a schema that a value does not keep. */
export function boundsProblems(node: SchemaObject, value: JsonValue): readonly Broken[] {
	if (typeof value === 'number') return numberProblems(node, value);
	if (typeof value === 'string') {
		// Counted only where it counts: a text may be as long as the configuration.
		if (node.minLength === undefined && node.maxLength === undefined) return [];
		return between(characters(value), node, 'Length', 'min_length', 'max_length');
	}
	if (Array.isArray(value)) return between(value.length, node, 'Items', 'min_items', 'max_items');
	if (typeof value !== 'object' || value === null) return [];
	return between(Object.keys(value).length, node, 'Properties', 'min_keys', 'max_keys');
}

function numberProblems(node: SchemaObject, value: number): readonly Broken[] {
	const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below, multipleOf: step } = node;
	const found: Broken[] = [];
	if (minimum !== undefined && value < minimum) found.push({ kind: 'minimum', limit: minimum });
	if (maximum !== undefined && value > maximum) found.push({ kind: 'maximum', limit: maximum });
	if (above !== undefined && value <= above) found.push({ kind: 'above', limit: above });
	if (below !== undefined && value >= below) found.push({ kind: 'below', limit: below });
	if (step !== undefined && !isMultiple(value, step)) found.push({ kind: 'multiple', limit: step });
	return found;
}

/** As far as doubles tell: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, step: number): boolean {
	const times = value / step;
	return Number.isFinite(times) && Math.abs(times - Math.round(times)) <= 1e-9 * Math.max(1, Math.abs(times));
}

function between(
	size: number,
	node: SchemaObject,
	what: 'Length' | 'Items' | 'Properties',
	least: Bound,
	most: Bound,
): readonly Broken[] {
	const [minimum, maximum] = [node[`min${what}`], node[`max${what}`]];
	return [
		...(minimum !== undefined && size < minimum ? [{ kind: least, limit: minimum }] : []),
		...(maximum !== undefined && size > maximum ? [{ kind: most, limit: maximum }] : []),
	];
}

/** Code points, as the standard counts. */
function characters(text: string): number {
	let count = 0;
	for (const _ of text) count++;
	return count;
}
