import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, batchOf, recordAt } from '../../shared/sandbox/batch.ts';
import { KEPT, LET_GO, partRecords, readKept } from './filter-output.ts';
import { plainVerdicts } from './lines/plain-verdicts.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (batch: Batch): readonly string[] =>
	Array.from(batch.ends, (_, index) => Buffer.from(recordAt(batch, index)).toString());

function copied(text: string): { readonly data: Uint8Array; readonly length: number } {
	return { data: bytes(`${text}\n`), length: bytes(text).length };
}

const record = fc.string({ maxLength: 12 }).map((text) => JSON.stringify(text));
const judged = fc.array(fc.tuple(record, fc.boolean()), { minLength: 1, maxLength: 40 });
/** With and without the separator behind the last record. */
const input = (records: readonly string[], gap: 0 | 1, isWhole: boolean): Batch => {
	const batch = batchOf(records.map(bytes), gap);
	return isWhole ? batch : { ...batch, data: batch.data.subarray(0, batch.ends.at(-1)) };
};

describe('what a filter keeps', () => {
	it('is its input by its verdicts, each record followed by a separator, and the rest is what it let go', () => {
		fc.assert(
			fc.property(judged, fc.constantFrom(0 as const, 1 as const), fc.boolean(), (all, gap, isWhole) => {
				const batch = input(
					all.map(([text]) => text),
					gap,
					isWhole,
				);
				const before = Buffer.from(batch.data);
				const verdicts = Uint8Array.from(all, ([, keep]) => (keep ? KEPT : LET_GO));
				const { batch: kept, dropped } = partRecords('f', batch, verdicts, 1_000_000, true);
				const wanted = (keep: boolean) => all.filter(([, kept]) => kept === keep).map(([text]) => text);
				expect(texts(kept)).toEqual(wanted(true));
				expect(dropped === null ? null : texts(dropped)).toEqual(wanted(false));
				const end = (each: Batch): string => `${texts(each).join(gap === 1 ? '\n' : '')}${gap === 1 ? '\n' : ''}`;
				if (kept.ends.length > 0) expect(Buffer.from(kept.data).toString()).toBe(end(kept));
				expect(Buffer.from(batch.data)).toEqual(before);
				const alone = partRecords('f', batch, verdicts, 1_000_000, false);
				expect([texts(alone.batch), alone.dropped]).toEqual([wanted(true), null]);
				expect(Buffer.from(alone.batch.data)).toEqual(Buffer.from(kept.data));
			}),
		);
	});

	it('is no more than the limit', () => {
		const batch = input(['1', '22', '333'], 1, true);
		const before = Buffer.from(batch.data);
		expect(() => partRecords('f', batch, Uint8Array.of(KEPT, LET_GO, KEPT), 4, false)).toThrow(
			'exceeds the limit of 4 bytes',
		);
		expect(Buffer.from(batch.data)).toEqual(before);
		expect(texts(partRecords('f', batch, Uint8Array.of(KEPT, LET_GO, KEPT), 5, false).batch)).toEqual(['1', '333']);
	});

	it('is the same whichever way its verdicts are written', () => {
		fc.assert(
			fc.property(judged, fc.constantFrom('', ' ', '  '), (all, space) => {
				const records = all.map(([text]) => text);
				const words = all.map(([, keep]) => String(keep));
				const answers = [`[${words.join(`${space},${space}`)}]`, words.join(`${space}\n`), `${words.join('\n')}\n`];
				const wanted = all.filter(([, keep]) => keep).map(([text]) => text);
				for (const answer of answers) {
					const batch = input(records, 1, true);
					expect(texts(readKept('f', 'ndjson', batch, copied(answer), 1_000_000, false).batch)).toEqual(wanted);
				}
			}),
		);
	});
});

describe('verdicts that are written plainly', () => {
	const read = (text: string, count: number, form: 'array' | 'lines') => {
		const { data, length } = copied(text);
		const verdicts = plainVerdicts(data, length, count, form);
		return verdicts === null ? null : [...verdicts];
	};

	it('are read', () => {
		expect(read('[true,false,true]', 3, 'array')).toEqual([1, 0, 1]);
		expect(read('true\nfalse\n', 2, 'lines')).toEqual([1, 0]);
		expect(read('true\nfalse', 2, 'lines')).toEqual([1, 0]);
	});

	it('are left to others in every other form', () => {
		const arrays = [
			'[]',
			'[true]',
			'[true,false,true]',
			'[true, false]',
			'[true,false] ',
			'[true,false',
			'true,false]',
		];
		for (const text of [...arrays, '[trueXfalse]', '[true,falsy]', '[tru,false]', '["a","b"]', '', '[']) {
			expect(read(text, 2, 'array'), text).toBeNull();
		}
		for (const text of ['true', 'true\nfalse\ntrue', 'true\nfalse\n\n', 'true false', 'true\n\nfalse', '1\n0']) {
			expect(read(text, 2, 'lines'), text).toBeNull();
		}
	});
});
