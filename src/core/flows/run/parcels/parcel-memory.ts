import type { Batch } from '../../../../shared/sandbox/batch.ts';

/** Less is not worth the counting. bytes */
const COUNTED_FROM = 16_384;

/**
 * Frees what parcels lie in as soon as nobody on any edge needs it: a stream of batches fills memory much faster than the
 * garbage collector would look for it, which then does nothing else. Only what a batch has for itself alone is freed.
 */
export class ParcelMemory {
	/** Takers that are not done yet with what lies in a buffer. */
	readonly #takers = new WeakMap<ArrayBuffer, number>();

	/** One more takes it. */
	hold(batch: Batch): void {
		const buffer = ownBuffer(batch);
		if (buffer !== null) this.#takers.set(buffer, (this.#takers.get(buffer) ?? 0) + 1);
	}

	/** One is done with it: what came of it lies elsewhere, or is held already. */
	letGo(batch: Batch): void {
		const buffer = ownBuffer(batch);
		if (buffer === null) return;
		const left = (this.#takers.get(buffer) ?? 0) - 1;
		if (left > 0) this.#takers.set(buffer, left);
		else if (left === 0) buffer.transfer(0);
	}
}

/** Null: it is small, or something else may lie beside it. */
function ownBuffer({ data }: Batch): ArrayBuffer | null {
	const { buffer, byteLength } = data;
	return byteLength >= COUNTED_FROM && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer
		? buffer
		: null;
}
