/** One pass-through as a guest of each kind, beside each other and beside Extism's own worker mode, in one run. */
import createPlugin from '@extism/extism';
import { ModuleLooker } from '../src/core/runtime/look/module-looker.ts';
import type { ProcessAdapter } from '../src/core/runtime/process-adapter.ts';
import type { GuestSpec } from '../src/core/runtime/runtime.ts';
import { batchOf } from '../src/shared/sandbox/batch.ts';
import type { CallFrame } from '../src/shared/sandbox/frames.ts';
import { commandOf } from '../test/support/wasi/command-component.ts';
import { componentOf, echoTransformer } from '../test/support/wasi/component.ts';
import { catGuest, extismGuest, ourGuest, reactorGuest } from './guests.ts';
import { ratesOf } from './measure.ts';
import { report } from './report.ts';

interface Callable {
	call(request: { readonly fn: string; readonly input: CallFrame['input'] }): Promise<unknown>;
	close(): Promise<unknown>;
}

interface Kind {
	readonly name: string;
	readonly module: Uint8Array;
	readonly fn: string;
	readonly guest: Partial<GuestSpec['guest']>;
	/** How many single calls and how many batches are measured. */
	readonly calls: number;
	readonly batches: number;
}

const RECORDS = 1000;

/** `lease` gives a sandbox with a module, as the guest that it is; `adapter` runs the processes that make components ready. */
export async function kindsBench(
	adapter: ProcessAdapter,
	lease: (module: Uint8Array, guest: Partial<GuestSpec['guest']>) => Promise<Callable>,
): Promise<void> {
	const record = Buffer.from(JSON.stringify('hello world, this is a record of some sixty bytes or so'));
	const batch = batchOf(Array.from({ length: RECORDS }, () => record));
	const transforms = { type: 'transformer', encoding: 'ndjson', batch: true } as const;
	const extism = await extismGuest();
	const looker = new ModuleLooker({ adapter });
	const component = await looker.transpile(await componentOf(echoTransformer({ pages: 16 }), 'transformer-plugin'));
	const program = await looker.transpile(await commandOf(await catGuest()));
	await looker.close();
	const kinds: readonly Kind[] = [
		{
			name: 'DataFlare interface',
			module: await ourGuest(),
			fn: 'transform_data',
			...{ guest: { ...transforms, abi: 'dataflare/1' }, calls: 2_000, batches: 200 },
		},
		{
			name: 'WASI library',
			module: await reactorGuest(),
			fn: 'transform_data',
			...{ guest: { ...transforms, abi: 'wasi-reactor' }, calls: 2_000, batches: 200 },
		},
		{
			// A call is a process of its own to it; a stream is one run.
			name: 'WASI program',
			module: await catGuest(),
			fn: 'process_data',
			guest: { type: 'processor', encoding: 'ndjson', batch: true, abi: 'wasi-command' },
			...{ calls: 200, batches: 200 },
		},
		{
			name: 'component',
			module: component,
			fn: 'transform_data',
			...{ guest: { ...transforms, abi: 'component' }, calls: 2_000, batches: 200 },
		},
		{
			name: 'program as a component',
			module: program,
			fn: 'process_data',
			guest: { type: 'processor', encoding: 'ndjson', batch: true, abi: 'component-command' },
			...{ calls: 200, batches: 200 },
		},
		{
			name: 'Extism, a call for each record',
			module: extism,
			fn: 'echo',
			guest: { type: 'processor', encoding: 'json', batch: false, abi: 'extism' },
			...{ calls: 2_000, batches: 200 },
		},
		{
			name: 'Extism, a call for each batch',
			module: extism,
			fn: 'echo',
			guest: { type: 'processor', encoding: 'ndjson', batch: true, abi: 'extism' },
			...{ calls: 2_000, batches: 200 },
		},
	];
	const worker = await createPlugin({ wasm: [{ data: extism }] }, { runInWorker: true, useWasi: false });
	const sandboxes = await Promise.all(kinds.map(({ module, guest }) => lease(module, guest)));
	// All of them take turns: whatever else the machine does meets all alike.
	const [workerCalls = 0, workerBatches = 0, ...rates] = await ratesOf(
		{ count: 1_000, inFlight: 1, work: async () => worker.call('echo', record) },
		{ count: 150, inFlight: 1, work: async () => worker.call('echo', batch.data) },
		...kinds.flatMap(({ fn, calls, batches }, index) => {
			const call = (input: CallFrame['input']) => async (): Promise<unknown> => sandboxes[index]?.call({ fn, input });
			return [
				{ count: calls, inFlight: 16, work: call({ kind: 'value', data: record }) },
				{ count: batches, inFlight: 16, work: call({ kind: 'records', batch }) },
			];
		}),
	);
	await Promise.all([worker.close(), ...sandboxes.map((sandbox) => sandbox.close())]);
	const shown = (rate: number): string => Math.round(rate).toLocaleString('en');
	report('guest kinds, the same records through each: Extism’s worker mode, calls/s', shown(workerCalls));
	report('  records/s in calls with a thousand each', shown(workerBatches * RECORDS));
	for (const [index, { name }] of kinds.entries()) {
		const [calls = 0, batches = 0] = rates.slice(2 * index);
		report(`${name}, calls/s`, shown(calls));
		report('  ratio to Extism’s worker mode', (calls / workerCalls).toFixed(2));
		report('  records/s in batches of a thousand', shown(batches * RECORDS));
		report('  ratio to Extism’s worker mode', (batches / workerBatches).toFixed(2));
	}
}
