import { type Errno, errno } from '../../../shared/wasm/wasi/errno.ts';
import { fileType, handedOn, openFlag, right } from '../../../shared/wasm/wasi/rights.ts';

/** What WASI 0.2 calls the errors of preview 1, in whose words the broker answers. */
const codes: Readonly<Record<number, string>> = {
	[errno.toobig]: 'invalid',
	[errno.acces]: 'access',
	[errno.again]: 'would-block',
	[errno.badf]: 'bad-descriptor',
	[errno.busy]: 'busy',
	[errno.canceled]: 'interrupted',
	[errno.dquot]: 'quota',
	[errno.exist]: 'exist',
	[errno.fbig]: 'file-too-large',
	[errno.ilseq]: 'illegal-byte-sequence',
	[errno.inval]: 'invalid',
	[errno.isdir]: 'is-directory',
	[errno.loop]: 'loop',
	[errno.mfile]: 'insufficient-memory',
	[errno.nfile]: 'insufficient-memory',
	[errno.mlink]: 'too-many-links',
	[errno.nametoolong]: 'name-too-long',
	[errno.noent]: 'no-entry',
	[errno.nomem]: 'insufficient-memory',
	[errno.nospc]: 'insufficient-space',
	[errno.nosys]: 'unsupported',
	[errno.notdir]: 'not-directory',
	[errno.notempty]: 'not-empty',
	[errno.notsup]: 'unsupported',
	[errno.nxio]: 'no-such-device',
	[errno.overflow]: 'overflow',
	[errno.perm]: 'not-permitted',
	[errno.pipe]: 'pipe',
	[errno.rofs]: 'read-only',
	[errno.spipe]: 'invalid-seek',
	[errno.txtbsy]: 'text-file-busy',
	[errno.xdev]: 'cross-device',
	// What a grant denies.
	[errno.notcapable]: 'access',
};

export function codeOf(error: Errno): string {
	return codes[error] ?? 'io';
}

/** Every word that an error may be. */
export const errorCodes: ReadonlySet<string> = new Set([...Object.values(codes), 'io']);

const typeNames: Readonly<Record<number, string>> = {
	[fileType.characterDevice]: 'character-device',
	[fileType.directory]: 'directory',
	[fileType.regularFile]: 'regular-file',
	[fileType.symbolicLink]: 'symbolic-link',
};

export function typeName(type: number): string {
	return typeNames[type] ?? 'unknown';
}

export interface DescriptorFlags {
	readonly read?: boolean;
	readonly write?: boolean;
	readonly fileIntegritySync?: boolean;
	readonly dataIntegritySync?: boolean;
	readonly requestedWriteSync?: boolean;
	readonly mutateDirectory?: boolean;
}

export interface OpenFlags {
	readonly create?: boolean;
	readonly directory?: boolean;
	readonly exclusive?: boolean;
	readonly truncate?: boolean;
}

export interface PathFlags {
	readonly symlinkFollow?: boolean;
}

/** What is done with the content of a file, which only they get who ask for it. */
const content = right.fdRead | right.fdWrite | right.fdAllocate | right.fdFilestatSetSize | right.fdFilestatSetTimes;

/** What is asked for: of a folder all that is handed on, as everywhere below a folder in WASI 0.2. */
export function wantedRights({ read, write }: DescriptorFlags): number {
	const reading = read === true ? right.fdRead : 0;
	const writing = write === true ? content & ~right.fdRead : 0;
	return (handedOn & ~content) | reading | writing;
}

export function flagsOf(rights: number): DescriptorFlags {
	return {
		read: (rights & (right.fdRead | right.fdReaddir)) !== 0,
		write: (rights & right.fdWrite) !== 0,
		fileIntegritySync: false,
		dataIntegritySync: false,
		requestedWriteSync: false,
		mutateDirectory: (rights & right.pathCreateFile) !== 0,
	};
}

export function openFlagBits({ create, directory, exclusive, truncate }: OpenFlags): number {
	return (
		(create === true ? openFlag.create : 0) |
		(directory === true ? openFlag.directory : 0) |
		(exclusive === true ? openFlag.exclusive : 0) |
		(truncate === true ? openFlag.truncate : 0)
	);
}

const SECOND = 1_000_000_000n;

interface Datetime {
	readonly seconds: bigint;
	readonly nanoseconds: number;
}

export function datetime(ns: bigint): Datetime {
	return { seconds: ns / SECOND, nanoseconds: Number(ns % SECOND) };
}

export type NewTimestamp =
	| { readonly tag: 'no-change' | 'now' }
	| { readonly tag: 'timestamp'; readonly val: Datetime };

/** The moment in ns, and whether it is set, is set to now (`bits`: the two flags of preview 1), or neither. */
export function newTime(time: NewTimestamp, bits: readonly [set: number, now: number]): readonly [bigint, number] {
	if (time.tag === 'timestamp') return [time.val.seconds * SECOND + BigInt(time.val.nanoseconds), bits[0]];
	return [0n, time.tag === 'now' ? bits[1] : 0];
}

/** A `filestat` of preview 1 as WASI 0.2 has it. */
export function statOf(data: Uint8Array) {
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	return {
		type: typeName(view.getUint8(16)),
		linkCount: view.getBigUint64(24, true),
		size: view.getBigUint64(32, true),
		dataAccessTimestamp: datetime(view.getBigUint64(40, true)),
		dataModificationTimestamp: datetime(view.getBigUint64(48, true)),
		statusChangeTimestamp: datetime(view.getBigUint64(56, true)),
	};
}

/** Another one for another file, and for the same file once it was changed. */
export function hashOf(data: Uint8Array): { readonly lower: bigint; readonly upper: bigint } {
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	const mixed = (seed: bigint): bigint => {
		let hash = seed;
		// Device, number, size and both times of change.
		for (const at of [0, 8, 32, 48, 56]) {
			hash = BigInt.asUintN(64, (hash ^ view.getBigUint64(at, true)) * 0x100000001b3n);
			hash ^= hash >> 29n;
		}
		return hash;
	};
	return { lower: mixed(0xcbf29ce484222325n), upper: mixed(0x9e3779b97f4a7c15n) };
}

const DIRENT_BYTES = 24;

export interface ListedEntry {
	readonly type: string;
	readonly name: string;
	/** From where the next one is asked for. */
	readonly next: number;
}

/** The `dirent`s of preview 1, without the folder itself and the one above it. */
export function entriesIn(data: Uint8Array): {
	readonly entries: readonly ListedEntry[];
	readonly next: number | null;
} {
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	const text = new TextDecoder('utf-8', { ignoreBOM: true });
	const entries: ListedEntry[] = [];
	let next: number | null = null;
	for (let at = 0; at + DIRENT_BYTES <= data.length; ) {
		next = Number(view.getBigUint64(at, true));
		const length = view.getUint32(at + 16, true);
		const name = text.decode(data.subarray(at + DIRENT_BYTES, at + DIRENT_BYTES + length));
		if (name !== '.' && name !== '..') entries.push({ type: typeName(view.getUint8(at + 20)), name, next });
		at += DIRENT_BYTES + length;
	}
	return { entries, next };
}
