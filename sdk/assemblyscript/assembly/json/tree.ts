// A JSON value as objects, for configurations and other small texts. Large data is read with `Records`.

import { Bytes } from '../bytes';
import { fail } from '../host';
import { parseNumber } from './number';
import {
	CLOSE_ARRAY,
	CLOSE_OBJECT,
	COMMA,
	OPEN_ARRAY,
	OPEN_OBJECT,
	QUOTE,
	skipNumber,
	skipSpace,
	skipString,
	skipValue,
} from './scan';
import { unescape } from './text';

export const NULL: i32 = 0;
export const BOOLEAN: i32 = 1;
export const NUMBER: i32 = 2;
export const STRING: i32 = 3;
export const ARRAY: i32 = 4;
export const OBJECT: i32 = 5;

const MAX_TREE_DEPTH: i32 = 100;

export class Json {
	kind: i32 = NULL;
	/** Of a boolean, 1 is true. */
	number: f64 = 0;
	text: string = '';
	/** Of an object, the values in the order of `keys`. */
	items: Json[] = [];
	keys: string[] = [];
	/** The JSON text that it was read from. */
	source: string = '';

	get isTrue(): bool {
		return this.kind == BOOLEAN && this.number == 1;
	}

	/** A member by its key; null where there is none. */
	get(key: string): Json | null {
		for (let i = this.keys.length - 1; i >= 0; i--) if (this.keys[i] == key) return this.items[i];
		return null;
	}
}

let position: usize = 0;

/** Reads a JSON text. Null where it is not JSON or too deep. */
export function parseTree(ptr: usize, length: i32): Json | null {
	const end = ptr + length;
	const after = skipValue(ptr, end);
	if (after == 0 || skipSpace(after, end) != end) return null;
	position = ptr;
	return readTree(end, 0);
}

/** The configuration that `plugin_init` was given; null after an error was reported. */
export function parseConfig(ptr: usize, length: i32): Json | null {
	const tree = length == 0 ? new Json() : parseTree(ptr, length);
	if (tree !== null && tree.kind == OBJECT) return tree;
	if (tree !== null && tree.kind == NULL) return tree;
	fail('the configuration is not a JSON object');
	return null;
}

function readTree(end: usize, depth: i32): Json | null {
	if (depth > MAX_TREE_DEPTH) return null;
	const p = skipSpace(position, end);
	const c = load<u8>(p);
	const node = new Json();
	if (c == OPEN_OBJECT || c == OPEN_ARRAY) {
		if (!readItems(node, p, end, depth)) return null;
	} else if (c == QUOTE) {
		node.kind = STRING;
		position = skipString(p + 1, end);
		node.text = decode(p + 1, position - 1);
	} else if (c == 0x6e) {
		position = p + 4;
	} else if (c == 0x74 || c == 0x66) {
		node.kind = BOOLEAN;
		node.number = c == 0x74 ? 1 : 0;
		position = c == 0x74 ? p + 4 : p + 5;
	} else {
		node.kind = NUMBER;
		position = skipNumber(p, end);
		node.number = parseNumber(p, position);
	}
	node.source = String.UTF8.decodeUnsafe(p, position - p);
	return node;
}

function readItems(node: Json, p: usize, end: usize, depth: i32): bool {
	const object = load<u8>(p) == OPEN_OBJECT;
	node.kind = object ? OBJECT : ARRAY;
	p = skipSpace(p + 1, end);
	while (load<u8>(p) != CLOSE_OBJECT && load<u8>(p) != CLOSE_ARRAY) {
		if (object) {
			const key = p + 1;
			p = skipString(key, end);
			node.keys.push(decode(key, p - 1));
			p = skipSpace(p, end) + 1;
		}
		position = p;
		const item = readTree(end, depth + 1);
		if (item === null) return false;
		node.items.push(item);
		p = skipSpace(position, end);
		if (load<u8>(p) == COMMA) p = skipSpace(p + 1, end);
	}
	position = p + 1;
	return true;
}

function decode(start: usize, end: usize): string {
	const bytes = new Bytes();
	const at = bytes.reserve(<i32>(end - start));
	bytes.length = unescape(start, end, at);
	const text = bytes.toString();
	bytes.release();
	return text;
}
