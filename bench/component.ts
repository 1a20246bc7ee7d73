/** A component in our sandboxes beside a module that does the same, and what making it ready costs, in one run. */
import { ModuleLooker } from '../src/core/runtime/look/module-looker.ts';
import type { ProcessAdapter } from '../src/core/runtime/process-adapter.ts';
import { batchOf } from '../src/shared/sandbox/batch.ts';
import type { CallFrame } from '../src/shared/sandbox/frames.ts';
import { componentOf, echoTransformer } from '../test/support/wasi/component.ts';
import { median, ratesOf, timesOf } from './measure.ts';
import { report } from './report.ts';

interface Callable {
	call(request: { readonly fn: string; readonly input: CallFrame['input'] }): Promise<unknown>;
	close(): Promise<unknown>;
}

const RECORDS = 1000;

/** `lease` gives a sandbox with a component's bundle. `dataflare`: records/s of a pass-through of our own interface. */
export async function componentBench(
	adapter: ProcessAdapter,
	lease: (bundle: Uint8Array) => Promise<Callable>,
	dataflare: number,
	record: Uint8Array,
): Promise<void> {
	const component = await componentOf(echoTransformer({ pages: 16 }), 'transformer-plugin');
	const looker = new ModuleLooker({ adapter });
	let bundle = await looker.transpile(component);
	const making = await timesOf(5, async () => {
		bundle = await looker.transpile(component);
	});
	await looker.close();
	const ours = await lease(bundle);
	const batch = batchOf(Array.from({ length: RECORDS }, () => record));
	const call = (input: CallFrame['input']) => () => ours.call({ fn: 'transform_data', input });
	const [batches = 0, calls = 0] = await ratesOf(
		{ count: 1_000, inFlight: 16, work: call({ kind: 'records', batch }) },
		{ count: 4_000, inFlight: 16, work: call({ kind: 'value', data: record }) },
	);
	const records = batches * RECORDS;
	report('component, records/s, batches of 1,000', Math.round(records).toLocaleString('en'));
	report('  calls/s, one record each', Math.round(calls).toLocaleString('en'));
	report('  ratio to batches through the DataFlare interface', (records / dataflare).toFixed(2));
	report('  making one ready, once, median', `${median(making).toFixed(0)} ms`);
	await ours.close();
}
