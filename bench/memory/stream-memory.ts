/**
 * Streams a file through a plugin in a program of its own and prints how much memory that program held at most
 * in the first half of the stream, and in the whole of it. One line of JSON on standard output; sizes in bytes, time in ms.
 */
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createCore } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { ourGuest } from '../guests.ts';

const SIZE = 2 ** 30;
const out = resolve(import.meta.dirname, '../../out/main');
const folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-'));
const input = join(folder, 'input.ndjson');
const line = `${JSON.stringify({ id: 123456, name: 'pass-through', value: 0.123456789, note: 'x'.repeat(56) })}\n`;

async function writeInput(): Promise<void> {
	const block = Buffer.from(line.repeat(Math.floor(2 ** 20 / line.length)));
	const blocks = Math.ceil(SIZE / block.length);
	const source = Readable.from(
		(function* () {
			for (let index = 0; index < blocks; index++) yield block;
		})(),
	);
	await pipeline(source, createWriteStream(input));
	// In the page cache before it counts.
	for await (const _ of createReadStream(input));
}

async function writePlugin(): Promise<string> {
	const plugin = join(folder, 'pass-through');
	mkdirSync(plugin);
	writeFileSync(join(plugin, 'pass-through.wasm'), await ourGuest());
	const manifest = { name: 'pass-through', type: 'transformer', module_path: 'pass-through.wasm', encoding: 'ndjson' };
	writeFileSync(join(plugin, 'plugin.json'), JSON.stringify(manifest));
	return plugin;
}

try {
	await writeInput();
	const core = await createCore({
		dataDir: join(folder, 'data'),
		sandboxEntry: join(out, 'sandbox.mjs'),
		reaperEntry: join(out, 'reaper.mjs'),
	});
	try {
		const installed = await core.request('plugins.install', {
			path: await writePlugin(),
			grant: { ...lockedDown, max_execution_time: 60_000 },
		});
		if (!installed.ok) throw new Error(installed.error.message);
		const seen: number[] = [];
		core.on('run.progress', () => seen.push(process.memoryUsage.rss()));
		const begun = performance.now();
		const run = await core.request('streams.run', {
			plugin: 'pass-through',
			input: { kind: 'file', path: input },
			output: { kind: 'file', path: join(folder, 'output.ndjson') },
		});
		if (!run.ok) throw new Error(run.error.message);
		const ms = performance.now() - begun;
		const { recordsOut, bytesOut } = run.data;
		const firstHalf = Math.max(...seen.slice(0, Math.ceil(seen.length / 2)));
		process.stdout.write(`${JSON.stringify({ ms, recordsOut, bytesOut, firstHalf, peak: Math.max(...seen) })}\n`);
	} finally {
		await core.close();
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
