/**
 * `node bench/memory/flow-memory.ts [--gb 5]`: a file goes through a branch of a flow, one taker of which is many times slower
 * than the other, in a program of its own. Prints how much memory that program held at most in the first half of it and
 * in the whole, and how many parcels waited. One line of JSON on standard output; sizes in bytes, time in ms.
 */
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import wabtInit from 'wabt';
import { createCore } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';

const { values } = parseArgs({ options: { gb: { type: 'string', default: '5' } } });
const size = Number(values.gb) * 2 ** 30;
const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'out/main');
const folder = mkdtempSync(join(tmpdir(), 'dataflare-flow-memory-'));
const input = join(folder, 'input.ndjson');
const line = `${JSON.stringify({ id: 123456, name: 'pass-through', value: 0.123456789, note: 'x'.repeat(180) })}\n`;

/** Hands a batch on as it came, once it has looked at every byte so many times. */
const looking = (times: number): string => `(module (memory (export "memory") 64)
	(func (export "alloc") (param i32) (result i32) (i32.const 4100))
	(func (export "transform_data") (param $at i32) (param $length i32) (result i32) (local $left i32) (local $seen i32)
		(local.set $left (i32.mul (local.get $length) (i32.const ${times})))
		(block $over (loop $next
			(br_if $over (i32.eqz (local.get $left)))
			(local.set $seen (i32.add (local.get $seen) (i32.load8_u (i32.add (local.get $at) (i32.rem_u (local.get $left) (local.get $length))))))
			(local.set $left (i32.sub (local.get $left) (i32.const 1)))
			(br $next)))
		(i32.store (i32.const 4096) (local.get $length)) (i32.const 4096)))`;

async function writeInput(): Promise<void> {
	const block = Buffer.from(line.repeat(Math.floor(2 ** 20 / line.length)));
	const file = createWriteStream(input);
	for (let written = 0; written < size; written += block.length) {
		if (!file.write(block)) await once(file, 'drain');
	}
	file.end();
	await once(file, 'close');
}

async function writePlugin(name: string, times: number): Promise<string> {
	const plugin = join(folder, name);
	mkdirSync(plugin);
	const module = (await wabtInit()).parseWat(`${name}.wat`, looking(times));
	writeFileSync(join(plugin, `${name}.wasm`), module.toBinary({}).buffer);
	const manifest = { name, type: 'transformer', module_path: `${name}.wasm`, encoding: 'ndjson' };
	writeFileSync(join(plugin, 'plugin.json'), JSON.stringify(manifest));
	return plugin;
}

try {
	await writeInput();
	const core = await createCore({
		dataDir: join(folder, 'data'),
		sandboxEntry: join(out, 'sandbox.mjs'),
		reaperEntry: join(out, 'reaper.mjs'),
		resourcesDir: join(root, 'resources'),
	});
	try {
		for (const [name, times] of [
			['quick', 0],
			['slow', 12],
		] as const) {
			const grant = { ...lockedDown, max_memory: 16 * 2 ** 20, max_execution_time: 60_000 };
			const installed = await core.request('plugins.install', { path: await writePlugin(name, times), grant });
			if (!installed.ok) throw new Error(installed.error.message);
		}
		const seen: { readonly rss: number; readonly read: number }[] = [];
		let mostWaiting = 0;
		core.on('run.progress', ({ bytesIn, flow }) => {
			seen.push({ rss: process.memoryUsage.rss(), read: bytesIn });
			for (const { waiting } of flow?.edges ?? []) mostWaiting = Math.max(mostWaiting, waiting);
		});
		const begun = performance.now();
		const run = await core.request('flows.run', {
			flow: {
				definition: {
					name: 'branch',
					components: [
						{ name: 'in', use: 'read-file', config: { path: input } },
						{ name: 'quick', inputs: ['in'] },
						{ name: 'slow', inputs: ['in'] },
						{ name: 'quickly', use: 'preview', inputs: ['quick'] },
						{ name: 'slowly', use: 'preview', inputs: ['slow'] },
					],
				},
			},
		});
		if (!run.ok) throw new Error(run.error.message);
		const most = (part: typeof seen): number => Math.max(...part.map(({ rss }) => rss));
		process.stdout.write(
			`${JSON.stringify({
				bytes: size,
				ms: Math.round(performance.now() - begun),
				firstHalf: most(seen.filter(({ read }) => read < size / 2)),
				whole: most(seen),
				mostWaiting,
				stages: run.data.stages.map(({ component, time, busyMs }) => ({
					component,
					busyMs: Math.round(busyMs),
					...time,
				})),
			})}\n`,
		);
	} finally {
		await core.close();
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
