/**
 * Runs a sample plugin inside the test process, with host functions that act on a real folder and answer at once.
 * What it does not do on purpose: no policy, no limits, no suspension. Those are the sandbox's and have their own tests.
 */
import { appendFileSync, closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonValue } from '../../../src/shared/errors/errors.ts';
import { hostStatus } from '../../../src/shared/host/abi.ts';
import { schemaProblems } from '../scratch/sample-schema.ts';

export interface HttpRequest {
	readonly method: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}

export interface HttpResponse {
	readonly status: number;
	readonly url?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly body_base64?: string;
}

export interface GuestOptions {
	readonly config?: Readonly<Record<string, JsonValue>>;
	/** Where relative paths begin. */
	readonly folder?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly http?: (request: HttpRequest) => HttpResponse | number;
	/** Answers file calls on these paths with this status. */
	readonly fileStatus?: (path: string, op: 'read' | 'write') => number;
	/** Most that one read of a file gives, bytes. */
	readonly mostRead?: number;
}

export interface LogLine {
	readonly level: string;
	readonly message: string;
}

/** What a guest returned: 0 or a negative number with its error, or the bytes of a result. */
export interface GuestAnswer {
	readonly status: number;
	readonly text: string;
}

export class GuestFailure extends Error {
	readonly status: number;
	constructor(status: number, message: string) {
		super(message);
		this.name = 'GuestFailure';
		this.status = status;
	}
}

type Exports = Readonly<Record<string, (...args: number[]) => number>> & { readonly memory: WebAssembly.Memory };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export class Guest {
	readonly logs: LogLine[] = [];
	readonly progress: (readonly [number, number])[] = [];
	readonly writes: { readonly path: string; readonly bytes: number; readonly mode: number }[] = [];
	readonly #exports: Exports;
	readonly #options: GuestOptions;
	#lastError = '';

	constructor(module: WebAssembly.Module, options: GuestOptions = {}) {
		this.#options = options;
		this.#exports = new WebAssembly.Instance(module, { env: this.#imports() }).exports as unknown as Exports;
	}

	/** Bytes. */
	get memorySize(): number {
		return this.#exports.memory.buffer.byteLength;
	}

	/** Instantiates and initialises. Throws `GuestFailure` where `plugin_init` refuses. */
	static start(module: WebAssembly.Module, options: GuestOptions = {}): Guest {
		const guest = new Guest(module, options);
		guest.call('plugin_init', JSON.stringify(options.config ?? {}));
		// What a sample takes, its schema takes: else the engine would refuse what the plugin can do.
		const name = names.get(module);
		const refused = name === undefined ? [] : schemaProblems(name, options.config ?? {});
		if (refused.length > 0) throw new Error(`${name} takes what its schema refuses: ${refused.join('; ')}`);
		return guest;
	}

	/** Calls an export as the host does: input through `alloc`, the result copied and given back. */
	call(fn: string, input?: string | Uint8Array): GuestAnswer {
		const { bytes, status } = this.callBytes(fn, typeof input === 'string' ? encoder.encode(input) : input);
		return { status, text: decoder.decode(bytes) };
	}

	callBytes(fn: string, input?: Uint8Array): { readonly status: number; readonly bytes: Uint8Array } {
		this.#lastError = '';
		const target = this.#export(fn);
		let returned: number;
		if (input === undefined) {
			returned = target();
		} else {
			const pointer = this.#place(input);
			returned = target(pointer, input.length);
			this.#export('dealloc')(pointer, input.length);
		}
		if (returned < 0) throw new GuestFailure(returned, this.#lastError);
		if (returned === 0 || (returned === 1 && fn === 'filter_data')) {
			return { status: returned, bytes: new Uint8Array(0) };
		}
		const length = new DataView(this.#exports.memory.buffer).getUint32(returned, true);
		const bytes = new Uint8Array(this.#exports.memory.buffer, returned + 4, length).slice();
		this.#export('dealloc')(returned, length + 4);
		return { status: returned, bytes };
	}

	/** Calls with records as NDJSON and reads NDJSON back. */
	records(fn: string, input: readonly unknown[]): unknown[] {
		return parseLines(this.call(fn, toLines(input)).text);
	}

	/** The records that a filter keeps. */
	filter(input: readonly unknown[]): unknown[] {
		const { status, text } = this.call('filter_data', toLines(input));
		if (status === 0 || status === 1) return status === 1 ? [...input] : [];
		const verdicts = (text.startsWith('[') ? JSON.parse(text) : parseLines(text)) as unknown[];
		if (verdicts.length !== input.length) throw new Error(`${verdicts.length} verdicts for ${input.length} records`);
		return input.filter((_, index) => verdicts[index] === true);
	}

	/** Everything a source has. */
	readAll(): unknown[] {
		const all: unknown[] = [];
		for (;;) {
			const { status, text } = this.call('read_data');
			if (status === 0) return all;
			all.push(...parseLines(text));
		}
	}

	#export(name: string): (...args: number[]) => number {
		const found = this.#exports[name];
		if (found === undefined) throw new Error(`the module has no export ${name}`);
		return found;
	}

	#place(bytes: Uint8Array): number {
		const pointer = this.#export('alloc')(bytes.length);
		new Uint8Array(this.#exports.memory.buffer).set(bytes, pointer);
		return pointer;
	}

	#answer(bytes: Uint8Array): number {
		const pointer = this.#export('alloc')(bytes.length + 4);
		new DataView(this.#exports.memory.buffer).setUint32(pointer, bytes.length, true);
		new Uint8Array(this.#exports.memory.buffer).set(bytes, pointer + 4);
		return pointer;
	}

	#bytes(pointer: number, length: number): Uint8Array {
		return new Uint8Array(this.#exports.memory.buffer, pointer, length).slice();
	}

	#text(pointer: number, length: number): string {
		return decoder.decode(this.#bytes(pointer, length));
	}

	#imports(): Record<string, (...args: never[]) => unknown> {
		const path = (pointer: number, length: number) => resolve(this.#options.folder ?? '.', this.#text(pointer, length));
		const refused = (pointer: number, length: number, op: 'read' | 'write') =>
			this.#options.fileStatus?.(this.#text(pointer, length), op) ?? 0;
		return {
			abort: (message: number) => {
				throw new Error(`guest aborted: ${this.#utf16(message)}`);
			},
			host_log: (level: number, levelLength: number, pointer: number, length: number) => {
				this.logs.push({ level: this.#text(level, levelLength), message: this.#text(pointer, length) });
			},
			host_set_error: (pointer: number, length: number) => {
				this.#lastError = this.#text(pointer, length);
			},
			host_progress: (done: bigint, total: bigint) => {
				this.progress.push([Number(done), Number(total)]);
			},
			host_get_env: (pointer: number, length: number) => {
				const { env } = this.#options;
				if (env === undefined) return hostStatus.permissionDenied;
				const value = env[this.#text(pointer, length)];
				return value === undefined ? 0 : this.#answer(encoder.encode(value));
			},
			host_read_file: (pointer: number, length: number, offset: bigint, max: number) => {
				const status = refused(pointer, length, 'read');
				return status < 0
					? status
					: this.#attempt(() =>
							readPiece(path(pointer, length), Number(offset), Math.min(max, this.#options.mostRead ?? max)),
						);
			},
			host_write_file: (pointer: number, length: number, data: number, dataLength: number, mode: number) => {
				const status = refused(pointer, length, 'write');
				if (status < 0) return status;
				const target = path(pointer, length);
				const bytes = this.#bytes(data, dataLength);
				this.writes.push({ path: this.#text(pointer, length), bytes: dataLength, mode });
				return this.#attempt(() => {
					if (mode === 0) writeFileSync(target, bytes);
					else appendFileSync(target, bytes);
					return undefined;
				});
			},
			host_http: (pointer: number, length: number) => {
				const answer = this.#options.http?.(JSON.parse(this.#text(pointer, length)) as HttpRequest);
				if (answer === undefined) return hostStatus.permissionDenied;
				return typeof answer === 'number' ? answer : this.#answer(encoder.encode(JSON.stringify(answer)));
			},
		};
	}

	#attempt(act: () => Uint8Array | undefined): number {
		try {
			const bytes = act();
			return bytes === undefined ? 0 : this.#answer(bytes);
		} catch (error) {
			return (error as NodeJS.ErrnoException).code === 'ENOENT' ? hostStatus.notFound : hostStatus.io;
		}
	}

	#utf16(pointer: number): string {
		if (pointer === 0) return '';
		const length = new DataView(this.#exports.memory.buffer).getUint32(pointer - 4, true);
		return new TextDecoder('utf-16le').decode(this.#bytes(pointer, length));
	}
}

function readPiece(path: string, offset: number, max: number): Uint8Array {
	const file = openSync(path, 'r');
	try {
		const bytes = new Uint8Array(max);
		return bytes.subarray(0, readSync(file, bytes, 0, max, offset));
	} finally {
		closeSync(file);
	}
}

export function toLines(records: readonly unknown[]): string {
	return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

export function parseLines(text: string): unknown[] {
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as unknown);
}

const root = resolve(import.meta.dirname, '../../..');
const modules = new Map<string, WebAssembly.Module>();
/** The samples among the modules. */
const names = new WeakMap<WebAssembly.Module, string>();

/** A built sample plugin, compiled once per process. */
export function samplePlugin(name: string): WebAssembly.Module {
	let module = modules.get(name);
	if (module === undefined) {
		module = new WebAssembly.Module(readFileSync(resolve(root, `resources/plugins/${name}/${name}.wasm`)));
		modules.set(name, module);
		names.set(module, name);
	}
	return module;
}

/** Has another module stand for a sample in this process, for the tests that are loaded after it. */
export function replaceSample(name: string, module: WebAssembly.Module): void {
	modules.set(name, module);
	names.set(module, name);
}

/** A file of the `vega-datasets` package. */
export function vegaFile(name: string): string {
	return resolve(root, 'node_modules/vega-datasets/data', name);
}
