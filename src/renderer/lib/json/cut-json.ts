import type { JsonValue } from '../../../shared/errors/errors.ts';

interface Open {
	readonly close: '}' | ']';
	readonly next: () => readonly [key: string | null, value: JsonValue] | null;
	first: boolean;
}

/**
 * JSON of a value, as `JSON.stringify` writes it, up to `max` UTF-16 units: the rest is never written, so that a value of
 * any size and depth costs no more than what is shown. `complete` false: something is missing at the end.
 */
export function cutJson(
	value: JsonValue,
	max: number,
	indent = 0,
): { readonly text: string; readonly complete: boolean } {
	const parts: string[] = [];
	let length = 0;
	const open: Open[] = [];
	const write = (text: string): void => {
		parts.push(text);
		length += text.length;
	};
	const line = (): void => {
		if (indent > 0) write(`\n${' '.repeat(Math.min(indent * open.length, 200))}`);
	};
	const begin = (inner: JsonValue): void => {
		if (typeof inner !== 'object' || inner === null) return write(scalar(inner, max - length));
		const entries = opened(inner);
		const first = entries.next();
		if (first === null) return write(entries.close === '}' ? '{}' : '[]');
		write(entries.close === '}' ? '{' : '[');
		let kept: ReturnType<Open['next']> = first;
		open.push({
			...entries,
			next: () => {
				const now = kept ?? entries.next();
				kept = null;
				return now;
			},
		});
	};
	begin(value);
	for (let top = open.at(-1); top !== undefined && length <= max; top = open.at(-1)) {
		const entry = top.next();
		if (entry === null) {
			open.pop();
			line();
			write(top.close);
			continue;
		}
		if (!top.first) write(',');
		top.first = false;
		line();
		const [key, inner] = entry;
		if (key !== null) write(`${scalar(key, max - length)}:${indent > 0 ? ' ' : ''}`);
		begin(inner);
	}
	const complete = open.length === 0 && length <= max;
	const text = parts.join('');
	return { text: complete ? text : text.slice(0, max), complete };
}

function opened(value: readonly JsonValue[] | { readonly [key: string]: JsonValue }): Open {
	let index = 0;
	if (Array.isArray(value)) {
		const items = value as readonly JsonValue[];
		return {
			close: ']',
			first: true,
			next: () => (index < items.length ? [null, items[index++] as JsonValue] : null),
		};
	}
	const members = value as { readonly [key: string]: JsonValue };
	const keys = Object.keys(members);
	return {
		close: '}',
		first: true,
		next: () => {
			const key = keys[index++];
			return key === undefined ? null : [key, members[key] as JsonValue];
		},
	};
}

/** A string that cannot fit is not escaped to its end. */
function scalar(value: string | number | boolean | null, room: number): string {
	return JSON.stringify(typeof value === 'string' && value.length > room + 1 ? value.slice(0, room + 1) : value);
}
