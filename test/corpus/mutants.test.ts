import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime } from '../../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../../src/core/runtime/process/fork-adapter.ts';
import type { Runtime } from '../../src/core/runtime/runtime.ts';
import { DataFlareError } from '../../src/shared/errors/errors.ts';
import { WASM_PAGE_BYTES } from '../../src/shared/policy/limits.ts';
import { clampMemory } from '../../src/shared/wasm/clamp-memory.ts';
import { type ModuleOutline, parseModule } from '../../src/shared/wasm/parse-module.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { emptyBroker, guestSpec } from '../support/guests/guest-spec.ts';
import { lookHere } from '../support/guests/look-here.ts';
import { mutant, randomFrom } from '../support/guests/mutate.ts';
import { testGuest, wat } from '../support/guests/wat.ts';
import { MUTANTS, MUTANTS_RUN } from './cases/mutants.ts';

const LIMIT_PAGES = 3;
const hostile = join(import.meta.dirname, '../hostile');
const bases: Uint8Array[] = [];
beforeAll(async () => {
	bases.push(await wat(testGuest));
	for (const file of readdirSync(hostile)) bases.push(await wat(readFileSync(join(hostile, file), 'utf8')));
});

/** Null: refused, for a reason that people can read. */
function outlineOf(bytes: Uint8Array): ModuleOutline | null {
	try {
		return parseModule(bytes);
	} catch (thrown) {
		expect(thrown).toBeInstanceOf(DataFlareError);
		return null;
	}
}

function clamped(bytes: Uint8Array): Uint8Array | null {
	try {
		return clampMemory(bytes, LIMIT_PAGES * WASM_PAGE_BYTES);
	} catch (thrown) {
		expect(['memory_limit', 'plugin_load']).toContain((thrown as DataFlareError).code);
		return null;
	}
}

function isCompiled(bytes: Uint8Array): boolean {
	try {
		return new WebAssembly.Module(Uint8Array.from(bytes)) !== null;
	} catch {
		return false;
	}
}

/** The memory of a module without a start function; null where it does not come to life. None of it runs. */
function memoryOf(bytes: Uint8Array, { imports }: ModuleOutline): WebAssembly.Memory | null {
	const stubs: Record<string, Record<string, unknown>> = {};
	for (const { module, name, kind } of imports) {
		if (kind === 'function') stubs[module] = { ...stubs[module], [name]: () => 0 };
	}
	try {
		const { memory } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes)), stubs).exports;
		return memory instanceof WebAssembly.Memory ? memory : null;
	} catch {
		return null;
	}
}

it(`${MUTANTS} mutants of valid modules are analysed or refused, and what V8 takes keeps its memory limit`, () => {
	const random = randomFrom(20_260_101);
	let valid = 0;
	let limited = 0;
	for (let turn = 0; turn < MUTANTS; turn++) {
		const bytes = mutant(bases, random);
		const analysis = lookHere(bytes);
		expect(JSON.stringify(analysis).length).toBeLessThan(2_000_000);
		const outline = outlineOf(bytes);
		const isValid = isCompiled(bytes);
		if (isValid) valid++;
		// Nothing that V8 runs is a riddle to the parser, save for sizes that it refuses on purpose.
		if (isValid) expect(outline, `mutant ${turn}`).not.toBeNull();
		const safe = clamped(bytes);
		if (safe === null || outline === null || outline.hasStart) continue;
		// Refused before they are limited: memories of 64 bits, and shared ones.
		if (outline.memories.some(({ memory64, shared }) => memory64 || shared)) continue;
		// Lowering the maximum makes nothing valid that was not.
		if (isCompiled(safe)) expect(isValid, `mutant ${turn}`).toBe(true);
		const memory = memoryOf(safe, outline);
		if (memory === null) continue;
		limited++;
		expect(memory.buffer.byteLength).toBeLessThanOrEqual(LIMIT_PAGES * WASM_PAGE_BYTES);
		expect(() => memory.grow(LIMIT_PAGES + 1)).toThrow(RangeError);
	}
	expect(valid).toBeGreaterThan(MUTANTS / 50);
	expect(limited).toBeGreaterThan(50);
});

describe.each(['flag', 'rewrite'] as const)('in real processes (memory limited by %s)', (memoryWay) => {
	let runtime: Runtime;
	beforeAll(() => {
		const adapter = forkAdapter({ entry: sandboxEntry, reaperEntry, memoryWay });
		runtime = createRuntime({ adapter, broker: emptyBroker, spares: 2 });
	});
	afterAll(() => runtime.dispose(1_000));

	it(`${MUTANTS_RUN} mutants that V8 takes load or are refused, answer or fail, and never break the protocol`, async () => {
		const random = randomFrom(memoryWay === 'flag' ? 7 : 8);
		const codes = new Map<string, number>();
		for (let met = 0; met < MUTANTS_RUN; ) {
			const module = mutant(bases, random);
			if (!isCompiled(module)) continue;
			const spec = guestSpec({ plugin: `mutant-${met++}`, module, timeoutMs: 200, memoryLimitBytes: 65_536 * 4 });
			const outcome = await runtime
				.lease(spec)
				.then(async (lease) => {
					const input = { kind: 'value', data: new Uint8Array([0x31]) } as const;
					const answer = lease.call({ fn: 'process_data', input });
					await answer.finally(() => lease.close().catch(() => undefined));
					return 'ok';
				})
				.catch((thrown: DataFlareError) => thrown.code ?? String(thrown));
			codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
		}
		const known = ['ok', 'plugin_load', 'plugin_execution', 'memory_limit', 'timeout', 'not_found', 'invalid_input'];
		expect(known).toEqual(expect.arrayContaining([...codes.keys()]));
		expect(codes.get('ok')).toBeGreaterThan(0);
	});
});
