import type { BigIntStats } from 'node:fs';
import { FILESTAT_BYTES, fileType, timeFlag } from '../../../shared/wasm/wasi/rights.ts';
import type { SetTimes } from './set-times.ts';
import { WasiFailure } from './wasi-failure.ts';

export function typeOf(facts: Pick<BigIntStats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): number {
	if (facts.isFile()) return fileType.regularFile;
	if (facts.isDirectory()) return fileType.directory;
	return facts.isSymbolicLink() ? fileType.symbolicLink : fileType.unknown;
}

/** A `filestat` as WASI lays it out. */
export function filestat(facts: BigIntStats, times: SetTimes): Uint8Array {
	const { atime, mtime } = times.told(facts);
	const view = new DataView(new ArrayBuffer(FILESTAT_BYTES));
	view.setBigUint64(0, BigInt.asUintN(64, facts.dev), true);
	view.setBigUint64(8, BigInt.asUintN(64, facts.ino), true);
	view.setUint8(16, typeOf(facts));
	view.setBigUint64(24, facts.nlink, true);
	view.setBigUint64(32, facts.size, true);
	view.setBigUint64(40, BigInt.asUintN(64, atime), true);
	view.setBigUint64(48, BigInt.asUintN(64, mtime), true);
	view.setBigUint64(56, BigInt.asUintN(64, facts.ctimeNs), true);
	return new Uint8Array(view.buffer);
}

/** The times that a request sets; those that it leaves alone as they are. ns */
export function timesIn(
	values: Uint8Array,
	now: { readonly atime: bigint; readonly mtime: bigint },
): { readonly atime: bigint; readonly mtime: bigint } {
	if (values.length !== 18) throw new WasiFailure('inval', 'Two times and flags are wanted.');
	const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
	const flags = view.getUint16(16, true);
	const moment = BigInt(Date.now()) * 1_000_000n;
	const pick = (set: number, setNow: number, given: bigint, before: bigint): bigint => {
		return (flags & set) !== 0 ? given : (flags & setNow) !== 0 ? moment : before;
	};
	return {
		atime: pick(timeFlag.atime, timeFlag.atimeNow, view.getBigUint64(0, true), now.atime),
		mtime: pick(timeFlag.mtime, timeFlag.mtimeNow, view.getBigUint64(8, true), now.mtime),
	};
}

/** A moment in ns as the seconds that the file system is told. */
export function seconds(ns: bigint): string {
	return `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, '0')}`;
}
