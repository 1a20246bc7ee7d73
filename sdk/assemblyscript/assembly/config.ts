// Reads settings with defaults and notes the first one that is wrong, in words that name it.
import { fail } from './host';
import { ARRAY, BOOLEAN, Json, NULL, NUMBER, OBJECT, parseConfig, STRING } from './json/tree';

export class Config {
	readonly root: Json;
	/** What is wrong with the first bad setting; empty: nothing. */
	problem: string = '';

	constructor(root: Json) {
		this.root = root;
	}

	/** A setting that is present and not null. */
	get(key: string): Json | null {
		const found = this.root.get(key);
		return found === null || found.kind == NULL ? null : found;
	}

	refuse(problem: string): void {
		if (this.problem == '') this.problem = problem;
	}

	/** A setting of one kind; null where it is absent or of another kind, which is noted. */
	private expect(key: string, kind: i32, what: string): Json | null {
		const found = this.get(key);
		if (found === null || found.kind == kind) return found;
		this.refuse(`config.${key} must be ${what}, found ${shorten(found.source)}`);
		return null;
	}

	text(key: string, fallback: string = ''): string {
		const found = this.expect(key, STRING, 'text');
		return found === null ? fallback : found.text;
	}

	/** A text under one of two names that mean the same. That both stand there and differ is noted. */
	textOf(key: string, other: string): string {
		const first = this.text(key);
		const second = this.text(other);
		if (this.get(key) === null) return second;
		if (this.get(other) !== null && first != second) {
			this.refuse(
				`config.${key} is "${shorten(first)}" and config.${other} is "${shorten(second)}": both mean the same, so keep one of them`,
			);
		}
		return first;
	}

	/** One of some words. */
	choice(key: string, words: string[], fallback: string): string {
		const value = this.text(key, fallback);
		if (words.includes(value)) return value;
		this.refuse(`config.${key} must be one of ${words.join(', ')}, found "${value}"`);
		return fallback;
	}

	flag(key: string, fallback: bool): bool {
		const found = this.expect(key, BOOLEAN, 'true or false');
		return found === null ? fallback : found.isTrue;
	}

	/** A whole number between two bounds. */
	integer(key: string, fallback: i32, least: i32, most: i32): i32 {
		const found = this.expect(key, NUMBER, 'a number');
		if (found === null) return fallback;
		const value = found.number;
		if (value >= <f64>least && value <= <f64>most && trunc(value) == value) return <i32>value;
		this.refuse(`config.${key} must be a whole number from ${least} to ${most}, found ${shorten(found.source)}`);
		return fallback;
	}

	/** A list of texts; a lone text counts as a list of one. */
	list(key: string): string[] {
		const found = this.get(key);
		if (found === null) return [];
		if (found.kind == STRING) return [found.text];
		const list: string[] = [];
		let good = found.kind == ARRAY;
		for (let i = 0; good && i < found.items.length; i++) {
			good = found.items[i].kind == STRING;
			if (good) list.push(found.items[i].text);
		}
		if (!good) this.refuse(`config.${key} must be a list of texts, found ${shorten(found.source)}`);
		return list;
	}

	object(key: string): Json | null {
		return this.expect(key, OBJECT, 'an object');
	}

	/** Notes every key that the plugin does not know, so that a misspelt one is not silently without effect. */
	only(keys: string[]): void {
		for (let i = 0; i < this.root.keys.length; i++) {
			const key = this.root.keys[i];
			if (!keys.includes(key))
				this.refuse(`config.${key} is not a setting of this plugin; it knows ${keys.join(', ')}`);
		}
	}

	/** 0, or the status to return from `plugin_init` after the problem was reported. */
	finish(): i32 {
		return this.problem == '' ? 0 : fail(this.problem);
	}
}

/** The configuration that `plugin_init` was given; null after an error was reported. */
export function readConfig(ptr: usize, length: i32): Config | null {
	const root = parseConfig(ptr, length);
	return root === null ? null : new Config(root);
}

/** The beginning of a long text; no character is cut in half. */
export function shorten(text: string): string {
	if (text.length <= 60) return text;
	const isHalf = (text.charCodeAt(56) & 0xfc00) == 0xd800;
	return `${text.substring(0, isHalf ? 56 : 57)}...`;
}
