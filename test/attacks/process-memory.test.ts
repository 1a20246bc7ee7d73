import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime } from '../../src/core/runtime/create-runtime.ts';
import { MODULE_SHARE, SLACK_MIB, SMALL_MODULE_BYTES } from '../../src/core/runtime/memory/process-allowance.ts';
import { forkAdapter } from '../../src/core/runtime/process/fork-adapter.ts';
import type { OsProcess, ProcessAdapter } from '../../src/core/runtime/process-adapter.ts';
import type { GuestPool, Runtime } from '../../src/core/runtime/runtime.ts';
import type { DataFlareError } from '../../src/shared/errors/errors.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { emptyBroker, guestSpec, textCall } from '../support/guests/guest-spec.ts';
import {
	arrayBomb,
	chainBomb,
	compileBomb,
	fills,
	garbageBomb,
	initBomb,
	manyFunctions,
} from '../support/guests/memory-bombs.ts';
import { wat } from '../support/guests/wat.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { answering, eventually } from '../support/scratch/scratch-core.ts';

const MiB = 1024 * 1024;
const PAGES_PER_MIB = 16;
const HEAP_MIB = 128;
/** Of a guest with 16 MiB whose module is small. */
const DEFAULT_BOUND_MIB = 16 + HEAP_MIB + SLACK_MIB + (MODULE_SHARE * SMALL_MODULE_BYTES) / MiB;
const onLinux = process.platform === 'linux';

let runtime: Runtime;
afterEach(() => runtime.dispose(500));

const fork = (entry = sandboxEntry): ProcessAdapter => forkAdapter({ entry, reaperEntry });

/** The sandbox without its own look at the code it is to compile: the second wall alone. */
const { path: scratch } = scratchFolder();
const unlooking = join(scratch, 'sandbox.mjs');
beforeAll(() => {
	const built = readFileSync(sandboxEntry, 'utf8');
	const look = /function requireModestCode\((.*?)\) \{/;
	expect(built.match(new RegExp(look, 'g'))).toHaveLength(1);
	writeFileSync(unlooking, built.replace(look, 'function requireModestCode($1) {\n\treturn;'));
});

/** The same processes as where the kernel bounds none: what the parent sees has to do. */
function unbounded(entry = sandboxEntry): ProcessAdapter {
	const adapter = fork(entry);
	return {
		...adapter,
		spawn(options) {
			const inner = adapter.spawn(options);
			return {
				get pid() {
					return inner.pid;
				},
				post: (message) => inner.post(message),
				kill: () => inner.kill(),
				onMessage: (listener) => inner.onMessage(listener),
				onExit: (listener) => inner.onExit(listener),
				stderrTail: () => inner.stderrTail(),
			} satisfies OsProcess;
		},
	};
}

/** Follows the largest that each process ever was, MiB, for as long as it can be asked. */
class Peaks {
	#peak = 0;
	readonly #timer = setInterval(() => this.#look(), 5);

	#look(): void {
		for (const { pid } of runtime.sandboxes()) {
			try {
				const told = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
				this.#peak = Math.max(this.#peak, Number(told ?? 0) / 1024);
			} catch {
				// Gone, or not Linux.
			}
		}
	}

	end(): number {
		this.#look();
		clearInterval(this.#timer);
		return this.#peak;
	}
}

const spec = (module: Uint8Array, memoryLimitMiB: number, plugin = 'sample') => {
	const base = guestSpec({ module, plugin, memoryLimitBytes: memoryLimitMiB * MiB, timeoutMs: 100_000 });
	return { ...base, guest: { ...base.guest, plugin, type: 'processor' as const } };
};
const process_data = textCall('process_data', '{}');
const failure = (answer: Promise<unknown>): Promise<DataFlareError> =>
	answer.then(
		() => Promise.reject(new Error('it succeeded')),
		(error: DataFlareError) => error,
	);

/** Loads and calls once; the code and the reason of what came, or `ok`. */
async function outcome(module: Uint8Array, memoryLimitMiB = 16): Promise<string> {
	try {
		const pool = await runtime.open(spec(module, memoryLimitMiB));
		await pool.call(process_data);
		return 'ok';
	} catch (thrown) {
		const { code, details, hint } = thrown as DataFlareError;
		expect(hint?.length ?? 0).toBeGreaterThan(10);
		return `${code}: ${String(details['reason'])}`;
	}
}

const bombs = [
	{ what: 'is compiled into 3 GiB (40 KB)', module: () => compileBomb(5_000, 49_990), ends: ['compile_memory'] },
	{ what: 'is compiled into 12 GiB (163 KB)', module: () => compileBomb(20_000, 49_990), ends: ['compile_memory'] },
	{
		what: 'is compiled into 600 MiB by many small steps',
		module: () => compileBomb(50_000, 1_000),
		ends: ['compile_memory'],
	},
	{
		what: 'is compiled into 3 GiB while it is loaded',
		module: () => initBomb(5_000, 49_990),
		ends: ['compile_memory'],
	},
	{ what: 'makes one array of 936 MB (WasmGC)', module: () => arrayBomb(117_000_000), ends: ['heap_full'] },
	{ what: 'makes one array of 400 MB (WasmGC)', module: () => arrayBomb(50_000_000), ends: ['heap_full'] },
	{ what: 'chains structs for ever (WasmGC)', module: chainBomb, ends: ['heap_full', 'engine_memory'] },
] as const;

describe.runIf(onLinux)('a process that the kernel bounds', () => {
	it.each(bombs)('ends with memory_limit and within its limit: a module that $what', async ({ module, ends }) => {
		runtime = createRuntime({ adapter: fork(unlooking), broker: emptyBroker, spares: 1 });
		const neighbour = await runtime.open(spec(await wat(answering('1')), 16, 'neighbour'));
		const peaks = new Peaks();
		const came = await outcome(module());
		expect(peaks.end()).toBeLessThan(DEFAULT_BOUND_MIB);
		expect(ends.map((reason) => `memory_limit: ${reason}`)).toContain(came);
		await neighbour.call(process_data);
	});

	it('never gets to compile what would outgrow it', async () => {
		runtime = createRuntime({ adapter: fork(), broker: emptyBroker, spares: 1 });
		for (const module of [compileBomb(5_000, 49_990), compileBomb(50_000, 1_000), initBomb(5_000, 49_990)]) {
			expect(await outcome(module)).toBe('plugin_load: code_too_complex');
		}
	});

	it('makes garbage for as long as it likes, within its limit', async () => {
		runtime = createRuntime({ adapter: fork(), broker: emptyBroker, spares: 0 });
		const pool = await runtime.open({ ...spec(garbageBomb(200_000), 16), timeoutMs: 1_500 });
		const peaks = new Peaks();
		const { code } = await failure(pool.call(process_data));
		expect(['timeout', 'memory_limit']).toContain(code);
		expect(peaks.end()).toBeLessThan(DEFAULT_BOUND_MIB);
	});

	it('says so once the kernel has said so', async () => {
		runtime = createRuntime({ adapter: fork(), broker: emptyBroker, spares: 0 });
		const pool = await runtime.open(spec(await wat(answering('1')), 16));
		await eventually(() => runtime.sandboxes()[0]?.layers.includes('bounded-memory') === true);
		const [sandbox] = runtime.sandboxes();
		const limits = readFileSync(`/proc/${sandbox?.pid}/limits`, 'utf8');
		const [, soft, hard] = /^Max data size +(\d+) +(\d+) /m.exec(limits) ?? [];
		expect(soft).toBe(hard);
		expect(Number(soft) / MiB).toBeGreaterThan(HEAP_MIB);
		await pool.call(process_data);
	});

	it('is bounded before it has a guest', async () => {
		runtime = createRuntime({ adapter: fork(), broker: emptyBroker, spares: 1 });
		await runtime.open(spec(await wat(answering('1')), 16));
		await eventually(() => runtime.sandboxes().some(({ role, state }) => role === 'spare' && state === 'idle'));
		const pid = runtime.sandboxes().find(({ role }) => role === 'spare')?.pid;
		await eventually(() => /^Max data size +\d+ /m.test(readFileSync(`/proc/${pid}/limits`, 'utf8')));
	});

	it.each([16, 512, 1024])('leaves a guest all of its %i MiB', async (mib) => {
		runtime = createRuntime({ adapter: fork(), broker: emptyBroker, spares: 0 });
		const pool = await runtime.open(spec(await wat(fills(mib * PAGES_PER_MIB, '(i32.const 0)')), mib));
		await eventually(() => runtime.sandboxes()[0]?.layers.includes('bounded-memory') === true);
		for (let turn = 0; turn < 2; turn += 1) {
			expect((await pool.call(process_data)).memoryBytes).toBe(mib * MiB);
		}
	});

	it('takes a large module, all of whose functions are compiled', async () => {
		runtime = createRuntime({ adapter: fork(), broker: emptyBroker, spares: 0 });
		expect(await outcome(manyFunctions(20_000))).toBe('ok');
	});
});

describe.runIf(onLinux)('instances that are thrown away', () => {
	const traps = async (mib: number, more = ''): Promise<GuestPool> =>
		runtime.open(spec(await wat(fills(mib * PAGES_PER_MIB, 'unreachable', more)), mib));

	it.each([
		// Each of them times what one holds is several times what is allowed at once.
		{ mib: 16, times: 40, what: 'forty of 16 MiB' },
		{ mib: 512, times: 3, what: 'three of 512 MiB' },
	])('leave nothing behind: $what, in one process', async ({ mib, times }) => {
		runtime = createRuntime({ adapter: fork(), broker: emptyBroker, spares: 0 });
		const pool = await traps(mib);
		const peaks = new Peaks();
		for (let turn = 0; turn < times; turn += 1) {
			expect((await failure(pool.call(process_data))).details['trap']).toBe('unreachable');
		}
		// Two of the smaller ones fit beside each other: what is worth a collection is collected before the next one.
		expect(peaks.end()).toBeLessThan(mib + HEAP_MIB);
		expect(runtime.sandboxes()).toMatchObject([{ generation: 1 }]);
	});

	it('leave nothing behind where they can be suspended', async () => {
		runtime = createRuntime({ adapter: fork(), broker: emptyBroker, spares: 0 });
		const asks = '(import "env" "host_state_get" (func (param i32 i32) (result i32)))';
		const pool = await traps(16, asks);
		const peaks = new Peaks();
		for (let turn = 0; turn < 40; turn += 1) await failure(pool.call(process_data));
		expect(peaks.end()).toBeLessThan(16 + HEAP_MIB);
	});

	it('go with their process where nothing collects them', async () => {
		const adapter = fork();
		const forgetful: ProcessAdapter = {
			...adapter,
			spawn: (options) => withoutLayer(adapter.spawn(options), 'collects-lost-memory'),
		};
		runtime = createRuntime({ adapter: forgetful, broker: emptyBroker, spares: 1 });
		const pool = await traps(16);
		const peaks = new Peaks();
		for (let turn = 0; turn < 5; turn += 1) await failure(pool.call(process_data));
		await eventually(() => runtime.sandboxes().some(({ role, generation }) => role === 'pool' && generation > 3));
		expect(peaks.end()).toBeLessThan(16 + HEAP_MIB);
	});
});

describe.runIf(onLinux)('a process that only its parent watches', () => {
	beforeAll(() => expect(unbounded().measureMemory).toBeDefined());

	it.each([
		{ what: 'while it is called', module: () => compileBomb(20_000, 49_990), reason: 'process_outgrew' },
		{ what: 'while it is loaded', module: () => initBomb(20_000, 49_990), reason: 'load_outgrew' },
	])('is ended with memory_limit when it outgrows what it may hold $what', async ({ module, reason }) => {
		runtime = createRuntime({ adapter: unbounded(unlooking), broker: emptyBroker, spares: 0 });
		const neighbour = await runtime.open(spec(await wat(answering('1')), 16, 'neighbour'));
		expect(await outcome(module())).toBe(`memory_limit: ${reason}`);
		await neighbour.call(process_data);
	});

	it('is left alone with all of its memory', async () => {
		runtime = createRuntime({ adapter: unbounded(), broker: emptyBroker, spares: 0 });
		const pool = await runtime.open(spec(await wat(fills(512 * PAGES_PER_MIB, '(i32.const 0)')), 512));
		for (let turn = 0; turn < 3; turn += 1) await pool.call(process_data);
		expect(runtime.sandboxes()[0]?.layers).not.toContain('bounded-memory');
	});
});

/** A process that never says that it has this layer. */
function withoutLayer(inner: OsProcess, layer: string): OsProcess {
	return {
		get pid() {
			return inner.pid;
		},
		post: (message) => inner.post(message),
		kill: () => inner.kill(),
		onMessage: (listener) =>
			inner.onMessage((message) => {
				const { layers, ...rest } = message as { readonly layers?: readonly string[] };
				listener(layers === undefined ? message : { ...rest, layers: layers.filter((each) => each !== layer) });
			}),
		onExit: (listener) => inner.onExit(listener),
		stderrTail: () => inner.stderrTail(),
	};
}
