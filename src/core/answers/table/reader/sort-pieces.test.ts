import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortInPieces } from './sort-pieces.ts';

function sorted(keys: readonly number[]) {
	let compared = 0;
	const parts: number[] = [];
	const pieces = sortInPieces(keys.length, (one, other) => {
		compared++;
		return (keys[one] as number) - (keys[other] as number) || one - other;
	});
	for (;;) {
		const next = pieces.next();
		if (next.done === true) return { order: [...next.value], compared, parts };
		parts.push(next.value);
	}
}

const inOrder = (keys: readonly number[]): readonly number[] =>
	keys.map((_, index) => index).sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);

it('any numbers come in their order, equal ones as they stand', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 300 }), (keys) => {
			expect(sorted(keys).order).toEqual(inOrder(keys));
		}),
	);
});

it('what stands in order already is hardly compared, and what does not no more than merging needs', () => {
	const count = 50_000;
	const rising = Array.from({ length: count }, (_, index) => index);
	expect(sorted(rising).compared).toBeLessThan(1.2 * count);
	const falling = rising.toReversed();
	expect(sorted(falling).compared).toBeLessThan(count * (8 + Math.log2(count)));
});

it('is done in many parts, each of which says how much is done', () => {
	const keys = Array.from({ length: 500_000 }, (_, index) => (index * 7919) % 500_009);
	const { order, parts } = sorted(keys);
	expect(order.slice(0, 3)).toEqual(inOrder(keys).slice(0, 3));
	expect(parts.length).toBeGreaterThan(40);
	expect(parts.every((part, at) => part >= (parts[at - 1] ?? 0) && part <= 1)).toBe(true);
});
