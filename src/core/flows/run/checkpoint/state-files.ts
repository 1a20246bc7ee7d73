import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { because } from '../../../../shared/errors/failure-reason.ts';
import { readDiskSpace } from '../../../broker/files/free-space.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../../../files/private-files.ts';
import { constants, mkdir, open, readdir, rm } from '../../../files/user-files.ts';
import type { FlowCheckpointStore, StateFile } from '../../../store/flows/checkpoint-store.ts';
import { stateFileName } from '../../../store/flows/checkpoint-store.ts';
import type { Checkpoint, HeldState, SavedState, StateKeeper } from '../checkpoint.ts';

/** Up to so much lies in the database itself, bytes: a file costs more than that. */
const INLINE_BYTES = 128 * 1024;
/** Written or read at once, bytes: the program does something else in between. */
const PIECE_BYTES = 1024 * 1024;
/** What stays free on the disk whatever plugins keep, or a hundredth of it where that is less, bytes. */
const KEPT_FREE_BYTES = 256 * 1024 * 1024;

/** What the plugins of one run save, in files that only its person may read. */
export class StateFiles implements StateKeeper {
	readonly #folder: string;
	readonly #run: string;
	/** Those that are there, as far as this run is concerned. */
	#files: ReadonlySet<string>;
	/** Of them, what the latest checkpoint names, and what is held whatever that names. */
	#needed: ReadonlySet<string>;
	readonly #held = new Set<string>();
	#count = 0;

	/** `from`: where the run goes on; what lies in files for that is this run's from now on. */
	constructor(folder: string, run: string, from: Checkpoint | null) {
		this.#folder = folder;
		this.#run = run;
		this.#files = new Set(filesOf(from));
		this.#needed = this.#files;
	}

	async keep(component: number, state: Uint8Array): Promise<SavedState> {
		return state.length <= INLINE_BYTES ? state : this.#keep(this.#name(component), state);
	}

	async hold(component: number, state: Uint8Array): Promise<HeldState> {
		if (state.length <= INLINE_BYTES) return { saved: state, letGo: () => undefined };
		const file = this.#name(component);
		this.#held.add(file);
		try {
			const saved = await this.#keep(file, state);
			return { saved, letGo: () => void this.#letGo(file) };
		} catch (error) {
			this.#held.delete(file);
			throw error;
		}
	}

	#name(component: number): string {
		return `${this.#run}-${this.#count++}-${component}.state`;
	}

	async #keep(file: string, state: Uint8Array): Promise<SavedState> {
		await mkdir(this.#folder, { recursive: true, mode: PRIVATE_FOLDER });
		await this.#assertRoom(state.length);
		this.#files = new Set([...this.#files, file]);
		return writeState(this.#folder, file, state);
	}

	/** Never rejects. */
	async #letGo(file: string): Promise<void> {
		this.#held.delete(file);
		if (this.#needed.has(file) || !this.#files.has(file)) return;
		this.#files = new Set([...this.#files].filter((each) => each !== file));
		await rm(join(this.#folder, file), { force: true }).catch(() => undefined);
	}

	async read(saved: SavedState): Promise<Uint8Array> {
		if (saved instanceof Uint8Array) return saved;
		const path = join(this.#folder, saved.file);
		const state = await readState(path, saved).catch((error: unknown) => {
			throw stateDamaged(path, error);
		});
		if (state === null) throw stateDamaged(path, null);
		return state;
	}

	/** A checkpoint is kept now (null: none is any more): what is neither in it nor held goes. Never rejects. */
	async settle(checkpoint: Checkpoint | null): Promise<void> {
		this.#needed = new Set(filesOf(checkpoint));
		const kept = new Set([...this.#needed, ...this.#held]);
		const gone = [...this.#files].filter((file) => !kept.has(file));
		this.#files = new Set([...this.#files].filter((file) => kept.has(file)));
		// What cannot be removed is found by a sweep.
		await Promise.allSettled(gone.map((file) => rm(join(this.#folder, file), { force: true })));
	}

	async #assertRoom(bytes: number): Promise<void> {
		const space = await readDiskSpace(this.#folder);
		if (space === null || space.free - bytes >= Math.min(KEPT_FREE_BYTES, space.total / 100)) return;
		throw new DataFlareError(
			'storage',
			`What a plugin saved (${bytes} bytes) was not written to ${this.#folder}: its disk has too little room left.`,
			{ details: because('disk_full', { path: this.#folder }), hint: 'Make room on the disk.' },
		);
	}
}

function filesOf(checkpoint: Checkpoint | null): readonly string[] {
	return [...(checkpoint?.components.values() ?? [])].flatMap(({ state }) =>
		state === undefined || state instanceof Uint8Array ? [] : [state.file],
	);
}

/** Rejects with the system's own error, with nothing left. */
async function writeState(folder: string, file: string, state: Uint8Array): Promise<StateFile> {
	const path = join(folder, file);
	let crc = 0;
	const handle = await open(path, 'wx', PRIVATE_FILE);
	try {
		for (let at = 0; at < state.length; at += PIECE_BYTES) {
			const piece = state.subarray(at, at + PIECE_BYTES);
			crc = crc32(piece, crc);
			await handle.writeFile(piece);
		}
		await handle.sync();
		await handle.close();
		await syncFolder(folder);
	} catch (error) {
		await handle.close().catch(() => undefined);
		await rm(path, { force: true }).catch(() => undefined);
		throw error;
	}
	return { file, bytes: state.length, crc };
}

/** A file is there after a power cut once its name is. Windows keeps names by itself and opens no folders. */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Null: it is another one. */
async function readState(path: string, { bytes, crc }: StateFile): Promise<Uint8Array | null> {
	const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
	try {
		if (!(await isSized(handle, bytes))) return null;
		const state = Buffer.allocUnsafe(bytes);
		let found = 0;
		for (let at = 0; at < bytes; ) {
			const { bytesRead } = await handle.read(state, at, Math.min(PIECE_BYTES, bytes - at), at);
			if (bytesRead === 0) return null;
			found = crc32(state.subarray(at, at + bytesRead), found);
			at += bytesRead;
		}
		return found === crc ? state : null;
	} finally {
		await handle.close();
	}
}

async function isSized(handle: FileHandle, bytes: number): Promise<boolean> {
	const facts = await handle.stat();
	return facts.isFile() && facts.size === bytes;
}

function stateDamaged(path: string, cause: unknown): DataFlareError {
	return new DataFlareError('storage', `What a plugin saved for this checkpoint, ${path}, is missing or damaged.`, {
		details: because('flow_state_damaged', { path }),
		hint: 'Run the flow again from its beginning.',
		cause,
	});
}

/** Throws `storage` where something that plugins saved is not there as it was; it is looked at, not read. */
export async function assertStates(folder: string, checkpoint: Checkpoint | null): Promise<void> {
	for (const { state } of checkpoint?.components.values() ?? []) {
		if (state === undefined || state instanceof Uint8Array) continue;
		const path = join(folder, state.file);
		const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: unknown) => {
			throw stateDamaged(path, error);
		});
		const isThere = await isSized(handle, state.bytes).finally(() => handle.close());
		if (!isThere) throw stateDamaged(path, null);
	}
}

/** Removes what plugins of killed or deleted runs saved, and nothing goes on from. Never rejects. */
export async function sweepStates(
	folder: string,
	checkpoints: Pick<FlowCheckpointStore, 'unneededStates'>,
): Promise<void> {
	const names = await readdir(folder).catch(() => []);
	const files = names.flatMap((file) => {
		const run = stateFileName.exec(file)?.[1];
		return run === undefined ? [] : [{ run, file }];
	});
	for (const file of checkpoints.unneededStates(files))
		await rm(join(folder, file), { force: true }).catch(() => undefined);
}
