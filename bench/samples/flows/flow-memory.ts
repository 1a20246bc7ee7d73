/**
 * A flow with a branch whose taker is slow, and how much memory the program and its sandboxes hold meanwhile: it must not
 * grow with the data. Alone, in a program of its own: `node bench/samples/flows/flow-memory.ts [MiB] [ms per batch of the slow one]`.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBuilt } from '../../../scripts/build/ensure-built.ts';
import { type Core, createCore } from '../../../src/core/index.ts';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import { wat } from '../../../test/support/guests/wat.ts';
import { report } from '../../report.ts';
import { ndjsonOf, writeRows } from '../rows.ts';

const MEBI = 2 ** 20;
const SAMPLE_MS = 250;
/** Lines that are printed of what is seen in between. */
const LINES = 20;
/** Steps of an empty loop in a millisecond, about. */
const STEPS_PER_MS = 500_000;

const out = resolve(import.meta.dirname, '../../../out/main');
const mebi = (bytes: number): string => `${(bytes / MEBI).toFixed(0)} MiB`;

/** Gives back what it got after so many steps. */
const slow = (steps: number): string => `(module
	(memory (export "memory") 64)
	(func (export "alloc") (param i32) (result i32) (i32.const 2097152))
	(func (export "transform_data") (param $ptr i32) (param $len i32) (result i32) (local $left i32)
		(local.set $left (i32.const ${steps}))
		(block $done (loop $again
			(br_if $done (i32.eqz (local.get $left)))
			(local.set $left (i32.sub (local.get $left) (i32.const 1)))
			(br $again)))
		(i32.store (i32.const 65536) (local.get $len))
		(memory.copy (i32.const 65540) (local.get $ptr) (local.get $len))
		(i32.const 65536)))`;

interface Seen {
	readonly seconds: number;
	/** Of the input that was read, 0 to 1. */
	readonly share: number;
	/** Resident, bytes. */
	readonly program: number;
	readonly sandboxes: number;
}

async function install(core: Core, folder: string, name: string, steps: number): Promise<void> {
	const plugin = join(folder, name);
	mkdirSync(plugin);
	writeFileSync(join(plugin, `${name}.wasm`), await wat(slow(steps)));
	const manifest = { name, type: 'transformer', module_path: `./${name}.wasm`, encoding: 'ndjson', batch: true };
	writeFileSync(join(plugin, 'plugin.json'), JSON.stringify(manifest));
	const grant = { ...lockedDown, max_execution_time: 60_000 };
	const answer = await core.request('plugins.install', { path: plugin, grant });
	if (!answer.ok) throw new Error(answer.error.message);
}

/** Resident memory of all processes below this one, bytes; 0 where the system does not tell. */
function belowBytes(pid: number | string): number {
	let sum = 0;
	for (const child of childrenOf(pid)) {
		try {
			const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1];
			sum += Number(kibibytes ?? 0) * 1024 + belowBytes(child);
		} catch {
			// It has ended.
		}
	}
	return sum;
}

function childrenOf(pid: number | string): readonly string[] {
	try {
		const tasks = readdirSync(`/proc/${pid}/task`);
		const children = tasks.flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '));
		return children.filter((child) => child !== '');
	} catch {
		return [];
	}
}

async function watched(core: Core, run: () => Promise<void>): Promise<readonly Seen[]> {
	const seen: Seen[] = [];
	const begun = performance.now();
	let share = 0;
	const stop = core.on('run.progress', ({ bytesIn, totalBytes }) => {
		share = totalBytes > 0 ? bytesIn / totalBytes : 0;
	});
	const timer = setInterval(() => {
		const program = process.memoryUsage.rss();
		seen.push({ seconds: (performance.now() - begun) / 1000, share, program, sandboxes: belowBytes(process.pid) });
	}, SAMPLE_MS);
	try {
		await run();
	} finally {
		clearInterval(timer);
		stop();
	}
	return seen;
}

function tell(seen: readonly Seen[]): void {
	const step = Math.max(1, Math.ceil(seen.length / LINES));
	for (const { seconds, share, program, sandboxes } of seen.filter((_, index) => index % step === 0)) {
		report(
			`  after ${seconds.toFixed(1)} s, ${(share * 100).toFixed(0)} % read: program, sandboxes`,
			`${mebi(program)}, ${mebi(sandboxes)}`,
		);
	}
	const most = (some: readonly Seen[]): number =>
		Math.max(...some.map(({ program, sandboxes }) => program + sandboxes));
	const [half, whole] = [most(seen.slice(0, Math.ceil(seen.length / 2))), most(seen)];
	report('  at most: first half, whole', `${mebi(half)}, ${mebi(whole)}`, 'flat', whole <= half * 1.1);
}

async function flowMemory(mebibytes: number, msPerBatch: number): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-flow-memory-'));
	try {
		const input = join(folder, 'input.ndjson');
		const { rows } = await writeRows(input, mebibytes * MEBI, ndjsonOf);
		const core = await createCore({
			dataDir: join(folder, 'data'),
			sandboxEntry: join(out, 'sandbox.mjs'),
			reaperEntry: join(out, 'reaper.mjs'),
			resourcesDir: resolve(import.meta.dirname, '../../../resources'),
			triggers: false,
			watch: false,
		});
		try {
			await install(core, folder, 'quick', 0);
			await install(core, folder, 'slow', Math.round(msPerBatch * STEPS_PER_MS));
			const writer = (name: string, from: string) => ({
				name,
				use: 'write-file' as const,
				inputs: [from],
				config: { path: join(folder, `${name}.ndjson`) },
			});
			const components = [
				{ name: 'in', use: 'read-file' as const, config: { path: input } },
				{ name: 'quick', inputs: ['in'] },
				{ name: 'slow', inputs: ['in'] },
				writer('quickly', 'quick'),
				writer('slowly', 'slow'),
			];
			report(
				`a flow with a slow branch (${msPerBatch} ms a batch), ${rows.toLocaleString('en')} records`,
				`${mebibytes} MiB`,
			);
			const seen = await watched(core, async () => {
				const answer = await core.request('flows.run', { flow: { definition: { name: 'branches', components } } });
				if (!answer.ok) throw new Error(answer.error.message);
			});
			tell(seen);
		} finally {
			await core.close();
		}
	} finally {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

ensureBuilt();
await flowMemory(Number(process.argv[2] ?? 256), Number(process.argv[3] ?? 5));
