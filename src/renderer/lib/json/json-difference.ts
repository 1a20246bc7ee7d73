import type { JsonValue } from '../../../shared/errors/errors.ts';

/** One place at which two values differ. */
export interface JsonDifference {
	/** E.g. `config.fields[2]`; empty: the values themselves. */
	readonly path: string;
	/** Absent: it is only in the other. */
	readonly before?: JsonValue;
	readonly after?: JsonValue;
}

type Known = JsonValue | undefined;

/** Where two values differ, in the order of the first; the order of keys means nothing. At most `limit` places. */
export function jsonDifference(before: Known, after: Known, limit = 200): readonly JsonDifference[] {
	const found: JsonDifference[] = [];
	// A stack of its own: values from plugins may be nested deeper than calls can be.
	const waiting: { path: string; before: Known; after: Known }[] = [{ path: '', before, after }];
	for (let next = waiting.pop(); next !== undefined && found.length < limit; next = waiting.pop()) {
		const { path, before: left, after: right } = next;
		if (Object.is(left, right) || (left === 0 && right === 0)) continue;
		const inner = membersOf(path, left, right);
		if (inner !== null) waiting.push(...inner.reverse());
		else {
			found.push({
				path,
				...(left === undefined ? {} : { before: left }),
				...(right === undefined ? {} : { after: right }),
			});
		}
	}
	return found;
}

function membersOf(path: string, left: Known, right: Known): { path: string; before: Known; after: Known }[] | null {
	if (Array.isArray(left) && Array.isArray(right)) {
		return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => ({
			path: `${path}[${index}]`,
			before: left[index] as Known,
			after: right[index] as Known,
		}));
	}
	if (!isObject(left) || !isObject(right)) return null;
	const keys = [...Object.keys(left), ...Object.keys(right).filter((key) => !Object.hasOwn(left, key))];
	return keys.map((key) => ({
		path: /^[A-Za-z_$][\w$-]*$/.test(key) ? (path === '' ? key : `${path}.${key}`) : `${path}[${JSON.stringify(key)}]`,
		before: Object.hasOwn(left, key) ? left[key] : undefined,
		after: Object.hasOwn(right, key) ? right[key] : undefined,
	}));
}

function isObject(value: Known): value is { readonly [key: string]: JsonValue } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
