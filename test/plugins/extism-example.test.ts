import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wat } from '../support/guests/in-process-guest.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

const folder = resolve(import.meta.dirname, '../../examples/extism/count-vowels');
let scratch: ScratchCore;

beforeAll(async () => {
	scratch = await scratchCore();
});
afterAll(() => scratch.dispose());

it('is the module that its source makes', () => {
	const made = wat(readFileSync(join(folder, 'count_vowels.wat'), 'utf8'));
	expect(Buffer.from(made).equals(readFileSync(join(folder, 'count_vowels.wasm')))).toBe(true);
});

it('counts vowels from call to call', async () => {
	await scratch.ask('plugins.install', { path: folder });
	const count = async (input: string) =>
		(await scratch.ask('plugins.call', { name: 'count-vowels', fn: 'process_data', input: JSON.stringify(input) }))
			.value;
	expect(await count('Hello, world')).toEqual({ count: 3, total: 3 });
	expect(await count('AEIOU aeiou')).toEqual({ count: 10, total: 13 });
});

it('takes a file of records one by one', async () => {
	const records = Array.from({ length: 500 }, (_, n) => ({ n, word: 'aeiou' }));
	const [input, output] = [join(scratch.folder, 'in.ndjson'), join(scratch.folder, 'out.ndjson')];
	writeFileSync(input, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
	await scratch.ask('streams.run', {
		plugin: 'count-vowels',
		input: { kind: 'file', path: input },
		output: { kind: 'file', path: output },
	});
	const counts = readFileSync(output, 'utf8')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as { count: number; total: number });
	expect(counts).toHaveLength(500);
	expect(counts.every(({ count }) => count === 6)).toBe(true);
	expect(counts.at(-1)?.total).toBe((counts[0] as { total: number }).total + 499 * 6);
});
