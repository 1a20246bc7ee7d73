/** Writes modules that no assembler would: sections of any size and any claim. */

import { leb } from '../../../src/shared/wasm/binary/write.ts';

export { leb };

export type Piece = Uint8Array | readonly number[] | string;

export function bytesOf(...pieces: readonly Piece[]): Uint8Array {
	const parts = pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : Uint8Array.from(piece)));
	return Uint8Array.from(Buffer.concat(parts));
}

export function section(id: number, ...pieces: readonly Piece[]): Uint8Array {
	const content = bytesOf(...pieces);
	return bytesOf([id], leb(content.length), content);
}

export const named = (text: string): Uint8Array => bytesOf(leb(Buffer.byteLength(text)), text);

/** The same bytes so many times. */
export function repeated(count: number, piece: Piece): Uint8Array {
	const one = bytesOf(piece);
	return Uint8Array.from(Buffer.alloc(count * one.length, one));
}

export const header: readonly number[] = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** `() -> ()`, `(i32 i32) -> i32` */
export const types = section(1, [2, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 1, 0x7f]);
export const onePage = section(5, [1, 0, 1]);
/** `process_data` is function `index`, `memory` is memory 0. */
export const exportsOf = (index: number, ...more: readonly Piece[]): Uint8Array =>
	section(7, [2], named('process_data'), [0], leb(index), named('memory'), [2, 0], ...more);
/** A body that answers 0. */
export const answersZero: readonly number[] = [4, 0, 0x41, 0, 0x0b];

export interface ModuleParts {
	readonly custom?: Uint8Array;
	readonly types?: Uint8Array;
	readonly imports?: Uint8Array;
	readonly functions?: Uint8Array;
	readonly tables?: Uint8Array;
	readonly memory?: Uint8Array;
	readonly globals?: Uint8Array;
	readonly exports?: Uint8Array;
	readonly start?: Uint8Array;
	readonly elements?: Uint8Array;
	readonly count?: Uint8Array;
	readonly code?: Uint8Array;
	readonly data?: Uint8Array;
}

const none = new Uint8Array(0);

/** A processor that answers 0, with the parts that are named put in place of its own. */
export function moduleOf(parts: ModuleParts): Uint8Array {
	return bytesOf(
		header,
		parts.custom ?? none,
		parts.types ?? types,
		parts.imports ?? none,
		parts.functions ?? section(3, [1, 1]),
		parts.tables ?? none,
		parts.memory ?? onePage,
		parts.globals ?? none,
		parts.exports ?? exportsOf(0),
		parts.start ?? none,
		parts.elements ?? none,
		parts.count ?? none,
		parts.code ?? section(10, [1], answersZero),
		parts.data ?? none,
	);
}

/** A function's body with its locals. */
export function body(locals: Piece, code: Piece): Uint8Array {
	const content = bytesOf(locals, code);
	return bytesOf(leb(content.length), content);
}
