/**
 * What JSON costs whoever makes values of it is not its size: three bytes (`,{}`) can be a value of sixty. So its values
 * are counted in the bytes, which costs a hundredth of making them.
 */
export interface JsonBudget {
	readonly bytes: number;
	/** Values and keys. */
	readonly values: number;
	/** Containers inside containers. */
	readonly depth: number;
}

export type OverBudget = keyof JsonBudget;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 0x0a;

/** 1: another value or key begins; 2: so it does, a level deeper; 3: a level is left. */
const meaning = new Uint8Array(256);
for (const byte of [LF, 0x2c, 0x3a]) meaning[byte] = 1;
for (const byte of [0x5b, 0x7b]) meaning[byte] = 2;
for (const byte of [0x5d, 0x7d]) meaning[byte] = 3;
meaning[QUOTE] = 4;

/**
 * Which part of the budget JSON or NDJSON is beyond; null: none. Of what is no JSON it says something, too, and never
 * fails. Looks at `budget.bytes` bytes at most.
 */
export function overBudget(data: Uint8Array, budget: JsonBudget): OverBudget | null {
	if (data.length > budget.bytes) return 'bytes';
	let values = 1;
	let depth = 0;
	for (let at = 0; at < data.length; at++) {
		const what = meaning[data[at] as number];
		if (what === 0) continue;
		if (what === 4) {
			at = endOfString(data, at + 1);
			continue;
		}
		if (what === 3) {
			depth--;
			continue;
		}
		values++;
		if (values > budget.values) return 'values';
		if (what === 2 && ++depth > budget.depth) return 'depth';
	}
	return null;
}

/** The place of the closing quote. */
function endOfString(data: Uint8Array, from: number): number {
	for (let at = from; at < data.length; at++) {
		if (data[at] === BACKSLASH) at++;
		else if (data[at] === QUOTE) return at;
	}
	return data.length;
}
