/** Extism guests in our sandboxes beside Extism's own worker mode and beside the DataFlare ABI, in one run. */
import createPlugin from '@extism/extism';
import { batchOf } from '../src/shared/sandbox/batch.ts';
import type { CallFrame } from '../src/shared/sandbox/frames.ts';
import { countVowelsGuest, extismGuest } from './guests.ts';
import { ratesOf } from './measure.ts';
import { report } from './report.ts';

interface Callable {
	call(request: { readonly fn: string; readonly input: CallFrame['input'] }): Promise<unknown>;
	close(): Promise<unknown>;
}

const RECORDS = 1000;

/** `lease` gives a sandbox with an Extism guest. `dataflare`: records/s of a pass-through of our own interface. */
export async function extismBench(lease: (module: Uint8Array) => Promise<Callable>, dataflare: number): Promise<void> {
	const record = Buffer.from(JSON.stringify('hello world, this is a record of some sixty bytes or so'));
	const batch = batchOf(Array.from({ length: RECORDS }, () => record));
	for (const [name, fn, module] of [
		['reflect', 'echo', await extismGuest()],
		['count_vowels', 'count_vowels', await countVowelsGuest()],
	] as const) {
		const ours = await lease(module);
		const theirs = await createPlugin({ wasm: [{ data: module }] }, { runInWorker: true, useWasi: false });
		// Its worker mode gives out handles once each: after some 16,000 calls there are none left.
		const [batches = 0, calls = 0, worker = 0] = await ratesOf(
			{ count: 300, inFlight: 16, work: () => ours.call({ fn, input: { kind: 'records', batch } }) },
			{ count: 10_000, inFlight: 16, work: () => ours.call({ fn, input: { kind: 'value', data: record } }) },
			{ count: 1_000, inFlight: 1, work: async () => theirs.call(fn, record) },
		);
		const records = batches * RECORDS;
		report(`Extism guest ${name}, records/s, one call each`, Math.round(records).toLocaleString('en'));
		report('  calls/s, one message each', Math.round(calls).toLocaleString('en'));
		report('  Extism, worker mode, calls/s', Math.round(worker).toLocaleString('en'));
		report('  ratio of records to it', (records / worker).toFixed(1), 'at least 8', records / worker >= 8);
		report('  ratio of single calls to it', (calls / worker).toFixed(2));
		report('  ratio to batches through the DataFlare interface', (records / dataflare).toFixed(2));
		await theirs.close();
		await ours.close();
	}
}
