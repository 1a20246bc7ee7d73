/** What a host function answers that may fail: the transpiled component hands it on as WIT's `result`. Nothing throws. */
export type Outcome<Value, Failure> =
	| { readonly tag: 'ok'; readonly val: Value }
	| { readonly tag: 'err'; readonly val: Failure };

export function ok<Value>(val: Value): { readonly tag: 'ok'; readonly val: Value } {
	return { tag: 'ok', val };
}

export function err<Failure>(val: Failure): { readonly tag: 'err'; readonly val: Failure } {
	return { tag: 'err', val };
}

/** A `result` without a value. */
export const done = ok(undefined);

/** A number that a component gives for a place or a size; null: beyond what any file has. */
export function whole(value: bigint): number | null {
	return value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(value);
}

/** At most `most`, whatever a component asks for. */
export function atMost(value: bigint, most: number): number {
	return value > BigInt(most) ? most : Number(value);
}
