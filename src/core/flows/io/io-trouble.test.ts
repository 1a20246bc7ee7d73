import { execFileSync } from 'node:child_process';
import {
	closeSync,
	constants,
	createReadStream,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
	flowThreads,
	freshPaths,
	nobodys,
	readFlowFile,
	writeFlowFile,
} from '../../../../test/support/flows/flow-files.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { readOnly, smallDisk, type Trouble } from '../../../../test/support/trouble.ts';
import { writeFileConfigSchema } from '../../../shared/flow/flow-file.ts';
import { type Batch, batchOf } from '../../../shared/sandbox/batch.ts';
import { removeLeftovers, sweep } from '../../files/temporary-files.ts';
import type { OwnPlaces } from '../../policy/entries/own-places.ts';
import type { FlowReader, FlowWriter } from './flow-io.ts';
import { requireOutput } from './open-writer.ts';

const scratch = scratchFolder();
const undone: (() => void)[] = [];
afterEach(() => {
	for (const undo of undone.splice(0)) undo();
});
const fresh = freshPaths(scratch.path);

interface Wanted {
	readonly config?: Readonly<Record<string, unknown>>;
	readonly signal?: AbortSignal;
	/** Without the plugin that reads and writes CSV. */
	readonly bare?: boolean;
	readonly followsLink?: boolean;
}
const { signal: never } = new AbortController();
const threadsOf = (bare: boolean) => (bare ? { ...flowThreads, pluginsDir: null } : flowThreads);

const read = (
	path: string,
	{ config = {}, signal = never, bare = false, followsLink = true }: Wanted = {},
): Promise<FlowReader> => readFlowFile(path, config, { signal, followsLink, threads: threadsOf(bare) });
const write = (
	path: string,
	{ config = {}, signal = never, own = nobodys, bare = false }: Wanted & { readonly own?: OwnPlaces } = {},
): Promise<FlowWriter> => writeFlowFile(path, config, { ownPlaces: () => own, signal, threads: threadsOf(bare) });

/** Reads to the end; gives the records before it failed, and why. */
async function readAll(
	path: string,
	wanted: Wanted = {},
): Promise<{ readonly count: number; readonly problem: unknown }> {
	let count = 0;
	try {
		const reader = await read(path, wanted);
		try {
			for (let batch = await reader.next(); batch !== null; batch = await reader.next()) count += batch.ends.length;
		} finally {
			await reader.close();
		}
	} catch (error) {
		return { count, problem: error };
	}
	return { count, problem: null };
}

function put(trouble: Trouble, skip: (why: string) => void): void {
	if ('impossible' in trouble) skip(trouble.impossible);
	else undone.push(trouble.undo);
}

const line = (bytes: number): Batch => batchOf([Buffer.from(JSON.stringify('x'.repeat(bytes)))]);
const because = (reason: string) => ({ details: { reason } });

describe('reading in a flow', () => {
	it('refuses compressed data that is cut off, damaged, or followed by something else', async () => {
		const random = Array.from({ length: 40_000 }, (_, index) => `{"id":${(index * 7_919_377) % 1_000_003}}\n`).join('');
		const whole = gzipSync(random);
		const damaged = Buffer.from(whole);
		damaged[whole.length - 6] = (damaged.at(-6) ?? 0) ^ 0xff;
		for (const [content, reason] of [
			[whole.subarray(0, -5), 'gzip_cut_off'],
			[whole.subarray(0, whole.length / 2), 'gzip_cut_off'],
			[Buffer.concat([whole, whole.subarray(0, 7)]), 'gzip_cut_off'],
			[damaged, 'gzip_damaged'],
			[Buffer.concat([whole, Buffer.from('{"id":1}\n')]), 'gzip_garbage'],
			[Buffer.concat([whole, Buffer.alloc(600_000), Buffer.from('x')]), 'gzip_garbage'],
			[Buffer.concat([gzipSync('1\n'), Buffer.from('garbage')]), 'gzip_garbage'],
		] as const) {
			const path = fresh('input.ndjson.gz');
			writeFileSync(path, content);
			const { problem } = await readAll(path);
			expect(problem).toMatchObject({ code: 'invalid_input', details: { reason, path } });
		}
		const padded = fresh('padded.ndjson.gz');
		writeFileSync(padded, Buffer.concat([gzipSync('1\n'), gzipSync(''), gzipSync('2\n'), Buffer.alloc(1000)]));
		expect(await readAll(padded)).toEqual({ count: 2, problem: null });
	});

	it('takes compression by the first bytes, and says so where it was told otherwise', async () => {
		const path = fresh('input.ndjson');
		writeFileSync(path, gzipSync('1\n2\n'));
		expect(await readAll(path)).toEqual({ count: 2, problem: null });
		expect((await readAll(path, { config: { compression: 'none' } })).problem).toMatchObject({ code: 'invalid_input' });
		writeFileSync(path, '1\n2\n');
		expect((await readAll(path, { config: { compression: 'gzip' } })).problem).toMatchObject(because('gzip_not'));
		const empty = fresh('empty.ndjson.gz');
		writeFileSync(empty, '');
		expect(await readAll(empty)).toEqual({ count: 0, problem: null });
	});

	it('refuses what is no plain file, what has no known format, and text in other encodings', async () => {
		const folder = dirname(fresh('x'));
		const pipe = join(folder, 'pipe');
		execFileSync('mkfifo', [pipe]);
		for (const [path, reason] of [
			[folder, 'is_folder'],
			[pipe, 'flow_input_special'],
			['/dev/null', 'flow_input_special'],
			[scratch.put('data.bin', 'a,b'), 'flow_format_unknown'],
			[scratch.put('wide.ndjson', Buffer.from('1\n', 'utf16le')), 'utf16'],
			[scratch.put('wide.json', Buffer.from('\ufeff[1]', 'utf16le')), 'utf16'],
		] as const) {
			expect((await readAll(path)).problem).toMatchObject(because(reason));
		}
		for (const extension of ['ndjson', 'log']) {
			const latin = scratch.put(`latin.${extension}`, Buffer.from('"a"\n"\xe9"\n', 'latin1'));
			const { count, problem } = await readAll(latin);
			expect({ count, problem }).toMatchObject({ count: 1, problem: { details: { reason: 'not_utf8', record: 2 } } });
		}
		expect(await readAll(scratch.put('latin.bin', Buffer.of(0xe9)), { config: { format: 'bytes' } })).toEqual({
			count: 1,
			problem: null,
		});
	});

	it('reads what a link leads to, except where a file appeared and a link is in its place by now', async () => {
		const path = fresh('link.ndjson');
		symlinkSync(scratch.put('secret.ndjson', '1\n'), path);
		expect(await readAll(path)).toEqual({ count: 1, problem: null });
		expect((await readAll(path, { followsLink: false })).problem).toMatchObject(because('flow_input_link'));
	});

	it('passes over one byte order mark', async () => {
		for (const extension of ['ndjson', 'json', 'log']) {
			expect(await readAll(scratch.put(`mark.${extension}`, '\uFEFF1\n'))).toEqual({ count: 1, problem: null });
		}
		const { problem } = await readAll(scratch.put('twice.ndjson', '\uFEFF\uFEFF1\n'));
		expect(problem).toMatchObject({ details: { reason: 'json_unexpected', line: 1, column: 1 } });
	});

	it('says that CSV cannot be read where the program came without its plugins', async () => {
		const path = scratch.put('some.csv', 'a\n1\n');
		await expect(read(path, { bare: true })).rejects.toMatchObject(because('flow_without_csv'));
		const out = fresh('out.csv');
		await expect(write(out, { bare: true })).rejects.toMatchObject(because('flow_without_csv'));
		expect(readdirSync(dirname(out))).toEqual([]);
	});
});

describe('writing in a flow', () => {
	it('to a full disk says so, and leaves what was there', async ({ skip }) => {
		for (const name of ['out.ndjson', 'out.json.gz', 'out.csv']) {
			const folder = dirname(fresh(name));
			put(smallDisk(folder, 256), skip);
			const path = join(folder, name);
			writeFileSync(path, 'before');
			const writer = await write(path);
			const all = (async () => {
				for (let count = 0; count < 400; count++) {
					const random = Buffer.from(
						JSON.stringify({ text: crypto.getRandomValues(Buffer.alloc(30_000)).toString('base64') }),
					);
					await writer.write(batchOf([random]));
				}
				await writer.commit();
			})();
			await expect(all).rejects.toMatchObject({ code: 'storage', details: { reason: 'disk_full', path } });
			await writer.abandon();
			expect(readdirSync(folder)).toEqual([name]);
			expect(readFileSync(path, 'utf8')).toBe('before');
		}
	});

	it('to a place that cannot be written, a folder, or what is the program’s own is refused', async ({ skip }) => {
		const path = fresh('out.ndjson');
		await expect(write(dirname(path))).rejects.toMatchObject(because('output_is_folder'));
		await expect(write(join(path, 'none/out.ndjson'))).rejects.toMatchObject(because('folder_not_found'));
		const own = { ...nobodys, sealed: [dirname(path)] };
		await expect(write(path, { own })).rejects.toMatchObject({
			code: 'permission_denied',
			...because('output_own_files'),
		});
		await expect(requireOutput(writeFileConfigSchema.parse({ path }), () => own)).rejects.toMatchObject({
			code: 'permission_denied',
		});
		put(readOnly(dirname(path)), skip);
		await expect(write(path)).rejects.toMatchObject(because('not_writable'));
	});

	it('replaces a file where it may, and none that appeared meanwhile where it may not', async () => {
		const path = fresh('out.ndjson');
		const config = { if_exists: 'fail' };
		const writer = await write(path, { config });
		await writer.write(line(3));
		writeFileSync(path, 'another’s');
		await expect(writer.commit()).rejects.toMatchObject({ code: 'conflict', ...because('output_exists') });
		await writer.abandon();
		expect(readFileSync(path, 'utf8')).toBe('another’s');
		await expect(write(path, { config })).rejects.toMatchObject({ code: 'conflict', ...because('output_exists') });
		await expect(requireOutput(writeFileConfigSchema.parse({ path, ...config }), () => nobodys)).rejects.toMatchObject(
			because('output_exists'),
		);
		const replacing = await write(path);
		await replacing.write(line(3));
		await replacing.commit();
		expect(readFileSync(path, 'utf8')).toBe('"xxx"\n');
	});

	it('says what keeps a file from appearing before it is to appear', async () => {
		const path = fresh('prepared.ndjson');
		const prepared = await write(path);
		await prepared.write(line(3));
		expect(await prepared.prepare()).toBe(path);
		expect(existsSync(path)).toBe(false);
		await prepared.commit();
		expect(await prepared.prepare()).toBe(path);
		expect(readFileSync(path, 'utf8')).toBe('"xxx"\n');
		const folder = fresh('folder.ndjson');
		const late = await write(folder);
		mkdirSync(folder);
		await expect(late.prepare()).rejects.toMatchObject(because('output_is_folder'));
		await late.abandon();
		const cleared = fresh('cleared.ndjson');
		const robbed = await write(cleared);
		for (const name of readdirSync(dirname(cleared))) {
			if (name.endsWith('.part')) rmSync(join(dirname(cleared), name));
		}
		await expect(robbed.prepare()).rejects.toMatchObject(because('flow_part_gone'));
		await robbed.abandon();
	});

	it('to a pipe gives what comes as it comes, and does not wait for ever for somebody who reads', async () => {
		const pipe = fresh('pipe');
		execFileSync('mkfifo', [pipe]);
		const cancelling = new AbortController();
		const waiting = write(pipe, { signal: cancelling.signal });
		cancelling.abort();
		await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
		const opening = write(pipe);
		const heard = text(createReadStream(pipe));
		const writer = await opening;
		await writer.write(line(1));
		await expect(writer.position()).rejects.toMatchObject(because('flow_output_special'));
		await writer.commit();
		expect(await heard).toBe('"x"\n');
		const nowhere = await write('/dev/null');
		await nowhere.write(line(1));
		await nowhere.commit();
		expect(existsSync('/dev/null')).toBe(true);
	});

	it('to a pipe that nobody empties holds no thread and ends at the signal, with nothing waited for', async () => {
		const held: number[] = [];
		undone.push(() => {
			for (const reader of held) closeSync(reader);
		});
		const cancelling = new AbortController();
		const writers: FlowWriter[] = [];
		// More than there are threads that files are written with.
		const stuck: Promise<void>[] = [];
		for (let each = 0; each < 6; each++) {
			const pipe = fresh('pipe');
			execFileSync('mkfifo', [pipe]);
			held.push(openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK));
			const writer = await write(pipe, { signal: cancelling.signal });
			expect(writer.isSpecial).toBe(true);
			writers.push(writer);
			const writing = writer.write(line(1024 * 1024));
			writing.catch(() => undefined);
			stuck.push(writing);
		}
		expect((await stat(scratch.path)).isDirectory()).toBe(true);
		cancelling.abort();
		for (const each of stuck) await expect(each).rejects.toMatchObject({ code: 'cancelled' });
		for (const writer of writers) await writer.abandon();
	});

	it('to a pipe waits for room, and gives all of it', async () => {
		const pipe = fresh('pipe');
		execFileSync('mkfifo', [pipe]);
		const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
		const writer = await write(pipe);
		const writing = writer.write(line(1024 * 1024)).then(() => writer.commit());
		const heard = text(createReadStream(pipe));
		await writing;
		closeSync(reader);
		expect((await heard).length).toBe(1024 * 1024 + 3);
	});

	it('keeps what a suspended run left from being swept away', async () => {
		const path = fresh('out.ndjson');
		const writer = await write(path);
		await writer.write(line(1));
		await writer.suspend();
		await sweep(dirname(path));
		await removeLeftovers(dirname(path), `${dirname(path)}/`);
		expect(readdirSync(dirname(path))).toEqual(['.dataflare-aaaa-1.part']);
	});

	it('of raw bytes gives them as they came, and refuses them where records are wanted', async () => {
		const path = fresh('out.bin');
		const writer = await write(path, { config: { format: 'bytes' } });
		await writer.write(batchOf([Buffer.of(0xff), Buffer.of(0x0a, 0)], 0));
		await writer.commit();
		expect([...readFileSync(path)]).toEqual([0xff, 0x0a, 0]);
		const json = await write(fresh('out.json'));
		await expect(json.write(batchOf([Buffer.of(0xff)], 0))).rejects.toMatchObject(because('flow_bytes_in_json'));
		await json.abandon();
	});
});
