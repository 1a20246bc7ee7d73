import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../../../../test/support/values/any-text.ts';
import type { JsonValue } from '../../../../shared/errors/errors.ts';
import { recordAt } from '../../../../shared/sandbox/batch.ts';
import { ByteCutter } from './byte-cutter.ts';
import type { ByteSource } from './byte-source.ts';
import { ByteWindow } from './byte-window.ts';
import { JsonCutter } from './json-cutter.ts';
import { LineCutter } from './line-cutter.ts';
import { NdjsonCutter } from './ndjson-cutter.ts';
import { Packer } from './packer.ts';
import { placesIn } from './place.ts';
import type { RecordCutter } from './record-cutter.ts';

/** Gives bytes in pieces of sizes that take turns. */
function sourceOf(data: Uint8Array, pieces: readonly number[], from = 0): ByteSource {
	let at = from;
	let turn = 0;
	return {
		async read(into, position, most) {
			const length = Math.min(pieces[turn++ % pieces.length] ?? 1, most, data.length - at);
			into.set(data.subarray(at, at + length), position);
			at += length;
			return length;
		},
		get bytesRead() {
			return at;
		},
		close: () => undefined,
	};
}

interface Limits {
	readonly records: number;
	readonly bytes: number;
}

type Format = 'ndjson' | 'json' | 'lines' | 'bytes';

interface Cut {
	readonly records: readonly string[];
	readonly offset: number;
	readonly more: JsonValue;
}

/** All batches of an input, or of what is behind a place in it, and how it ends. */
async function cutAll(
	data: Uint8Array,
	format: Format,
	limits: Limits,
	pieces: readonly number[],
	from: { readonly offset: number; readonly more: JsonValue; readonly records: number } | null = null,
): Promise<{ readonly batches: readonly Cut[]; readonly problem: unknown }> {
	const window = new ByteWindow(sourceOf(data, pieces, from?.offset ?? 0), from?.offset ?? 0);
	const find = placesIn(() => sourceOf(data, pieces), 0);
	const cutters: Readonly<Record<Format, () => RecordCutter>> = {
		ndjson: () => new NdjsonCutter(window, find),
		json: () => new JsonCutter(window, find, from?.more ?? null),
		lines: () => new LineCutter(window, find, from?.records ?? 0),
		bytes: () => new ByteCutter(window, limits.bytes),
	};
	const cutter = cutters[format]();
	const packer = new Packer(limits.records, limits.bytes, format === 'bytes' ? 0 : 1);
	const batches: Cut[] = [];
	for (;;) {
		let problem: unknown = null;
		try {
			await cutter.fill(packer);
		} catch (error) {
			problem = error;
		}
		if (packer.count > 0) {
			const batch = packer.take();
			const records = Array.from(batch.ends, (_, index) => Buffer.from(recordAt(batch, index)).toString('latin1'));
			batches.push({ records, offset: cutter.offset, more: cutter.more() });
		} else if (problem === null) {
			return { batches, problem };
		}
		if (problem !== null) return { batches, problem };
	}
}

const value = fc.json({ maxDepth: 2 });
const space = fc.constantFrom('', ' ', '\t', '\r');
const inputs: Readonly<Record<Format, fc.Arbitrary<string>>> = {
	ndjson: fc
		.tuple(fc.array(fc.tuple(fc.oneof({ weight: 5, arbitrary: value }, fc.constant('')), space)), fc.boolean())
		.map(([lines, ends]) => lines.map(([line, end]) => line + end).join('\n') + (ends ? '\n' : '')),
	json: fc.oneof(
		fc.array(value).map((values) => `[${values.join(',')}]`),
		fc.array(value).map((values) => ` [\n${values.join('\n,\n ')}\n]\n`),
		fc.array(value, { minLength: 1 }).map((values) => values.join('\n')),
		fc
			.array(fc.dictionary(fc.string(), value), { minLength: 1 })
			.map((all) => all.map((one) => JSON.stringify(one, null, 1)).join('\n')),
	),
	lines: fc.array(fc.string({ unit: 'grapheme' })).map((lines) => lines.join('\n')),
	bytes: anyText(),
};
const limits = fc.record({ records: fc.integer({ min: 1, max: 6 }), bytes: fc.integer({ min: 1, max: 80 }) });
const pieces = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
const formats = ['ndjson', 'json', 'lines', 'bytes'] as const;

/** A short line, then one that has no end. */
function endless(): ByteSource {
	let at = 0;
	return {
		async read(into, position, most) {
			const length = Math.min(most, 4 * 1024 * 1024);
			into.fill(0x31, position, position + length);
			if (at === 0) into.set(Buffer.from('1\n'), position);
			at += length;
			return length;
		},
		get bytesRead() {
			return at;
		},
		close: () => undefined,
	};
}

describe('cutting records', () => {
	it.each(['ndjson', 'lines'] as const)(
		'of %s gives what comes before a line without an end, and names that line',
		async (format) => {
			const window = new ByteWindow(endless());
			// The beginning was looked at, to tell the format.
			await window.fill(2);
			const find = placesIn(endless, 0);
			const cutter = format === 'ndjson' ? new NdjsonCutter(window, find) : new LineCutter(window, find, 0);
			const packer = new Packer(10, 1000, 1);
			await expect(cutter.fill(packer)).rejects.toMatchObject({ details: { reason: 'line_too_long', line: 2 } });
			expect(packer.count).toBe(1);
		},
	);

	it.each(formats)('of %s gives the same batches however the bytes come', async (format) => {
		await fc.assert(
			fc.asyncProperty(inputs[format], limits, pieces, async (text, most, sizes) => {
				const data = Buffer.from(text);
				const whole = await cutAll(data, format, most, [data.length + 1]);
				const inPieces = await cutAll(data, format, most, sizes);
				expect(inPieces.batches).toEqual(whole.batches);
				expect(inPieces.problem).toEqual(whole.problem);
			}),
		);
	});

	it.each(formats)('of %s goes on behind any batch as if nothing had been', async (format) => {
		await fc.assert(
			fc.asyncProperty(inputs[format], limits, pieces, async (text, most, sizes) => {
				const data = Buffer.from(text);
				const { batches } = await cutAll(data, format, most, sizes);
				for (const [index, { offset, more }] of batches.entries()) {
					const records = batches.slice(0, index + 1).flatMap((batch) => batch.records).length;
					const rest = await cutAll(data, format, most, sizes, { offset, more, records });
					expect(rest.batches).toEqual(batches.slice(index + 1));
				}
			}),
		);
	});

	it.each(formats)('of %s fills each batch as far as the limits allow', async (format) => {
		await fc.assert(
			fc.asyncProperty(inputs[format], limits, async (text, most) => {
				const { batches } = await cutAll(Buffer.from(text), format, most, [7]);
				const gap = format === 'bytes' ? 0 : 1;
				const size = (records: readonly string[]): number => records.reduce((sum, each) => sum + each.length + gap, 0);
				for (const [index, { records }] of batches.entries()) {
					expect(records.length === 1 || size(records) <= most.bytes).toBe(true);
					expect(records.length).toBeLessThanOrEqual(most.records);
					const next = batches[index + 1]?.records[0];
					if (next === undefined || records.length === most.records) continue;
					expect(size([...records, next])).toBeGreaterThan(most.bytes);
				}
			}),
		);
	});

	it('of NDJSON and of JSON gives the values as they are written', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(value), limits, pieces, async (values, most, sizes) => {
				for (const [format, text] of [
					['ndjson', values.join('\n\n')],
					['json', `[${values.join(' , ')}]`],
				] as const) {
					const { batches, problem } = await cutAll(Buffer.from(text), format, most, sizes);
					expect(problem).toBeNull();
					const found = batches.flatMap(({ records }) => records);
					expect(found).toEqual(values.map((each) => Buffer.from(each).toString('latin1')));
				}
			}),
		);
	});

	it('of lines gives each as JSON text, without what ends it', async () => {
		const { batches } = await cutAll(
			Buffer.from('a "b"\r\n\n \t\n\\\u0001é\nlast'),
			'lines',
			{ records: 9, bytes: 999 },
			[2],
		);
		const texts = batches
			.flatMap(({ records }) => records)
			.map((each) => JSON.parse(Buffer.from(each, 'latin1').toString()));
		expect(texts).toEqual(['a "b"', '\\\u0001é', 'last']);
	});

	it.each([
		['ndjson', '{"a":1}\n{"a":}\n', 1, 'json_unexpected', 2, 6],
		['ndjson', '1\n{"a":1', 1, 'json_cut_off', 2, 7],
		['ndjson', '1\n{} {}\n', 1, 'json_two_on_a_line', 2, 4],
		['ndjson', `1\n${'['.repeat(10_001)}\n`, 1, 'json_too_deep', 2, 10_001],
		['json', '[1,\n\n 2,]', 2, 'json_unexpected', 3, 4],
		['json', '[1,\n"é" 2]', 2, 'json_unexpected', 2, 5],
		['json', '[1,\n[2', 1, 'json_cut_off', 2, 3],
		['json', '[1,\n"\\u12', 1, 'json_cut_off', 2, 6],
		['json', '{"a":1} {"a":2}', 1, 'json_two_on_a_line', 1, 9],
		['json', '[1] 2', 1, 'json_unexpected', 1, 5],
	] as const)(
		'of %s says what is wrong and where, after all that stands before it: %#',
		async (format, text, before, ...where) => {
			const [reason, line, column] = where;
			for (const sizes of [[1], [3], [100_000]]) {
				const { batches, problem } = await cutAll(Buffer.from(text), format, { records: 1, bytes: 100 }, sizes);
				expect(problem).toMatchObject({ code: 'invalid_input', details: { reason, line, column } });
				expect(batches.length).toBe(before);
			}
		},
	);

	it('of nothing: no JSON, and no records elsewhere', async () => {
		for (const format of formats) {
			const { batches, problem } = await cutAll(Buffer.from(''), format, { records: 1, bytes: 1 }, [1]);
			expect(batches).toEqual([]);
			if (format === 'json') expect(problem).toMatchObject({ details: { reason: 'json_empty' } });
			else expect(problem).toBeNull();
		}
	});
});
