/** Speed as ratios within one run, against Extism's worker mode and the bare channel; then the first call to a preloaded plugin, the window's first screen and its scrolling, an author's first minute, the samples on a file of 256 MiB, a flow on another, the history of a million runs, and what attacks cost. `npm run bench`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import createPlugin from '@extism/extism';
import { ensureBuilt } from '../scripts/build/ensure-built.ts';
import type { Broker } from '../src/core/broker/broker.ts';
import { defaultBudgets } from '../src/core/runtime/budgets.ts';
import { createRuntime } from '../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../src/core/runtime/process/fork-adapter.ts';
import type { GuestSpec } from '../src/core/runtime/runtime.ts';
import { lockedDown } from '../src/shared/policy/security-policy.ts';
import { batchOf } from '../src/shared/sandbox/batch.ts';
import { attackBench } from './attack/table.ts';
import { componentBench } from './component.ts';
import { echoOfBytes, echoOfMessages } from './echo/echo.ts';
import { extismBench } from './extism.ts';
import { extismGuest, ourGuest } from './guests.ts';
import { historyBench } from './history.ts';
import { kindsBench } from './kinds.ts';
import { median, percentile, ratesOf, timesOf } from './measure.ts';
import { authorBench } from './page/author.ts';
import { pageBench } from './page.ts';
import { preloadBench } from './preload/preload.ts';
import { report } from './report.ts';
import { flowsBench } from './samples/flows/flows.ts';
import { samplesBench } from './samples.ts';
import { wasiBench } from './wasi.ts';

ensureBuilt();
/** What `stream-memory.ts` prints; bytes and ms. */
interface StreamMemory {
	readonly ms: number;
	readonly recordsOut: number;
	readonly firstHalf: number;
	readonly peak: number;
}

const sandboxFlags = [`--max-old-space-size=${defaultBudgets.heapLimitMiB}`, '--no-warnings'];
const out = resolve(import.meta.dirname, '../out/main');
const adapter = forkAdapter({ entry: join(out, 'sandbox.mjs'), reaperEntry: join(out, 'reaper.mjs') });
const broker: Broker = { answer: async () => ({ status: -2, data: null }) };
const module = await ourGuest();

function spec(changes: Partial<GuestSpec> = {}, encoding: 'ndjson' | 'bytes' = 'ndjson'): GuestSpec {
	const batch = encoding === 'ndjson';
	const guest = {
		plugin: 'bench',
		type: 'transformer',
		abi: 'dataflare/1',
		encoding,
		batch,
		config: '{}',
		env: [],
		args: [],
	} as const;
	return {
		plugin: 'bench',
		versionHash: 'b'.repeat(64),
		module,
		guest,
		memoryLimitBytes: 16_777_216,
		timeoutMs: 10_000,
		instances: 1,
		policy: () => lockedDown,
		dataFolder: '/nowhere',
		...changes,
	};
}

process.stdout.write(
	`Node ${process.version}, V8 ${process.versions.v8}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}\n\n`,
);

const record = Buffer.from(
	JSON.stringify({ id: 123456, name: 'pass-through', value: 0.123456789, note: 'x'.repeat(56) }),
);
const records = batchOf(Array.from({ length: 1000 }, () => record));
const small = Buffer.alloc(100, 0x61);
const large = Buffer.alloc(65_536, 0x61);

const extism = await createPlugin({ wasm: [{ data: await extismGuest() }] }, { runInWorker: true, useWasi: false });
const runtime = createRuntime({ adapter, broker });
const lease = await runtime.lease(spec());
const bytes = await runtime.lease(spec({}, 'bytes'));

const transformRecords = () => lease.call({ fn: 'transform_data', input: { kind: 'records', batch: records } });
const [ours = 0, theirs = 0] = (
	await ratesOf(
		{ count: 1500, inFlight: 16, work: transformRecords },
		{ count: 150, inFlight: 1, work: async () => extism.call('echo', records.data) },
	)
).map((batches) => batches * 1000);
report(`records/s, batches of 1,000 × ${record.length} bytes, isolated`, Math.round(ours).toLocaleString('en'));
report('  Extism, worker mode', Math.round(theirs).toLocaleString('en'));
report('  ratio', (ours / theirs).toFixed(1), 'at least 5', ours / theirs >= 5);

const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(module)));
const memory = exports['memory'] as WebAssembly.Memory;
const transform = exports['transform_data'] as (pointer: number, length: number) => number;
async function transformHere(): Promise<Uint8Array> {
	new Uint8Array(memory.buffer).set(large, 524_292);
	const pointer = transform(524_292, large.length);
	return new Uint8Array(memory.buffer).slice(pointer + 4, pointer + 4 + large.length);
}

const [messages, pipes] = [echoOfMessages(sandboxFlags), echoOfBytes(sandboxFlags)];
const transformLarge = () => bytes.call({ fn: 'transform_data', input: { kind: 'value', data: large } });
const [isolated = 0, bare = 0, piped = 0, inProcess = 0] = await ratesOf(
	{ count: 4000, inFlight: 16, work: transformLarge },
	{ count: 4000, inFlight: 16, work: () => messages.send(large) },
	{ count: 4000, inFlight: 16, work: () => pipes.send(large) },
	{ count: 20_000, inFlight: 1, work: transformHere },
);
messages.close();
pipes.close();
report('64 KiB payloads/s, isolated', Math.round(isolated).toLocaleString('en'));
report('  a bare echo over the same channel between two processes', Math.round(bare).toLocaleString('en'));
report('  ratio', (isolated / bare).toFixed(2), 'at least 0.60', isolated / bare >= 0.6);
report('  ratio to a bare echo of unframed bytes', (isolated / piped).toFixed(2));
report('  ratio to the same guest called in process', (isolated / inProcess).toFixed(3));

const roundTrip = median(
	await timesOf(3000, () => bytes.call({ fn: 'transform_data', input: { kind: 'value', data: small } })),
);
const extismTrip = median(await timesOf(2000, async () => extism.call('echo', small)));
report('round trip of 100 bytes, median', `${(roundTrip * 1000).toFixed(0)} µs`);
report('  Extism, worker mode', `${(extismTrip * 1000).toFixed(0)} µs`);
report('  ratio', (roundTrip / extismTrip).toFixed(2), 'at most 0.70', roundTrip / extismTrip <= 0.7);
await extism.close();
await extismBench(
	(guest) =>
		runtime.lease({
			...spec(),
			module: guest,
			guest: { ...spec().guest, type: 'processor', abi: 'extism', encoding: 'json', batch: false },
		}),
	ours,
);
await componentBench(
	adapter,
	(bundle) =>
		runtime.lease({
			...spec(),
			module: bundle,
			guest: { ...spec().guest, abi: 'component', encoding: 'ndjson', batch: true },
		}),
	ours,
	record,
);
await kindsBench(adapter, (guest, description) =>
	runtime.lease({ ...spec(), module: guest, guest: { ...spec().guest, ...description } }),
);
await wasiBench(forkAdapter({ entry: join(out, 'sandbox.mjs'), reaperEntry: join(out, 'reaper.mjs') }), spec());

async function recovery(spares: number): Promise<number> {
	const own = createRuntime({
		adapter: forkAdapter({ entry: join(out, 'sandbox.mjs'), reaperEntry: join(out, 'reaper.mjs') }),
		broker,
		spares,
	});
	const pool = await own.open(spec({ timeoutMs: 50 }, 'bytes'));
	const times: number[] = [];
	for (let turn = 0; turn < 15; turn++) {
		await pool.call({ fn: 'spin', input: { kind: 'value', data: small } }).catch(() => {});
		const start = performance.now();
		await pool.call({ fn: 'transform_data', input: { kind: 'value', data: small } });
		times.push(performance.now() - start);
		await new Promise((done) => setTimeout(done, 150));
	}
	await own.dispose();
	return median(times);
}
const warm = await recovery(1);
report('next answer after a deadline kill, warm spare, median', `${warm.toFixed(1)} ms`, 'within 20 ms', warm <= 20);
const cold = await recovery(0);
report('  without a spare', `${cold.toFixed(1)} ms`, 'within 80 ms', cold <= 80);

const pool = await runtime.open(spec({}, 'bytes'));
const latencies: number[] = [];
let failures = 0;
let swapping = true;
const load = (async () => {
	while (swapping) {
		const start = performance.now();
		await pool.call({ fn: 'transform_data', input: { kind: 'value', data: small } }).catch(() => failures++);
		latencies.push(performance.now() - start);
	}
})();
for (let turn = 0; turn < 200; turn++)
	await pool.swap(spec({ versionHash: turn.toString(16).padStart(64, '0') }, 'bytes'));
swapping = false;
await load;
const pause = percentile(latencies, 0.99);
report(
	`failed calls in 200 swaps (${latencies.length.toLocaleString('en')} calls)`,
	String(failures),
	'none',
	failures === 0,
);
report('  p99 of a call while swapping', `${pause.toFixed(1)} ms`, 'at most 10 ms', pause <= 10);

const idle = runtime.sandboxes().find((sandbox) => sandbox.role === 'spare' && sandbox.pid !== undefined);
try {
	const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${idle?.pid}/status`, 'utf8'))?.[1]) / 1024;
	report('resident memory of an idle sandbox', `${resident.toFixed(0)} MiB`, 'at most 60', resident <= 60);
} catch {
	report('resident memory of an idle sandbox', 'not readable here');
}

await runtime.dispose();

const streamed = spawnSync(process.execPath, ['--no-warnings', join(import.meta.dirname, 'memory/stream-memory.ts')], {
	encoding: 'utf8',
	stdio: ['ignore', 'pipe', 'inherit'],
});
const stream = JSON.parse(streamed.stdout) as StreamMemory;
const mebi = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
report(
	`1 GiB of NDJSON from file to file, ${stream.recordsOut.toLocaleString('en')} records`,
	`${(stream.recordsOut / stream.ms / 1000).toFixed(2)} M/s`,
);
report(
	'  resident memory of that program, at most: first half, whole',
	`${mebi(stream.firstHalf)}, ${mebi(stream.peak)} MiB`,
	'flat',
	stream.peak <= stream.firstHalf * 1.1,
);
process.stdout.write('\n');
await preloadBench();
process.stdout.write('\n');
await pageBench();
await authorBench();
process.stdout.write('\n');
await samplesBench(256);
process.stdout.write('\n');
await flowsBench(256);
spawnSync(process.execPath, ['--no-warnings', join(import.meta.dirname, 'samples/flows/flow-memory.ts')], {
	stdio: 'inherit',
});
process.stdout.write('\n');
await historyBench(1_000_000);
process.stdout.write('\n');
await attackBench();
