import { FIRST_PIECE, PIECE_BYTES, type RecordFile, RecordWalk } from './record-walk.ts';

/** Of a file's records one in so many is remembered, at first: of millions, fewer. */
const FIRST_STRIDE = 32;
/** Places that are remembered, 8 bytes each. */
const MOST_PLACES = 1_000_000;

/** A record that goes on for longer is not waited for, bytes. */
const MOST_SOUGHT = 64 * 1024 * 1024;

/** Told of a record: its place among all, where it stands, and how its bytes are had. False: that was enough. */
export type Visit = (row: number, start: number, end: number, walk: RecordWalk) => boolean;

/** Where the records of a file begin: of every so many one, whatever their number, in a bounded memory. */
export class RowIndex {
	readonly #file: RecordFile;
	readonly #walk: RecordWalk;
	readonly #mostPlaces: number;
	#places = new Float64Array(1024);
	#count = 0;
	#stride = FIRST_STRIDE;
	rows = 0;
	isComplete = false;

	constructor(file: RecordFile, mostPlaces = MOST_PLACES) {
		this.#file = file;
		this.#mostPlaces = mostPlaces;
		this.#walk = new RecordWalk(file, file.shape.start, false, PIECE_BYTES);
	}

	get indexedBytes(): number {
		return this.isComplete ? this.#file.size : Math.min(this.#walk.position, this.#file.size);
	}

	/** Goes on by a piece of the file. `met` hears of each record that is remembered. */
	step(met: Visit): void {
		const goesOn = this.#walk.step((start, end) => {
			if (this.rows % this.#stride === 0) {
				this.#remember(start);
				met(this.rows, start, end, this.#walk);
			}
			this.rows++;
			return true;
		});
		if (!goesOn) this.isComplete = true;
	}

	/** Tells of records from a place on, also of some that are not counted yet. */
	from(row: number, visit: Visit): void {
		const place = Math.min(Math.floor(row / this.#stride), this.#count - 1);
		const isInside = place >= 0;
		const start = isInside ? (this.#places[place] ?? 0) : this.#file.shape.start;
		let at = isInside ? place * this.#stride : 0;
		const walk = new RecordWalk(this.#file, start, isInside, FIRST_PIECE);
		const last = start + MOST_SOUGHT;
		while (walk.step((from, to) => (at++ < row ? true : visit(at - 1, from, to, walk))) && walk.position < last);
	}

	/** How far a record may be from one that is remembered. */
	get stride(): number {
		return this.#stride;
	}

	#remember(start: number): void {
		if (this.#count === this.#mostPlaces) {
			for (let place = 0; place < this.#count / 2; place++) this.#places[place] = this.#places[2 * place] as number;
			this.#count = Math.ceil(this.#count / 2);
			this.#stride *= 2;
			// The record under way may be none that is remembered any more.
			if (this.rows % this.#stride !== 0) return;
		}
		if (this.#count === this.#places.length) {
			const more = new Float64Array(Math.min(2 * this.#count, this.#mostPlaces));
			more.set(this.#places);
			this.#places = more;
		}
		this.#places[this.#count++] = start;
	}
}
