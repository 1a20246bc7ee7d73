import { expect, it } from 'vitest';
import { LOOK_PIECE_BYTES } from '../../../shared/sandbox/frames.ts';
import { MAX_BUNDLE_BYTES } from '../../../shared/wasm/component/transpiler.ts';
import { MalformedFrame } from '../frames/malformed-frame.ts';
import { TakenBundle } from './taken-bundle.ts';

const frame = (offset: number, length: number, size = LOOK_PIECE_BYTES + 5) => ({
	t: 'transpiled',
	id: 1,
	size,
	offset,
	piece: new Uint8Array(length).fill(offset === 0 ? 1 : 2),
});

it('is whole when its last piece has come', () => {
	const bundle = new TakenBundle();
	expect(bundle.take(frame(0, LOOK_PIECE_BYTES))).toBe(false);
	expect(bundle.take(frame(LOOK_PIECE_BYTES, 5))).toBe(true);
	expect(bundle.whole.length).toBe(LOOK_PIECE_BYTES + 5);
	expect([bundle.whole[0], bundle.whole.at(-1)]).toEqual([1, 2]);
});

it.each([
	['of another kind', { ...frame(0, LOOK_PIECE_BYTES), t: 'looked' }],
	['of no bytes', { ...frame(0, LOOK_PIECE_BYTES), piece: 'text' }],
	['that is empty', frame(0, 0)],
	['that is not full', frame(0, 10)],
	['that is not the next', frame(5, LOOK_PIECE_BYTES)],
	['of more than there is', frame(0, LOOK_PIECE_BYTES, 10)],
	['of a bundle that is too large', frame(0, LOOK_PIECE_BYTES, MAX_BUNDLE_BYTES + 1)],
	['of a bundle of a size that is none', frame(0, LOOK_PIECE_BYTES, 0.5)],
])('a piece %s is a lie', (_, piece) => {
	expect(() => new TakenBundle().take(piece)).toThrow(MalformedFrame);
});

it('a piece of another size than the first is a lie', () => {
	const bundle = new TakenBundle();
	bundle.take(frame(0, LOOK_PIECE_BYTES));
	expect(() => bundle.take(frame(LOOK_PIECE_BYTES, 6, LOOK_PIECE_BYTES + 6))).toThrow(MalformedFrame);
});
