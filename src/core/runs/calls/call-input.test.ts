import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { recordAt } from '../../../shared/sandbox/batch.ts';
import { callInput } from './call-input.ts';

const manifest = (encoding: Manifest['encoding'], batch?: boolean): Manifest =>
	({
		name: 'one',
		type: 'processor',
		encoding,
		...(batch === undefined ? {} : { batch }),
		config: {},
	}) as unknown as Manifest;

function recordsOf(text: string, encoding: Manifest['encoding'] = 'json') {
	const input = callInput(manifest(encoding, true), { fn: 'process_data', input: text }, 'dataflare/1');
	if (input.frame.kind !== 'records') throw new Error('one value');
	const { batch } = input.frame;
	const texts = Array.from(batch.ends, (_, index) => Buffer.from(recordAt(batch, index)).toString('utf8'));
	return { texts, single: input.single, records: input.records };
}

/** As JSON knows it: there is no negative zero. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
const indent = fc.constantFrom(undefined, 1, '\t', '\n ');

describe('what a call is given', () => {
	it('is a record for each element of a list, or the one value, exactly as JSON.parse would have it', () => {
		fc.assert(
			fc.property(json, indent, (value, space) => {
				const { texts, single, records } = recordsOf(` ${JSON.stringify(value, null, space)}\n`);
				expect(single).toBe(!Array.isArray(value));
				expect(texts.map((text) => JSON.parse(text))).toEqual(Array.isArray(value) ? value : [value]);
				expect(records).toBe(texts.length);
				expect(texts.join('')).not.toContain('\n');
			}),
		);
	});

	it('keeps numbers, names and their order as they were written', () => {
		expect(recordsOf('[1e400, 0.10, 12345678901234567890, {"b":1, "a":1, "b":2}]').texts).toEqual([
			'1e400',
			'0.10',
			'12345678901234567890',
			'{"b":1, "a":1, "b":2}',
		]);
	});

	it('of NDJSON is a record for each line that is not blank', () => {
		fc.assert(
			fc.property(
				fc.array(json, { minLength: 2 }),
				fc.constantFrom('\n', '\n\n', ' \r\n', '\n\t \n'),
				(values, between) => {
					const { texts, single } = recordsOf(values.map((value) => JSON.stringify(value)).join(between), 'ndjson');
					expect(texts.map((text) => JSON.parse(text))).toEqual(values);
					expect(single).toBe(false);
				},
			),
		);
		expect(recordsOf('', 'ndjson').texts).toEqual([]);
	});

	it.each([
		['json', '{"a":}', 'input_not_json'],
		['json', '1\n2', 'input_not_json'],
		['json', '', 'input_not_json'],
		['ndjson', '1\n{"a":\n2', 'line_not_json'],
		['ndjson', '1\n2 3', 'line_not_json'],
		['ndjson', `${'['.repeat(10_001)}${']'.repeat(10_001)}`, 'line_not_json'],
		['json', `${'['.repeat(10_001)}${']'.repeat(10_001)}`, 'input_not_json'],
	] as const)('of %s is refused where it is none: %s', (encoding, text, reason) => {
		expect(() => recordsOf(text, encoding)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
		try {
			recordsOf(text, encoding);
		} catch (error) {
			expect(error).toMatchObject({ details: { reason } });
		}
	});

	it('is handed on to the byte where it is one value', () => {
		const text = '[1,\n  2]';
		const { frame } = callInput(manifest('json', false), { fn: 'process_data', input: text }, 'dataflare/1');
		expect(frame.kind === 'value' && Buffer.from(frame.data ?? []).toString()).toBe(text);
	});
});
