import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { KEPT_PREVIEW_BYTES, type KeptOutput } from '../../shared/run/kept-output.ts';
import { readDiskSpace } from '../broker/files/free-space.ts';
import { openRunFolder, sweepRunFolders } from '../files/run-folder.ts';
import { open, rm } from '../files/user-files.ts';
import { PreviewCollector } from '../records/preview.ts';
import { copyOut } from './copy-out.ts';
import { type SaidForm, writeKept } from './write-kept.ts';

export interface KeptLimits {
	readonly maxOutputs: number;
	/** On the disk, together. */
	readonly maxBytes: number;
	/** In memory, waiting to be written: while there is more, no further call begins … */
	readonly maxWaitingBytes: number;
	/** … and of those that were under way already, what would make it more than this is given up. */
	readonly mostWaitingBytes: number;
	/** Of the disk, or a hundredth of it where that is less: stays free of outputs. */
	readonly keptFreeBytes: number;
}

const MiB = 1024 * 1024;
export const KEPT_LIMITS: KeptLimits = {
	maxOutputs: 64,
	maxBytes: 512 * MiB,
	maxWaitingBytes: 128 * MiB,
	mostWaitingBytes: 512 * MiB,
	keptFreeBytes: 256 * MiB,
};

/**
 * Outputs that are too large to be told in an answer, as files in a private folder, `<folder>/<pid>-<random>/<run>`.
 * The oldest makes room for the newest; nothing outlives the program.
 */
export class KeptOutputs {
	readonly #parent: string;
	readonly #limits: KeptLimits;
	readonly #noteFolder: (folder: string) => void;
	/** Bytes by id, the oldest first. */
	readonly #kept = new Map<string, number>();
	#folder: ReturnType<typeof openRunFolder> | null = null;
	#keptBytes = 0;
	#waitingBytes = 0;
	/** Those who wait for memory. */
	#waiting: (() => void)[] = [];
	/** One is written after the other: the disk is one, too. */
	#last: Promise<unknown> = Promise.resolve();

	constructor(parent: string, noteFolder: (folder: string) => void, limits: KeptLimits = KEPT_LIMITS) {
		this.#parent = parent;
		this.#noteFolder = noteFolder;
		this.#limits = limits;
		sweepRunFolders(parent);
	}

	/** Resolves once there is memory for another output, or `signal` says that nobody waits any more. */
	async room(signal: AbortSignal): Promise<void> {
		while (this.#waitingBytes > this.#limits.maxWaitingBytes && !signal.aborted) {
			await new Promise<void>((resolve) => {
				this.#waiting.push(resolve);
				signal.addEventListener('abort', () => resolve(), { once: true });
			});
		}
	}

	/**
	 * Keeps an output under the id of its run. Rejects with `storage` where it cannot be written, with `conflict` where
	 * more of them came at once than memory should hold.
	 */
	async keep(id: string, data: Uint8Array, said: SaidForm, over: KeptOutput['over']): Promise<KeptOutput> {
		if (this.#waitingBytes + data.length > this.#limits.mostWaitingBytes) throw crowded(data.length);
		this.#waitingBytes += data.length;
		const written = this.#last.then(() => this.#write(id, data, said));
		this.#last = written.catch(() => undefined);
		try {
			return { id, ...(await written), bytes: data.length, over, preview: previewOf(data) };
		} finally {
			this.#waitingBytes -= data.length;
			for (const resolve of this.#waiting.splice(0)) resolve();
		}
	}

	/** The whole, in pieces; it stays readable to its end whatever makes room meanwhile. Rejects with `not_found`. */
	async open(id: string): Promise<Readable> {
		const file = await this.#openFile(id);
		return file.createReadStream({ highWaterMark: 256 * 1024 });
	}

	/** Copies the whole to a file of the person's, which appears whole or not at all. */
	async save(id: string, path: string): Promise<{ readonly path: string; readonly bytes: number }> {
		const source = this.pathOf(id);
		const bytes = this.#kept.get(id) ?? 0;
		await copyOut(source, path, this.#noteFolder, async () => (this.#kept.has(id) ? null : notKept(id)));
		return { path, bytes };
	}

	/** bytes; null: there is none of this run. */
	sizeOf(id: string): number | null {
		return this.#kept.get(id) ?? null;
	}

	/** Takes it away; who reads it just then reads it to its end. Does nothing where there is none. */
	async forget(id: string): Promise<void> {
		const size = this.#kept.get(id);
		if (size !== undefined) await this.#drop(id, size);
	}

	/** Nothing is left on the disk. */
	async close(): Promise<void> {
		await this.#last;
		this.#kept.clear();
		await this.#folder?.close();
	}

	async #write(id: string, data: Uint8Array, said: SaidForm): Promise<Awaited<ReturnType<typeof writeKept>>> {
		try {
			this.#folder ??= openRunFolder(this.#parent);
			await this.#makeRoom(data.length);
			const found = await writeKept(join(this.#folder.path, id), data, said);
			this.#kept.set(id, data.length);
			this.#keptBytes += data.length;
			return found;
		} catch (error) {
			throw notWritten(this.#parent, data.length, error);
		}
	}

	async #makeRoom(bytes: number): Promise<void> {
		const { maxOutputs, maxBytes, keptFreeBytes } = this.#limits;
		const space = await readDiskSpace(this.#parent);
		const floor = space === null ? 0 : Math.min(keptFreeBytes, space.total / 100);
		let free = space?.free ?? Number.POSITIVE_INFINITY;
		for (const [id, size] of this.#kept) {
			const fits = this.#kept.size < maxOutputs && this.#keptBytes + bytes <= maxBytes && free - bytes >= floor;
			if (fits) return;
			await this.#drop(id, size);
			free += size;
		}
		if (free - bytes < floor) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
	}

	async #drop(id: string, size: number): Promise<void> {
		const path = this.pathOf(id);
		this.#kept.delete(id);
		this.#keptBytes -= size;
		await rm(path, { force: true });
	}

	async #openFile(id: string): Promise<FileHandle> {
		const path = this.pathOf(id);
		return open(path, 'r').catch((cause: unknown) => {
			throw notKept(id, cause);
		});
	}

	/** Where it lies, absolute, until newer ones need the room. Throws `not_found`. */
	pathOf(id: string): string {
		if (this.#folder === null || !this.#kept.has(id)) throw notKept(id);
		return join(this.#folder.path, id);
	}
}

function previewOf(data: Uint8Array): KeptOutput['preview'] {
	const collector = new PreviewCollector(KEPT_PREVIEW_BYTES);
	collector.add(data);
	return collector.result() ?? { text: '', bytes: data.length, truncated: true, form: 'text' };
}

function notKept(id: string, cause?: unknown): DataFlareError {
	return new DataFlareError('not_found', `The output of run ${id} is no longer kept.`, {
		details: because('output_gone', { id }),
		hint: 'Large outputs are kept until newer ones need the space or the program ends. Make the call again.',
		cause,
	});
}

function crowded(sizeBytes: number): DataFlareError {
	return new DataFlareError(
		'conflict',
		`An output of ${Math.ceil(sizeBytes / MiB)} MiB was discarded: too many large ones arrived at once.`,
		{
			details: because('outputs_crowded', { sizeBytes }),
			hint: 'Make fewer such calls at once.',
		},
	);
}

function notWritten(path: string, sizeBytes: number, error: unknown): DataFlareError {
	const system = codeOf(error) ?? String(error);
	return new DataFlareError(
		'storage',
		`The output of ${Math.ceil(sizeBytes / MiB)} MiB could not be stored in ${path} (${system}).`,
		{
			details: because('output_not_kept', { path, sizeBytes, system }),
			hint: 'Free some space or fix the permissions of the data folder, then make the call again.',
			cause: error,
		},
	);
}
