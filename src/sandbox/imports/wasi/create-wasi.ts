import { errno } from '../../../shared/wasm/wasi/errno.ts';
import { type WasiFunctionName, wasiFunctions } from '../../../shared/wasm/wasi/wasi-preview1.ts';
import type { HostSide } from '../host-side.ts';
import { type Randomness, randomness } from '../randomness.ts';
import { type Answer, done } from './answers.ts';
import { BrokerFiles } from './broker-files.ts';
import { descriptorCalls } from './descriptor-calls.ts';
import { pathCalls } from './path-calls.ts';
import { pollOneoff } from './poll.ts';
import { createShims, LATER } from './shims.ts';
import type { Streams } from './streams.ts';
import { type Preopen, Table } from './table.ts';
import { transferCalls } from './transfer-calls.ts';
import { WasiMemory } from './wasi-memory.ts';

export interface WasiOptions {
	readonly args: readonly string[];
	/** Granted variables alone. */
	readonly env: readonly (readonly [string, string])[];
	readonly memory: () => WebAssembly.Memory;
	readonly host: HostSide;
	readonly streams: Streams;
	/** The granted folders, where the module can ask for files. */
	readonly preopens: readonly Preopen[];
}

export interface Wasi {
	/** What a module that imports these functions is handed. */
	readonly imports: Readonly<Record<string, unknown>>;
	/** The code that the guest ended itself with; null: it did not. */
	readonly exitCode: number | null;
	/** Writes what counts as written; answers with what went wrong with any of it. Null: there is nothing to write. */
	settle(): Promise<number> | null;
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

/**
 * WASI preview 1: clocks, randomness, arguments, granted variables and standard streams are answered here, files by the
 * broker. None throws for what a guest passes.
 */
export function createWasi(names: readonly WasiFunctionName[], options: WasiOptions): Wasi {
	const memory = new WasiMemory(options.memory);
	const table = new Table(new BrokerFiles(options.host), options.preopens);
	const functions: Record<string, unknown> = {
		...clocks(memory),
		...texts(memory, options),
		...transferCalls(memory, table, options.streams),
		...descriptorCalls(memory, table),
		...pathCalls(memory, table),
		...sockets(table),
		sched_yield: () => errno.success,
		proc_raise: () => errno.nosys,
		poll_oneoff: (from: number, to: number, count: number, writtenAt: number) =>
			pollOneoff(memory, { table, streams: options.streams }, from, to, count, writtenAt),
	};
	if (names.includes('random_get')) {
		const source = randomness();
		functions['random_get'] = (pointer: number, length: number) => randomGet(source, memory, pointer, length);
	}
	let later: Promise<number> = Promise.resolve(errno.success);
	let exitCode: number | null = null;
	/** Nothing that a guest passes ends in an exception, which it could catch: what was not foreseen is an errno. */
	const guarded = (act: (...args: never[]) => Answer) => {
		return (...args: never[]): number => {
			if (exitCode !== null) return errno.nosys;
			const answer = act(...args);
			if (typeof answer === 'number') return answer;
			later = answer.catch(() => errno.io);
			return LATER;
		};
	};
	const known = Object.keys(wasiFunctions) as WasiFunctionName[];
	const guardedAll = Object.fromEntries(
		known.map((name) => [name, guarded((functions[name] ?? (() => errno.nosys)) as (...args: never[]) => Answer)]),
	);
	const imports = createShims(names, {
		functions: guardedAll,
		wait: () => later,
		onExit: (code) => {
			exitCode ??= code;
		},
	});
	return {
		imports,
		get exitCode() {
			return exitCode;
		},
		settle: () => (table.dirty ? table.flush().then(() => table.late()) : null),
	};
}

function clocks(memory: WasiMemory): Record<string, unknown> {
	return {
		clock_res_get: (id: number, pointer: number) =>
			id === 0 || id === 1 ? done(memory.setU64(pointer, id === 0 ? 1_000_000n : 1n)) : errno.inval,
		clock_time_get(id: number, _precision: bigint, pointer: number): Answer {
			if (id === 0) return done(memory.setU64(pointer, BigInt(Date.now()) * 1_000_000n));
			if (id === 1) return done(memory.setU64(pointer, process.hrtime.bigint()));
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
	const sizes = (items: readonly Buffer[], countAt: number, bytesAt: number): Answer =>
		done(
			memory.setU32(countAt, items.length) &&
				memory.setU32(
					bytesAt,
					items.reduce((sum, item) => sum + item.length, 0),
				),
		);
	const get = (items: readonly Buffer[], tableAt: number, textAt: number): Answer => {
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
		args_get: (at: number, text: number) => get(tables.args, at, text),
		environ_sizes_get: (count: number, bytes: number) => sizes(tables.environ, count, bytes),
		environ_get: (at: number, text: number) => get(tables.environ, at, text),
	};
}

/** Nothing that is open is a socket. */
function sockets(table: Table): Record<string, unknown> {
	const answer = (fd: number): Answer => (table.get(fd) === undefined ? errno.badf : errno.notsock);
	return { sock_accept: answer, sock_recv: answer, sock_send: answer, sock_shutdown: answer };
}

function randomGet(source: Randomness, memory: WasiMemory, pointer: number, length: number): Answer {
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
