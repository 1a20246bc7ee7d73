import { LOOK_PIECE_BYTES } from '../../../shared/sandbox/frames.ts';
import { MAX_BUNDLE_BYTES } from '../../../shared/wasm/component/transpiler.ts';
import { assertFrame } from '../frames/malformed-frame.ts';
import { isCount, type RawFrame } from '../frames/raw-frame.ts';

/** A bundle that arrives in pieces. Of what it holds nothing is read here: it goes back into a sandbox as it is. */
export class TakenBundle {
	#whole: Uint8Array | null = null;
	#taken = 0;

	/** All of it; empty until it has come. */
	get whole(): Uint8Array {
		return this.#whole ?? new Uint8Array(0);
	}

	/** Says whether it was the last piece. Throws `MalformedFrame` for any but the next. */
	take(frame: RawFrame): boolean {
		const { t, size, offset, piece } = frame;
		assertFrame(t === 'transpiled', 'a frame of an unknown kind');
		assertFrame(isCount(size) && size > 0 && size <= MAX_BUNDLE_BYTES, 'a bundle of a size that none has');
		assertFrame(piece instanceof Uint8Array && piece.length > 0, 'a piece that is none');
		this.#whole ??= new Uint8Array(size);
		const { length } = this.#whole;
		// Whole pieces, so that their number is bounded by the size.
		const isFull = piece.length === LOOK_PIECE_BYTES || this.#taken + piece.length === length;
		assertFrame(size === length && offset === this.#taken && isFull, 'a piece that is not the next one');
		assertFrame(this.#taken + piece.length <= length, 'more than there was said to be');
		this.#whole.set(piece, this.#taken);
		this.#taken += piece.length;
		return this.#taken === length;
	}
}
