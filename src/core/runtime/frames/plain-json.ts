import type { JsonValue } from '../../../shared/errors/errors.ts';

/** Nesting of what an honest sandbox tells about an error. */
const MAX_DEPTH = 16;

/**
 * Copies what came out of a sandbox as the JSON that it is, as `JSON.stringify` would have it. Undefined: it is none, or
 * would take more than `most` characters. The copy ends where that is known, however much the value holds and however
 * often it refers to itself.
 */
export function plainJson(value: unknown, most: number): JsonValue | undefined {
	try {
		return new Copy(most).of(value, 0);
	} catch (error) {
		if (error instanceof NotPlain) return undefined;
		throw error;
	}
}

class NotPlain extends Error {}

class Copy {
	#left: number;

	constructor(most: number) {
		this.#left = most;
	}

	/** Undefined where JSON leaves a value out. */
	of(value: unknown, depth: number): JsonValue | undefined {
		switch (typeof value) {
			case 'string':
				this.#spend(value.length + 2);
				// A part of a text keeps the whole of it in memory.
				return Buffer.from(value, 'utf16le').toString('utf16le');
			case 'number':
				this.#spend(String(value).length);
				return Number.isFinite(value) ? value : null;
			case 'boolean':
				this.#spend(5);
				return value;
			case 'undefined':
				this.#spend(1);
				return undefined;
			case 'object':
				this.#spend(4);
				if (value === null) return null;
				if (depth === MAX_DEPTH) throw new NotPlain();
				return Array.isArray(value) ? this.#list(value, depth) : this.#record(value, depth);
			default:
				throw new NotPlain();
		}
	}

	#list(list: readonly unknown[], depth: number): JsonValue {
		this.#expect(list.length);
		return list.map((element) => this.of(element, depth + 1) ?? null);
	}

	#record(record: object, depth: number): JsonValue {
		const keys = Object.keys(record);
		this.#expect(keys.length);
		const entries = keys.flatMap((key): readonly (readonly [string, JsonValue])[] => {
			this.#spend(key.length + 4);
			const value = this.of((record as Readonly<Record<string, unknown>>)[key], depth + 1);
			return value === undefined ? [] : [[key, value]];
		});
		return Object.fromEntries(entries);
	}

	/** Each takes a character at least. */
	#expect(values: number): void {
		if (values > this.#left) throw new NotPlain();
	}

	#spend(characters: number): void {
		this.#left -= characters;
		if (this.#left < 0) throw new NotPlain();
	}
}
