import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEPT_LIMITS, type KeptLimits, KeptOutputs } from './kept-outputs.ts';
import { writeKept } from './write-kept.ts';

let parent: string;
let outputs: KeptOutputs | undefined;
beforeEach(() => {
	parent = join(mkdtempSync(join(tmpdir(), 'dataflare-kept-')), 'outputs');
});
afterEach(async () => {
	await outputs?.close();
	rmSync(join(parent, '..'), { recursive: true, force: true });
});

const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);
const never = new AbortController().signal;

function keptOutputs(limits: Partial<KeptLimits> = {}): KeptOutputs {
	outputs = new KeptOutputs(parent, () => undefined, { ...KEPT_LIMITS, keptFreeBytes: 0, ...limits });
	return outputs;
}

const filesOf = (): readonly string[] => readdirSync(parent).flatMap((folder) => readdirSync(join(parent, folder)));

describe('outputs that are kept', () => {
	it('are files that nobody else can read', async () => {
		await keptOutputs().keep('aa', bytes('[1]'), 'json', 'bytes');
		const [folder = ''] = readdirSync(parent);
		expect(statSync(join(parent, folder)).mode & 0o777).toBe(0o700);
		expect(statSync(join(parent, folder, 'aa')).mode & 0o777).toBe(0o600);
	});

	it('make room for newer ones, the oldest first, by number and by size', async () => {
		const kept = keptOutputs({ maxOutputs: 3, maxBytes: 10 });
		for (const id of ['a', 'b', 'c', 'd']) await kept.keep(id, bytes('12'), 'json', 'bytes');
		expect(filesOf()).toEqual(['b', 'c', 'd']);
		await kept.keep('e', bytes('12345678'), 'json', 'bytes');
		expect(filesOf()).toEqual(['d', 'e']);
		await expect(kept.open('a')).rejects.toMatchObject({
			code: 'not_found',
			details: { reason: 'output_gone', id: 'a' },
		});
	});

	it('are read to their end by whoever opened them before they made room', async () => {
		const kept = keptOutputs({ maxOutputs: 1 });
		await kept.keep('a', bytes('[1,2]'), 'json', 'bytes');
		const opened = await kept.open('a');
		await kept.keep('b', bytes('[3]'), 'json', 'bytes');
		expect(await text(opened)).toBe('[1,2]');
	});

	it('are given up where more come at once than memory should hold, and make the next wait', async () => {
		const kept = keptOutputs({ maxWaitingBytes: 3, mostWaitingBytes: 8 });
		const first = kept.keep('a', bytes('[1,2]'), 'json', 'bytes');
		await expect(kept.keep('b', bytes('[1,2]'), 'json', 'bytes')).rejects.toMatchObject({
			code: 'conflict',
			details: { reason: 'outputs_crowded', sizeBytes: 5 },
		});
		const order: string[] = [];
		const room = kept.room(never).then(() => order.push('room'));
		void first.then(() => order.push('written'));
		await Promise.all([room, first]);
		expect(order).toContain('room');
		await kept.room(never);
		expect(await text(await kept.open('a'))).toBe('[1,2]');
	});

	it('keep nobody waiting who gave it up', async () => {
		const kept = keptOutputs({ maxWaitingBytes: 0 });
		const abort = new AbortController();
		const writing = kept.keep('a', bytes('[1,2]'), 'json', 'bytes');
		const room = kept.room(abort.signal);
		abort.abort();
		await room;
		await writing;
	});

	it('say so where they cannot be written', async () => {
		const kept = keptOutputs();
		writeFileSync(parent, 'a file stands where the folder should');
		await expect(kept.keep('a', bytes('[1]'), 'json', 'bytes')).rejects.toMatchObject({
			code: 'storage',
			details: { reason: 'output_not_kept' },
		});
	});

	it('leave nothing behind, and what a killed program left is removed at the next start', async () => {
		mkdirSync(join(parent, '999999999-abc'), { recursive: true });
		writeFileSync(join(parent, '999999999-abc/old'), 'left');
		const kept = keptOutputs();
		expect(readdirSync(parent)).toEqual([]);
		await kept.keep('a', bytes('[1]'), 'json', 'bytes');
		await kept.close();
		expect(readdirSync(parent)).toEqual([]);
	});

	it.each([
		['json', '{"a":1} ', 'json', 1],
		['json', '{"a":1', 'bytes', 0],
		['json', '1\n2\n', 'bytes', 0],
		['ndjson', '1\n\n2\n', 'ndjson', 2],
		['ndjson', '1\n', 'ndjson', 1],
		['lines', '\n1\n', 'json', 1],
		['lines', '1\n2', 'ndjson', 2],
		['lines', '1\n{', 'bytes', 0],
		['json', '"\u00ff', 'bytes', 0],
	] as const)('said to be %s, of %j, are %s', async (said, content, form, records) => {
		const path = join(parent, '..', 'one');
		expect(await writeKept(path, Buffer.from(content, 'latin1'), said)).toEqual({ form, records });
		expect(readFileSync(path, 'latin1')).toBe(content);
	});
});
