import { columnsIn, type InputPlace } from '../../../records/json-input-errors.ts';
import type { ByteSource } from './byte-source.ts';

const LF = 0x0a;
const PIECE = 1024 * 1024;

/** The line and the column of a byte, by its place in the input. */
export type FindPlace = (offset: number) => Promise<InputPlace>;

/** Counts lines by reading the input once more: nobody has to count them as long as nothing is wrong. `mark`: bytes of the byte order mark, which no place counts. */
export function placesIn(open: () => ByteSource, mark: number): FindPlace {
	return async (offset) => {
		const source = open();
		const data = new Uint8Array(PIECE);
		let line = 1;
		let column = 1;
		try {
			for (let at = 0; at < offset; ) {
				const length = await source.read(data, 0, Math.min(PIECE, offset - at));
				if (length === 0) break;
				const piece = data.subarray(0, length);
				let lineStart = at === 0 ? Math.min(mark, length) : 0;
				for (let next = piece.indexOf(LF); next !== -1; next = piece.indexOf(LF, lineStart)) {
					line++;
					lineStart = next + 1;
					column = 1;
				}
				column += columnsIn(data, lineStart, length);
				at += length;
			}
		} finally {
			source.close();
		}
		return { line, column, offset: offset - mark };
	};
}
