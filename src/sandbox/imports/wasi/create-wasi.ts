import { type WasiFunctionName, wasiFunctions } from '../../../shared/wasm/wasi-preview1.ts';
import { type Randomness, randomness } from '../randomness.ts';
import { type Errno, errno } from './errno.ts';
import { OutputLines } from './output-lines.ts';
import { pollOneoff } from './poll.ts';
import { WasiMemory } from './wasi-memory.ts';

type WasiFunction = (...args: (number | bigint)[]) => number;

export interface WasiOptions {
	readonly args: readonly string[];
	/** Granted variables alone. */
	readonly env: readonly (readonly [string, string])[];
	readonly memory: () => WebAssembly.Memory;
	onOutput(stream: 'stdout' | 'stderr', line: string): void;
}

export interface Wasi {
	/** All functions that answer at once. */
	readonly imports: Record<string, WasiFunction>;
	/** `poll_oneoff`, for which the guest is suspended. */
	poll(subscriptions: number, events: number, count: number, written: number): Promise<Errno>;
	/** Hands on what the guest wrote to stdout or stderr without ending the line. */
	flush(): void;
}

/** The guest called `proc_exit`: its instance is over, whatever the code. */
export class WasiExit extends Error {
	readonly code: number;

	constructor(code: number) {
		super(`the plugin called proc_exit(${code})`);
		this.name = 'WasiExit';
		this.code = code;
	}
}

/** At most this much of randomness is drawn at once, bytes. */
const RANDOM_CHUNK = 65_536;
/** How many buffers one call may name. */
const MAX_VECTOR = 1024;

/** Functions that need a file descriptor or a path of a file: no file is open, so there is nothing to act on. */
const needFile = ['fd_', 'path_', 'sock_'] as const;

/**
 * WASI preview 1 without authority: clocks, randomness, arguments, granted variables and output to the log. Whatever
 * is not named below answers that the descriptor is unknown or the function is not there; none throws but `proc_exit`.
 */
export function createWasi(options: WasiOptions): Wasi {
	const memory = new WasiMemory(options.memory);
	const outputs: Readonly<Record<number, OutputLines>> = {
		1: new OutputLines((line) => options.onOutput('stdout', line)),
		2: new OutputLines((line) => options.onOutput('stderr', line)),
	};
	const imports: Record<string, WasiFunction> = {};
	for (const name of Object.keys(wasiFunctions) as WasiFunctionName[]) {
		const answer = needFile.some((prefix) => name.startsWith(prefix)) ? errno.badf : errno.nosys;
		imports[name] = () => answer;
	}
	Object.assign(imports, clocks(memory), texts(memory, options), streams(memory, outputs), {
		sched_yield: () => errno.success,
		proc_exit: (code: number) => {
			throw new WasiExit(code);
		},
	});
	// Looked up for a guest that imports it alone (`wireImports`).
	Object.defineProperty(imports, 'random_get', {
		get() {
			const source = randomness();
			return (pointer: number, length: number) => randomGet(source, memory, pointer, length);
		},
	});
	return {
		imports,
		poll: (subscriptions, events, count, written) => pollOneoff(memory, subscriptions, events, count, written),
		flush() {
			for (const output of Object.values(outputs)) output.flush();
		},
	};
}

const answer = (done: boolean): Errno => (done ? errno.success : errno.fault);

function clocks(memory: WasiMemory): Record<string, unknown> {
	return {
		clock_res_get: (_id: number, pointer: number) => answer(memory.setU64(pointer, 1_000_000n)),
		clock_time_get(id: number, _precision: bigint, pointer: number): Errno {
			if (id === 0) return answer(memory.setU64(pointer, BigInt(Date.now()) * 1_000_000n));
			if (id === 1) return answer(memory.setU64(pointer, process.hrtime.bigint()));
			return errno.inval;
		},
	};
}

/** Arguments and environment: NUL-terminated texts behind a table of pointers. */
function texts(memory: WasiMemory, options: WasiOptions): Record<string, unknown> {
	const tables = {
		args: options.args.map((text) => Buffer.from(`${text}\0`)),
		environ: options.env.map(([name, value]) => Buffer.from(`${name}=${value}\0`)),
	};
	const sizes = (items: readonly Buffer[], countAt: number, bytesAt: number): Errno =>
		answer(
			memory.setU32(countAt, items.length) &&
				memory.setU32(
					bytesAt,
					items.reduce((sum, item) => sum + item.length, 0),
				),
		);
	const get = (items: readonly Buffer[], tableAt: number, textAt: number): Errno => {
		let at = textAt;
		for (const [index, item] of items.entries()) {
			const place = memory.bytes(at, item.length);
			if (place === null || !memory.setU32(tableAt + 4 * index, at)) return errno.fault;
			place.set(item);
			at += item.length;
		}
		return errno.success;
	};
	return {
		args_sizes_get: (count: number, bytes: number) => sizes(tables.args, count, bytes),
		args_get: (table: number, text: number) => get(tables.args, table, text),
		environ_sizes_get: (count: number, bytes: number) => sizes(tables.environ, count, bytes),
		environ_get: (table: number, text: number) => get(tables.environ, table, text),
	};
}

function streams(memory: WasiMemory, outputs: Readonly<Record<number, OutputLines>>): Record<string, unknown> {
	return {
		fd_write(fd: number, vectors: number, count: number, writtenAt: number): Errno {
			const output = outputs[fd];
			if (output === undefined) return errno.badf;
			if (count >>> 0 > MAX_VECTOR) return errno.inval;
			let written = 0;
			for (let index = 0; index < count; index++) {
				const vector = memory.view(vectors + 8 * index, 8);
				const bytes = vector && memory.bytes(vector.getUint32(0, true), vector.getUint32(4, true));
				if (bytes === null) return errno.fault;
				output.write(bytes);
				written += bytes.length;
			}
			return answer(memory.setU32(writtenAt, written));
		},
		/** Standard input is at its end; nothing else is open. */
		fd_read: (fd: number, _vectors: number, _count: number, readAt: number) =>
			fd === 0 ? answer(memory.setU32(readAt, 0)) : errno.badf,
		fd_fdstat_get(fd: number, pointer: number): Errno {
			if (fd < 0 || fd > 2) return errno.badf;
			const stat = memory.view(pointer, 24);
			if (stat === null) return errno.fault;
			new Uint8Array(stat.buffer, stat.byteOffset, 24).fill(0);
			// A character device, which a C library takes for a terminal and flushes line by line.
			stat.setUint8(0, 2);
			return errno.success;
		},
		fd_close: (fd: number) => (fd >= 0 && fd <= 2 ? errno.success : errno.badf),
		fd_seek: (fd: number) => (fd >= 0 && fd <= 2 ? errno.spipe : errno.badf),
		fd_tell: (fd: number) => (fd >= 0 && fd <= 2 ? errno.spipe : errno.badf),
		/** Open, and no socket. */
		...Object.fromEntries(
			['sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown'].map((name) => [
				name,
				(fd: number) => (fd >= 0 && fd <= 2 ? errno.notsock : errno.badf),
			]),
		),
		path_open: (fd: number) => (fd >= 0 && fd <= 2 ? errno.notcapable : errno.badf),
	};
}

function randomGet(source: Randomness, memory: WasiMemory, pointer: number, length: number): Errno {
	const bytes = memory.bytes(pointer, length);
	if (bytes === null) return errno.fault;
	for (let at = 0; at < bytes.length; at += RANDOM_CHUNK) {
		// Filled through a copy: randomness cannot be written straight into every kind of memory.
		const chunk = new Uint8Array(Math.min(RANDOM_CHUNK, bytes.length - at));
		source.fill(chunk);
		bytes.set(chunk, at);
	}
	return errno.success;
}
