import wabtInit from 'wabt';
import { loadGuest as load } from '../../../src/sandbox/guests/load-guest.ts';
import type { LoadedGuest } from '../../../src/sandbox/guests/loaded-guest.ts';
import type { HostAnswer, HostSide } from '../../../src/sandbox/imports/host-side.ts';
import { LostMemory } from '../../../src/sandbox/memory/collector.ts';
import { createMemoryLimit } from '../../../src/sandbox/memory/memory-limit.ts';
import { type Batch, batchOf, recordAt } from '../../../src/shared/sandbox/batch.ts';
import type { CallFrame, GuestDescription, HostRequest } from '../../../src/shared/sandbox/frames.ts';

const wabt = await wabtInit();
/** `multi_memory` is known to the assembler, not to its types. */
const features = { exceptions: true, multi_memory: true, memory64: true };

/** Assembles WebAssembly text. */
export function wat(text: string): Uint8Array {
	const module = wabt.parseWat('guest.wat', text, features);
	try {
		return module.toBinary({}).buffer.slice();
	} finally {
		module.destroy();
	}
}

/** A host side that remembers what it was told and answers host requests by a function. */
export class RecordingHost implements HostSide {
	readonly logs: string[] = [];
	readonly requests: HostRequest[] = [];
	readonly reports: (readonly [number, number])[] = [];
	answer: (request: HostRequest) => HostAnswer | Promise<HostAnswer> = () => ({ status: 0, data: null });

	async ask(request: HostRequest): Promise<HostAnswer> {
		this.requests.push(request);
		return this.answer(request);
	}

	log(level: string, message: string): void {
		this.logs.push(`${level}: ${message}`);
	}

	progress(done: number, total: number): void {
		this.reports.push([done, total]);
	}
}

/** A processor of records in JSON, one at a time, that was told nothing. */
export const aGuest = (changes: Partial<GuestDescription> = {}): GuestDescription => ({
	plugin: 'test',
	type: 'processor',
	abi: 'dataflare/1',
	encoding: 'json',
	batch: false,
	config: '{}',
	env: [],
	args: [],
	...changes,
});

export interface InProcessOptions extends Partial<GuestDescription> {
	readonly memoryLimitBytes?: number;
	readonly memoryWay?: 'flag' | 'rewrite';
	readonly host?: HostSide;
}

/** Loads a guest from text into this very process. Only for guests that end by themselves. */
export function loadGuest(source: string | Uint8Array, options: InProcessOptions = {}): Promise<LoadedGuest> {
	const { memoryLimitBytes = 1024 * 1024, memoryWay = 'rewrite', host = new RecordingHost(), ...guest } = options;
	const terms = {
		module: typeof source === 'string' ? wat(source) : source,
		memoryLimitBytes,
		memoryLimit: createMemoryLimit(memoryWay),
		host,
		lost: new LostMemory(null),
		guest: aGuest(guest),
	};
	return load(terms, () => Promise.reject(new Error('components are loaded in processes of their own')));
}

export function batch(...records: readonly string[]): Batch {
	return batchOf(records.map((record) => new TextEncoder().encode(record)));
}

export function texts(from: Batch): readonly string[] {
	return Array.from(from.ends, (_, index) => new TextDecoder().decode(recordAt(from, index)));
}

const MAX_OUTPUT = 1024 * 1024;

/** Calls and gives the value as text, its status where there is none; throws what failed. */
export async function value(guest: LoadedGuest, fn: string, input: string | null = null, limit = MAX_OUTPUT) {
	const data = input === null ? null : new TextEncoder().encode(input);
	const result = await guest.call({ fn, input: { kind: 'value', data }, maxOutputBytes: limit });
	if (!result.ok) throw result.error;
	if (result.output.kind !== 'value') throw new Error('expected a value');
	return result.output.data === null ? result.output.status : new TextDecoder().decode(result.output.data);
}

/** Calls and gives the records as texts; throws what failed. */
export async function records(guest: LoadedGuest, fn: string, input: CallFrame['input'] | Batch, limit = MAX_OUTPUT) {
	const request = 'kind' in input ? input : ({ kind: 'records', batch: input } as const);
	const result = await guest.call({ fn, input: request, maxOutputBytes: limit });
	if (!result.ok) throw result.error;
	if (result.output.kind !== 'records') throw new Error('expected records');
	return texts(result.output.batch);
}

/** Calls and gives the failure. */
export async function failure(guest: LoadedGuest, fn: string, input: CallFrame['input'], limit = MAX_OUTPUT) {
	const result = await guest.call({ fn, input, maxOutputBytes: limit });
	if (result.ok) throw new Error('expected a failure');
	return { error: result.error, instanceLost: result.instanceLost };
}

/** The error that loading ends with. */
export function loadError(source: string | Uint8Array, options: InProcessOptions = {}): Promise<unknown> {
	return loadGuest(source, options).then(
		() => {
			throw new Error('expected the load to fail');
		},
		(error: unknown) => error,
	);
}

/** Answers its input, which it finds at a fixed place right behind the result's prefix. */
export const echo = (fn: string, more = ''): string => `(module
	(memory (export "memory") 2)
	(func (export "alloc") (param i32) (result i32) (i32.const 1028))
	(func (export "${fn}") (param $at i32) (param $length i32) (result i32)
		(i32.store (i32.const 1024) (local.get $length)) (i32.const 1024))
	${more})`;

/** Answers with the same text whatever it gets. */
export const answering = (fn: string, text: string, params = '(param i32 i32)'): string => {
	const bytes = [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
	const length = new TextEncoder().encode(text).length;
	return `(module (memory (export "memory") 1)
		(data (i32.const 16) "${bytes}")
		(func (export "${fn}") ${params} (result i32)
			(i32.store (i32.const 12) (i32.const ${length})) (i32.const 12)))`;
};

/** Returns a fixed number. */
export const returning = (fn: string, body: string, params = '(param i32 i32)'): string =>
	`(module (memory (export "memory") 1) (func (export "${fn}") ${params} (result i32) ${body}))`;
