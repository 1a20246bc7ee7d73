import type { Batch } from '../../../../shared/sandbox/batch.ts';

const LF = 0x0a;

interface Run {
	readonly data: Uint8Array;
	readonly begin: number;
	end: number;
}

/**
 * Puts records together into a batch. What fits into it is decided by the records alone, so that whoever begins behind
 * any batch gets the same ones from there on.
 */
export class Packer {
	readonly #mostRecords: number;
	readonly #mostBytes: number;
	readonly #gap: 0 | 1;
	readonly #ends: Uint32Array;
	#count = 0;
	/** Of the batch so far, each separator included. */
	#bytes = 0;
	/** Neighbours in what is read stay together: they are copied at once. */
	#runs: Run[] = [];

	constructor(mostRecords: number, mostBytes: number, gap: 0 | 1) {
		this.#mostRecords = mostRecords;
		this.#mostBytes = mostBytes;
		this.#gap = gap;
		this.#ends = new Uint32Array(mostRecords);
	}

	get count(): number {
		return this.#count;
	}

	/** Whether no further record is taken, however small. */
	get isFull(): boolean {
		return this.#count === this.#mostRecords || this.#bytes >= this.#mostBytes;
	}

	/** Takes a record, which stays where it is until `keep` or `take`. False: it belongs to the next batch. */
	add(data: Uint8Array, begin: number, end: number): boolean {
		const after = this.#bytes + end - begin;
		if (this.#count > 0 && (this.#count === this.#mostRecords || after + this.#gap > this.#mostBytes)) return false;
		const last = this.#runs[this.#runs.length - 1];
		if (last !== undefined && last.data === data && last.end + this.#gap === begin) last.end = end;
		else this.#runs.push({ data, begin, end });
		this.#ends[this.#count++] = after;
		this.#bytes = after + this.#gap;
		return true;
	}

	/** The bytes of what was taken are about to change: they are put aside. */
	keep(): void {
		if (this.#runs.length === 0) return;
		const data = this.#joined();
		this.#runs = [{ data, begin: 0, end: this.#bytes - this.#gap }];
	}

	/** The batch, in a buffer of its own. */
	take(): Batch {
		const batch: Batch = { data: this.#joined(), ends: this.#ends.slice(0, this.#count), gap: this.#gap };
		this.#runs = [];
		this.#count = 0;
		this.#bytes = 0;
		return batch;
	}

	#joined(): Uint8Array<ArrayBuffer> {
		// Every byte of it is written below.
		const whole = new Uint8Array(Buffer.allocUnsafeSlow(this.#bytes).buffer);
		let at = 0;
		for (const { data, begin, end } of this.#runs) {
			whole.set(data.subarray(begin, end), at);
			at += end - begin;
			if (this.#gap === 1) whole[at++] = LF;
		}
		return whole;
	}
}
