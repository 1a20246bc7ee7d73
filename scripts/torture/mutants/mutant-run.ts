/** Mutants of every guest kind: what the process that looks says of them, and what a sandbox makes of those it takes. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { defaultBudgets } from '../../../src/core/runtime/budgets.ts';
import { createRuntime } from '../../../src/core/runtime/create-runtime.ts';
import { ModuleLooker } from '../../../src/core/runtime/look/module-looker.ts';
import { lookAllowance } from '../../../src/core/runtime/memory/process-allowance.ts';
import { forkAdapter } from '../../../src/core/runtime/process/fork-adapter.ts';
import type { ProcessAdapter } from '../../../src/core/runtime/process-adapter.ts';
import type { Runtime } from '../../../src/core/runtime/runtime.ts';
import { DataFlareError, errorCodes, type WireError } from '../../../src/shared/errors/errors.ts';
import { traitsOf } from '../../../src/shared/plugin/module/guest-abi.ts';
import type { ModuleReport } from '../../../src/shared/plugin/plugin-record.ts';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import { type GuestKind, guestKinds } from './kinds.ts';
import { type Mutation, mutated, mutationNames } from './mutations.ts';

const out = resolve(import.meta.dirname, '../../../out/main');
const entries = { entry: join(out, 'sandbox.mjs'), reaperEntry: join(out, 'reaper.mjs') };

export interface MutantOptions {
	/** How many are looked at. */
	readonly looks: number;
	/** How many of those that nothing is said against are installed and called. */
	readonly calls: number;
	readonly seed: number;
	readonly onLook?: (looks: number) => void;
}

export interface MutantReport {
	readonly looks: number;
	/** How many nothing was said against. */
	readonly sound: number;
	/** How often each reason was given. */
	readonly reasons: ReadonlyMap<string, number>;
	/** How the calls ended, by codes; `ok`: with an answer. */
	readonly outcomes: ReadonlyMap<string, number>;
	/** Processes that looked. One, unless a mutant ended one. */
	readonly lookers: number;
	/** The most that a process that looks held, bytes; null: not to be known here. */
	readonly peakBytes: number | null;
	readonly problems: readonly string[];
}

interface Mutant {
	readonly kind: GuestKind;
	readonly bytes: Uint8Array;
}

const MEMORY_LIMIT = 4 * 1024 * 1024;
const TIMEOUT_MS = 1_000;

/** One to three mutations of a guest of any kind. */
function mutants(kinds: readonly GuestKind[]): fc.Arbitrary<Mutant> {
	const fraction = fc.noBias(fc.nat(9_999)).map((part) => part / 10_000);
	const mutation: fc.Arbitrary<Mutation> = fc.record({
		name: fc.constantFrom(...mutationNames),
		at: fraction,
		to: fraction,
		value: fc.noBias(fc.nat(255)),
	});
	const kind = fc.constantFrom(...kinds);
	return fc
		.record({ kind, other: kind, mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }) })
		.map(({ kind, other, mutations }) => ({
			kind,
			bytes: mutations.reduce((bytes, each) => mutated(bytes, each, other.module), kind.module),
		}));
}

/** What is wrong with a refusal as something that a person reads; null: nothing. */
function faultOfSentence({ code, message, hint = '', origin }: WireError): string | null {
	if (!(errorCodes as readonly string[]).includes(code)) return `an unknown code ${code}`;
	if (!/\w \w/.test(message)) return `no sentence: ${JSON.stringify(message)}`;
	if (message.length > 2_000) return `a sentence of ${message.length} characters`;
	// What a plugin says is its own: whoever shows it makes it plain.
	if (origin === 'guest') return null;
	const raw = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.exec(message + hint);
	return raw === null ? null : `a raw U+${raw[0].codePointAt(0)?.toString(16)} in ${JSON.stringify(message)}`;
}

/** The most that a process held, bytes; null where the system does not say. */
function peakOf(process: { readonly pid: number | undefined } | null): number | null {
	try {
		const told = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${process?.pid}/status`, 'utf8'))?.[1];
		return told === undefined ? null : Number(told) * 1024;
	} catch {
		return null;
	}
}

export async function runMutants(options: MutantOptions): Promise<MutantReport> {
	const kinds = guestKinds();
	const adapter = forkAdapter(entries);
	let lookers = 0;
	let looking: ReturnType<ProcessAdapter['spawn']> | null = null;
	const spawn: ProcessAdapter['spawn'] = (asked) => {
		lookers += 1;
		looking = adapter.spawn(asked);
		return looking;
	};
	const looker = new ModuleLooker({ adapter: { ...adapter, spawn } });
	const reasons = new Map<string, number>();
	const problems: string[] = [];
	const sound: (Mutant & { readonly report: ModuleReport })[] = [];
	let looks = 0;
	let peakBytes: number | null = null;
	for (const mutant of fc.sample(mutants(kinds), { numRuns: options.looks, seed: options.seed })) {
		const report = await looker.look(mutant.bytes);
		looks += 1;
		const found = report.problems.map(faultOfSentence).find((fault) => fault !== null);
		if (found !== undefined) problems.push(`mutant ${looks} of "${mutant.kind.kind}": ${found}`);
		for (const { details, code } of report.problems) {
			const reason = String(details?.['reason'] ?? code);
			reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
			if (reason === 'look_failed') problems.push(`mutant ${looks} of "${mutant.kind.kind}" ended the look`);
		}
		if (report.problems.length === 0) sound.push({ ...mutant, report });
		peakBytes = peakOf(looking) ?? peakBytes;
		options.onLook?.(looks);
	}
	if (peakBytes !== null && peakBytes > lookAllowance(defaultBudgets.heapLimitMiB)) {
		problems.push(`the process that looked held ${peakBytes} bytes`);
	}
	// What is made of components is made in processes of their own.
	const looked = lookers;
	const runtime = createRuntime({ adapter, broker: emptyBroker });
	const outcomes = await callAll(sound.slice(0, options.calls), { runtime, looker });
	problems.push(...outcomes.problems);
	await looker.close();
	await adapter.dispose?.();
	return { looks, sound: sound.length, reasons, outcomes: outcomes.codes, lookers: looked, peakBytes, problems };
}

interface Callers {
	readonly runtime: Runtime;
	readonly looker: ModuleLooker;
}

const emptyBroker = { answer: async () => ({ status: -2, data: null }) };

/** Nothing that a guest does has another end than these. */
const ends = new Set([
	...['plugin_load', 'plugin_execution', 'memory_limit', 'timeout', 'not_found', 'invalid_input', 'configuration'],
]);

async function callAll(
	found: readonly (Mutant & { readonly report: ModuleReport })[],
	callers: Callers,
): Promise<{ readonly codes: ReadonlyMap<string, number>; readonly problems: readonly string[] }> {
	const codes = new Map<string, number>();
	const problems: string[] = [];
	for (const [index, { kind, bytes, report }] of found.entries()) {
		const failure = await callOne(callers, { kind, bytes, report }, index);
		const code = failure?.code ?? 'ok';
		codes.set(code, (codes.get(code) ?? 0) + 1);
		if (failure === null) continue;
		const fault = ends.has(failure.code) ? faultOfSentence(failure.toWire()) : `it ended as ${failure.code}`;
		if (fault !== null) problems.push(`call ${index} of "${kind.kind}": ${fault}: ${failure.message}`);
	}
	await callers.runtime.dispose(5_000);
	return { codes, problems };
}

/** A component is made ready first, as it is when it is installed: what keeps it from that is a refusal like any. */
async function callOne(
	{ runtime, looker }: Callers,
	{ kind, bytes, report }: Mutant & { readonly report: ModuleReport },
	index: number,
): Promise<DataFlareError | null> {
	const abi = report.abi ?? kind.abi;
	const guest = { plugin: 'mutant', batch: false, config: '{"key":"id"}', env: [], args: [] } as const;
	const spec = (module: Uint8Array) => ({
		plugin: `mutant-${index}`,
		versionHash: index.toString(16).padStart(64, '0'),
		module,
		guest: { ...guest, type: kind.type, abi, encoding: kind.encoding },
		memoryLimitBytes: MEMORY_LIMIT,
		timeoutMs: TIMEOUT_MS,
		instances: 1,
		policy: () => lockedDown,
		dataFolder: '/nowhere',
	});
	try {
		const ready = traitsOf(abi).isComponent ? await looker.transpile(bytes) : bytes;
		const lease = await runtime.lease(spec(ready));
		const input = { kind: 'value', data: new TextEncoder().encode(kind.input) } as const;
		await lease.call({ fn: kind.fn, input }).finally(() => lease.close().catch(() => undefined));
		return null;
	} catch (thrown) {
		if (thrown instanceof DataFlareError) return thrown;
		throw thrown;
	}
}
