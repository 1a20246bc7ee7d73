import { dirname, extname, join, resolve } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import type { WriteFileConfig } from '../../../shared/flow/flow-file.ts';
import type { Batch } from '../../../shared/sandbox/batch.ts';
import { removeLeftovers } from '../../files/temporary-files.ts';
import { stat } from '../../files/user-files.ts';
import type { OwnPlaces } from '../../policy/entries/own-places.ts';
import { outputError } from '../../records/record-writer.ts';
import { openSpecial } from '../../records/special-output.ts';
import { refuseOwnOutput } from '../../runs/output-place.ts';
import { CsvEncoder, unpackFirst } from './csv-encoder.ts';
import { arrayEncoder, type Encoder, lineEncoder } from './encoders.ts';
import type { FlowWriter, Position } from './flow-io.ts';
import { FlowThread, type FlowThreads } from './flow-thread.ts';
import { GzipMembers } from './gzip-members.ts';
import { otherPosition, outputIsFolder, specialOutput, withoutCsv } from './io-failures.ts';
import { type Output, outputExists, PartFile, partName } from './part-file.ts';
import { formatExtension } from './thread/file-format.ts';
import { type OutputFormat, type WriterPlace, writerPlaceOf } from './writer-place.ts';

export interface WriterOptions {
	/** The run's id and the component's number in it, by which what is not whole yet is named. */
	readonly run: string;
	readonly component: number;
	/** Hears in which folder files appear, before they do. */
	readonly noteFolder: (folder: string) => void;
	readonly ownPlaces: () => OwnPlaces;
	readonly signal: AbortSignal;
	/** Goes on there. */
	readonly from?: Position | undefined;
	readonly threads: FlowThreads;
	/** Hears what is odd about the data, and was written all the same. */
	readonly log?: ((text: string) => void) | undefined;
}

/**
 * Opens a file to be written. Rejects with `permission_denied` where the place is the program's own, with `conflict`
 * where nobody said that a file may be replaced, or what was written before is not there to go on, and with `storage`,
 * `not_found` or `invalid_input` where it cannot be written.
 */
export async function openFlowWriter(config: WriteFileConfig, options: WriterOptions): Promise<FlowWriter> {
	const path = resolve(config.path);
	const place = options.from === undefined ? null : writerPlaceOf(path, options.from.at);
	const format = outputFormatOf(config);
	const isGzip = isCompressed(config);
	if (place !== null && (place.format !== format || place.gzip !== isGzip)) throw otherPosition(path);
	await refuseOwnOutput(path, options.ownPlaces);
	const output = await openOutput(path, config, place, options);
	try {
		const kind = { format, isGzip, guardFormulas: config.guard_formulas === true };
		return await FileWriter.open(path, kind, output, place, options);
	} catch (error) {
		// What another run left stays for one that can go on.
		await (place === null ? output.abandon() : output.suspend());
		throw error;
	}
}

/** How a file is written: as it is said, or by its extension without that of a compression. */
function outputFormatOf({ format, path }: WriteFileConfig): OutputFormat {
	if (format !== 'auto') return format;
	const extension = formatExtension(path);
	if (extension === '.csv' || extension === '.json') return extension === '.csv' ? 'csv' : 'json';
	return extension === '.tsv' || extension === '.tab' ? 'tsv' : 'ndjson';
}

function isCompressed({ compression, path }: WriteFileConfig): boolean {
	return compression === 'auto' ? extname(path).toLowerCase() === '.gz' : compression === 'gzip';
}

/** What stands there when a flow begins: nothing that must not be replaced. Rejects as `openFlowWriter` does. */
export async function requireOutput(config: WriteFileConfig, ownPlaces: () => OwnPlaces): Promise<void> {
	const path = resolve(config.path);
	await refuseOwnOutput(path, ownPlaces);
	await kindOf(path, config);
}

async function kindOf(path: string, { if_exists }: WriteFileConfig): Promise<'plain' | 'special'> {
	const existing = await stat(path).catch(() => null);
	if (existing?.isDirectory() === true) throw outputIsFolder(path);
	if (existing !== null && !existing.isFile()) return 'special';
	if (existing !== null && if_exists === 'fail') throw outputExists(path);
	return 'plain';
}

async function openOutput(
	path: string,
	config: WriteFileConfig,
	place: WriterPlace | null,
	{ run, component, noteFolder, signal }: WriterOptions,
): Promise<Output> {
	const mayReplace = config.if_exists === 'replace';
	const kind = await kindOf(path, place === null ? config : { ...config, if_exists: 'replace' });
	if (kind === 'special' && place !== null) throw specialOutput(path);
	const folder = dirname(path);
	if (kind === 'plain') {
		noteFolder(folder);
		await removeLeftovers(folder, folder);
	}
	return telling(path, async () => {
		if (kind === 'special') return specialTo(path, signal);
		if (place !== null) return PartFile.reopen(path, place, place.again, mayReplace);
		return PartFile.create(path, partName(run, component), mayReplace);
	});
}

/** It cannot be kept aside: however it is left, what was written stays written. */
async function specialTo(path: string, signal: AbortSignal): Promise<Output> {
	const { write, close } = await openSpecial(path, signal);
	return {
		isSpecial: true,
		write,
		sync: () => Promise.reject(specialOutput(path)),
		commit: close,
		abandon: close,
		suspend: close,
	};
}

async function telling<T>(path: string, act: () => Promise<T>): Promise<T> {
	try {
		return await act();
	} catch (error) {
		throw error instanceof DataFlareError ? error : outputError(path, error);
	}
}

interface Kind {
	readonly format: OutputFormat;
	readonly isGzip: boolean;
	readonly guardFormulas: boolean;
}

class FileWriter implements FlowWriter {
	readonly #path: string;
	readonly #kind: Kind;
	readonly #output: Output;
	readonly #encoder: Encoder;
	readonly #members: GzipMembers | null;
	#records: number;
	/** Whether what comes at the end was written. */
	#isEnded = false;
	#isOver = false;

	private constructor(
		path: string,
		kind: Kind,
		output: Output,
		encoder: Encoder,
		open: Uint8Array,
		place: WriterPlace | null,
	) {
		this.#path = path;
		this.#kind = kind;
		this.#output = output;
		this.#encoder = encoder;
		const isEmpty = place === null || place.again || place.length === 0;
		this.#members = kind.isGzip ? new GzipMembers((data) => output.write(data), open, isEmpty) : null;
		this.#records = place?.records ?? 0;
	}

	get isSpecial(): boolean {
		return this.#output.isSpecial === true;
	}

	static async open(
		path: string,
		kind: Kind,
		output: Output,
		place: WriterPlace | null,
		options: WriterOptions,
	): Promise<FileWriter> {
		const kept = options.from?.bytes ?? new Uint8Array(0);
		const split = place?.open ?? 0;
		const [open, state] = [kept.subarray(0, split), kept.subarray(split)];
		const isCsv = kind.format === 'csv' || kind.format === 'tsv';
		if (!isCsv) {
			const encoder = kind.format === 'json' ? arrayEncoder(path, place?.records ?? 0) : lineEncoder;
			return new FileWriter(path, kind, output, encoder, open, place);
		}
		const { entry, pluginsDir } = options.threads;
		if (pluginsDir === null) throw withoutCsv(path);
		const isKnown = place !== null && !place.again;
		const first = place === null ? null : await unpackFirst(state);
		const start = {
			work: 'encode',
			path,
			delimiter: kind.format === 'tsv' ? 'tab' : ',',
			guardFormulas: kind.guardFormulas,
			first: isKnown ? first : null,
			records: isKnown ? place.records : 0,
			csvModule: join(pluginsDir, 'file-writer/file-writer.wasm'),
		} as const;
		const thread = new FlowThread(entry(), start, options.signal, options.log ?? (() => undefined));
		const encoder = new CsvEncoder(path, thread, isKnown ? state.slice() : null);
		const writer = new FileWriter(path, kind, output, encoder, isKnown ? open : new Uint8Array(0), place);
		if (place?.again === true && first !== null && first.length > 0) {
			await writer.#add(await encoder.lines(first, place.records));
		}
		return writer;
	}

	async write(batch: Batch): Promise<void> {
		if (batch.ends.length === 0) return;
		this.#records += batch.ends.length;
		await this.#add(await this.#encoder.batch(batch));
	}

	async position(): Promise<Position> {
		await this.#add(await this.#encoder.flush());
		const open = (await telling(this.#path, async () => this.#members?.settle())) ?? new Uint8Array(0);
		const place = await telling(this.#path, () => this.#output.sync());
		const state = await this.#encoder.state();
		const again = state?.again === true;
		const { format, isGzip } = this.#kind;
		const at = { format, gzip: isGzip, ...place, records: this.#records, open: open.length, again };
		const bytes = Buffer.concat([open, state?.bytes ?? new Uint8Array(0)]);
		return bytes.length === 0 ? { at } : { at, bytes };
	}

	async prepare(): Promise<string | null> {
		const file = this.#output.prepare === undefined ? null : this.#path;
		if (this.#isOver) return file;
		await this.#end();
		await telling(this.#path, async () => this.#output.prepare?.());
		return file;
	}

	async commit(): Promise<void> {
		if (this.#isOver) return;
		await this.#end();
		await telling(this.#path, () => this.#output.commit());
		this.#isOver = true;
		await this.#encoder.close();
	}

	abandon(): Promise<void> {
		return this.#leave(() => this.#output.abandon());
	}

	suspend(): Promise<void> {
		return this.#leave(() => this.#output.suspend());
	}

	async #leave(how: () => Promise<void>): Promise<void> {
		if (this.#isOver) return;
		this.#isOver = true;
		await this.#encoder.close();
		await telling(this.#path, how);
	}

	/** Writes what comes behind the last record. */
	async #end(): Promise<void> {
		if (this.#isEnded) return;
		await this.#add(await this.#encoder.end());
		await telling(this.#path, async () => this.#members?.end());
		this.#isEnded = true;
	}

	#add(data: Uint8Array): Promise<void> {
		if (data.length === 0) return Promise.resolve();
		return telling(this.#path, () => (this.#members === null ? this.#output.write(data) : this.#members.add(data)));
	}
}
