import { execFileSync } from 'node:child_process';
import { closeSync, constants, createReadStream, openSync, readFileSync, writeFileSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteInput } from '../../../src/shared/api/routes.ts';
import { eventually, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
const held: number[] = [];

/** Answers what it was given: the length lies before where it is put. */
const echo = (pages: number, more = ''): string => `(module (memory (export "memory") ${pages})
	(func (export "alloc") (param i32) (result i32) (i32.const 32))
	(func (export "process_data") (param $at i32) (param $size i32) (result i32)
		${more}
		(i32.store (i32.const 28) (local.get $size)) (i32.const 28)))`;

/** Gives so many numbers, from 101 on. */
const counting = (most: number): string => `(module (memory (export "memory") 1) (global $next (mut i32) (i32.const 0))
	(func (export "read_data") (result i32)
		(if (i32.eq (global.get $next) (i32.const ${most})) (then (return (i32.const 0))))
		(global.set $next (i32.add (global.get $next) (i32.const 1)))
		(i32.store (i32.const 16) (i32.const 3))
		(i32.store8 (i32.const 20) (i32.const 49))
		(i32.store8 (i32.const 21) (i32.add (i32.const 48) (i32.div_u (global.get $next) (i32.const 10))))
		(i32.store8 (i32.const 22) (i32.add (i32.const 48) (i32.rem_u (global.get $next) (i32.const 10))))
		(i32.const 16)))`;

/** All that it answers is how many records it was handed at once. */
const measuring = `(module (memory (export "memory") 4) (global $lines (mut i32) (i32.const 0))
	(func (export "alloc") (param i32) (result i32) (i32.const 4096))
	(func (export "process_data") (param $at i32) (param $size i32) (result i32) (local $end i32)
		(global.set $lines (i32.const 0))
		(local.set $end (i32.add (local.get $at) (local.get $size)))
		(loop $each
			(if (i32.lt_u (local.get $at) (local.get $end)) (then
				(if (i32.eq (i32.load8_u (local.get $at)) (i32.const 10)) (then (global.set $lines (i32.add (global.get $lines) (i32.const 1)))))
				(local.set $at (i32.add (local.get $at) (i32.const 1)))
				(br $each))))
		(i32.store (i32.const 16) (i32.const 1))
		(i32.store8 (i32.const 20) (i32.add (i32.const 48) (global.get $lines)))
		(i32.const 16)))`;

/** Has room for much, and answers little. */
const quiet = `(module (memory (export "memory") 3000) (func (export "alloc") (param i32) (result i32) (i32.const 64))
	(func (export "process_data") (param i32 i32) (result i32)
		(i32.store (i32.const 16) (i32.const 1)) (i32.store8 (i32.const 20) (i32.const 55)) (i32.const 16)))`;

/** Fails on what ends in such a number, of two digits. */
const failing = (number: number): string => `(if (i32.eq
	(i32.load16_u (i32.add (local.get $at) (i32.const 1)))
	(i32.const ${Buffer.from(String(number)).readUInt16LE()})) (then (return (i32.const -7))))`;

const install = async (name: string, wat: string, manifest: object, grant: object = {}): Promise<void> => {
	await scratch.ask('plugins.install', { path: await scratch.plugin(name, wat, manifest), grant });
};

beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	await install('echo', echo(300), { encoding: 'json' }, { max_memory: 134_217_728 });
	await install('bytes', echo(4), { encoding: 'bytes' });
	await install('numbers', counting(23), { type: 'source', encoding: 'json' });
	await install('measuring', measuring, { encoding: 'ndjson', batch: true });
	await install('quiet', quiet, { encoding: 'json' }, { max_memory: 268_435_456 });
	await install('passing', echo(1), { encoding: 'json' });
	await install('third', echo(1, failing(13)), { encoding: 'json' });
	await install('early', echo(1, failing(12)), { encoding: 'json' });
});
afterAll(async () => {
	for (const fd of held) closeSync(fd);
	await scratch.dispose();
});

function inputOf(...chunks: readonly (string | Buffer)[]): { readonly kind: 'stream'; readonly id: string } {
	return { kind: 'stream', id: scratch.core().attachInput(Readable.from(chunks)) };
}

interface Begun {
	readonly id: string;
	/** Resolves with why it failed. */
	readonly ended: Promise<unknown>;
}

/** Until these runs, and no others, are under way. */
async function allUnderWay(runs: readonly Begun[]): Promise<void> {
	await eventually(async () => (await scratch.ask('runs.list', { status: 'running' })).total === runs.length);
}

/** A small run succeeds meanwhile; answers with the file that it wrote. */
async function runsBeside(name: string): Promise<string> {
	const path = join(scratch.folder, name);
	const { status } = await scratch.ask('streams.run', {
		plugin: 'echo',
		input: inputOf('1\n'),
		output: { kind: 'file', path },
		format: 'ndjson',
	});
	expect(status).toBe('succeeded');
	return path;
}

async function allCancelled(runs: readonly Begun[]): Promise<void> {
	for (const { id } of runs) expect(await scratch.ask('runs.cancel', { id })).toEqual({ cancelled: true });
	expect(await Promise.all(runs.map(({ ended }) => ended))).toMatchObject(runs.map(() => ({ code: 'cancelled' })));
}

describe('a pipe that nobody reads', () => {
	it('holds up nothing but the run that writes to it, which can be cancelled', async () => {
		const large = join(scratch.folder, 'large.ndjson');
		writeFileSync(large, `${JSON.stringify('x'.repeat(1000))}\n`.repeat(2000));
		const runs: Begun[] = [];
		// More than there are threads that files are written with; half of them are opened by nobody at all.
		for (let each = 0; each < 8; each++) {
			const path = join(scratch.folder, `pipe-${each}.ndjson`);
			execFileSync('mkfifo', [path]);
			if (each % 2 === 0) held.push(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
			const id = `${each}`.repeat(12);
			const asked: RouteInput<'streams.run'> = {
				plugin: 'echo',
				input: { kind: 'file', path: large },
				output: { kind: 'file', path },
				format: 'ndjson',
				runId: id,
			};
			runs.push({ id, ended: scratch.fail('streams.run', asked) });
		}
		await allUnderWay(runs);
		// Each of these needs one of those threads.
		expect((await stat(large)).size).toBeGreaterThan(2_000_000);
		await runsBeside('beside.ndjson');
		await allCancelled(runs);
	});

	it('and one that somebody reads is given everything, JSON with its end', async () => {
		const path = join(scratch.folder, 'read.json');
		execFileSync('mkfifo', [path]);
		const heard = text(createReadStream(path));
		await scratch.ask('streams.run', {
			plugin: 'echo',
			input: inputOf('1\n2\n'),
			output: { kind: 'file', path },
			format: 'ndjson',
		});
		expect(JSON.parse(await heard)).toEqual([1, 2]);
	});
});

// Elsewhere the system says that a pipe has ended before anybody wrote to it.
describe.runIf(process.platform === 'linux')('a pipe that nobody writes to', () => {
	it('holds up nothing but the run that reads it, which can be cancelled', async () => {
		const runs: Begun[] = [];
		for (let each = 0; each < 8; each++) {
			const path = join(scratch.folder, `in-${each}`);
			execFileSync('mkfifo', [path]);
			const id = `a${each}`.repeat(6);
			const asked = { plugin: 'echo', input: { kind: 'file', path }, format: 'ndjson', runId: id } as const;
			runs.push({ id, ended: scratch.fail('streams.run', asked) });
		}
		await allUnderWay(runs);
		expect((await stat(await runsBeside('beside-in.ndjson'))).size).toBe(2);
		await allCancelled(runs);
	});

	it.each([
		['1\n2\n3\n', 3],
		[`${JSON.stringify('x'.repeat(1000))}\n`.repeat(500), 500],
		['', 0],
	])('and one that somebody writes to late is read to its end', async (text, records) => {
		const path = join(scratch.folder, `late-${records}`);
		execFileSync('mkfifo', [path]);
		const run = scratch.ask('streams.run', { plugin: 'echo', input: { kind: 'file', path }, format: 'ndjson' });
		await eventually(async () => (await scratch.ask('runs.list', { status: 'running' })).total === 1);
		await writeFile(path, text);
		expect(await run).toMatchObject({ status: 'succeeded', stages: [{ recordsIn: records }] });
	});
});

describe('an output that cannot be opened', () => {
	it.each(['none/x.ndjson', 'x.csv'])('is told at once, whatever its input does: %s', async (name) => {
		const silent = new PassThrough();
		const error = await scratch.fail('streams.run', {
			plugin: 'echo',
			input: { kind: 'stream', id: scratch.core().attachInput(silent) },
			output: { kind: 'file', path: join(scratch.folder, name) },
			format: 'ndjson',
		});
		expect(error.code).toBe(name === 'x.csv' ? 'invalid_input' : 'not_found');
		expect(silent.destroyed).toBe(true);
	});
});

describe('what was worked before a record that cannot be taken', () => {
	const slowly = (): { readonly stream: Writable; readonly text: () => string } => {
		let text = '';
		const stream = new Writable({
			highWaterMark: 1,
			write(data, _, done) {
				text += String(data);
				setTimeout(done, 10);
			},
		});
		return { stream, text: () => text };
	};
	const numbers = (from: number, to: number): string[] =>
		Array.from({ length: to - from + 1 }, (_, at) => `${from + at}\n`);

	it('is all written, however slow its reader is', async () => {
		const output = slowly();
		const error = await scratch.fail('streams.run', {
			plugin: 'third',
			input: inputOf(...numbers(180, 230)),
			output: { kind: 'stream', id: scratch.core().attachOutput(output.stream) },
			format: 'ndjson',
			batch: 1,
		});
		expect(error).toMatchObject({ details: { record: 34 } });
		expect(output.text()).toBe(numbers(180, 212).join(''));
	});

	it('goes through all that follows in a chain, up to the call that it was in', async () => {
		const output = slowly();
		const components = [{ name: 'numbers' }, { name: 'third', batch_size: 5 }, { name: 'echo' }, { name: 'passing' }];
		const error = await scratch.fail('chains.run', {
			chain: { definition: { name: 'c', components } },
			output: { kind: 'stream', id: scratch.core().attachOutput(output.stream) },
		});
		expect(error).toMatchObject({ details: { component: 1, record: 13 } });
		expect(output.text()).toBe(numbers(101, 110).join(''));
	});

	it('is before what another one behind it cannot take, which is what is told', async () => {
		const output = slowly();
		const components = [{ name: 'numbers' }, { name: 'third', batch_size: 1 }, { name: 'early', batch_size: 1 }];
		const error = await scratch.fail('chains.run', {
			chain: { definition: { name: 'c', batch_size: 1, components } },
			output: { kind: 'stream', id: scratch.core().attachOutput(output.stream) },
		});
		expect(error).toMatchObject({ details: { component: 2, record: 12 } });
		expect(output.text()).toBe(numbers(101, 111).join(''));
	});
});

describe('what a plain run is given and gives', () => {
	it('stays whole for whoever handed it over, and for whoever reads it later', async () => {
		const chunk = Buffer.alloc(100_000, 'a');
		const output = new PassThrough({ highWaterMark: 64 * 2 ** 20 });
		await scratch.ask('streams.run', {
			plugin: 'bytes',
			input: inputOf(chunk, chunk, chunk),
			output: { kind: 'stream', id: scratch.core().attachOutput(output) },
			format: 'bytes',
		});
		output.end();
		expect(chunk.equals(Buffer.alloc(100_000, 'a'))).toBe(true);
		expect((await buffer(output)).equals(Buffer.alloc(300_000, 'a'))).toBe(true);
	});

	it('may be one record that is larger than a batch', async () => {
		const path = join(scratch.folder, 'long.ndjson');
		const record = JSON.stringify('x'.repeat(17 * 2 ** 20));
		await scratch.ask('streams.run', {
			plugin: 'echo',
			input: inputOf(`${record}\n`),
			output: { kind: 'file', path },
			format: 'ndjson',
		});
		expect(readFileSync(path, 'utf8')).toBe(`${record}\n`);
	});

	it('may be longer as JSON than any line is, and is for the plugin to take', async () => {
		const path = join(scratch.folder, 'quotes.ndjson');
		const run = await scratch.ask('streams.run', {
			plugin: 'quiet',
			input: inputOf(Buffer.alloc(33 * 2 ** 20, '"'), '\n'),
			output: { kind: 'file', path },
			format: 'lines',
		});
		expect(run).toMatchObject({ status: 'succeeded', stages: [{ recordsIn: 1, recordsOut: 1 }] });
		expect(readFileSync(path, 'utf8')).toBe('7\n');
	});

	it('is not told of where its plugin has no room for it', async () => {
		const error = await scratch.fail('streams.run', {
			plugin: 'echo',
			input: inputOf('SECRETSECRET', Buffer.alloc(33 * 2 ** 20, '"'), '\n'),
			format: 'lines',
		});
		expect(error).toMatchObject({ details: { plugin: 'echo', record: 1 } });
		expect(JSON.stringify(error)).not.toMatch(/SECRET|on_error/);
	});

	it('comes to each component of a chain in batches of its own size', async () => {
		const path = join(scratch.folder, 'sizes.ndjson');
		const components = [
			{ name: 'numbers', batch_size: 9 },
			{ name: 'measuring', batch_size: 4 },
		];
		await scratch.ask('chains.run', {
			chain: { definition: { name: 'c', components } },
			output: { kind: 'file', path },
		});
		expect(readFileSync(path, 'utf8').trim().split('\n').map(Number)).toEqual([4, 4, 1, 4, 4, 1, 4, 1]);
	});

	it('is told by its number among all records where one cannot be taken, without what is in it', async () => {
		const definition = { name: 'c', batch_size: 5, components: [{ name: 'numbers' }, { name: 'third' }] };
		const error = await scratch.fail('chains.run', { chain: { definition } });
		expect(error).toMatchObject({
			code: 'plugin_execution',
			message: expect.stringMatching(/^components\[1\] \(third\): record 13: /),
			details: { component: 1, stage: 1, plugin: 'third', function: 'process_data', record: 13 },
		});
		expect(JSON.stringify(error)).not.toContain('113');
		const run = await scratch.ask('runs.get', { id: String(error.details?.['runId']) });
		expect(run).toMatchObject({
			kind: 'chain',
			status: 'failed',
			stages: [{ error: null }, { error: { code: error.code } }],
		});
	});
});
