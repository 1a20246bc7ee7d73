import { describe, expect, it } from 'vitest';
import type { CallAnswer } from '../../../shared/api/plugin-routes.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { readRecords } from '../../lib/json/read-records.ts';
import { type CallOutcome, judge, outputText, resultOf } from './call-outcome.ts';

const answer = (part: Partial<CallAnswer>) => ({ status: 0, ...part }) as CallAnswer;
const preview = { text: '[0', bytes: 9_000_000, truncated: true, form: 'text' } as const;
const kept = { id: 'r', form: 'json', bytes: 9_000_000, records: 1, over: 'bytes', preview } as const;
const answered = (value: JsonValue): CallOutcome => ({ ok: true, fn: 'f', runId: 'r', answer: answer({ value }) });

describe('the outcome of a call', () => {
	it('is a value, bytes, or the number that the function returned', () => {
		expect(resultOf(answer({ value: false }))).toBe(false);
		expect(resultOf(answer({ base64: 'AA==' }))).toBe('AA==');
		expect(resultOf(answer({ status: 1 }))).toBe(1);
		expect(resultOf(answer({}))).toBeNull();
		expect(resultOf(answer({ kept }))).toBeUndefined();
	});

	it('passes where it is what was expected, and names what differs', () => {
		expect(judge({ a: 1, b: 2 }, answered({ b: 2, a: 1 })).kind).toBe('passed');
		expect(judge(undefined, answered(1)).kind).toBe('ran');
		expect(judge({ a: 1 }, answered({ a: 2 }))).toMatchObject({
			kind: 'differs',
			differences: [{ path: 'a', before: 1, after: 2 }],
		});
		const huge: CallOutcome = { ok: true, fn: 'f', runId: 'r', answer: answer({ kept }) };
		expect(judge(1, huge).kind).toBe('uncompared');
		expect(judge(undefined, huge).kind).toBe('ran');
		const failed: CallOutcome = { ok: false, fn: 'f', runId: null, error: { code: 'timeout', message: 'x' } };
		expect(judge(1, failed).kind).toBe('failed');
	});

	it('is written whole where it is small, and as whole records at its beginning where it is huge', () => {
		expect(outputText([{ a: 1 }], 9)).toEqual({ text: '[{"a":1}]', complete: true });
		const huge = Array.from({ length: 400_000 }, (_, index) => ({ index, name: 'x'.repeat(50) }));
		const { text, complete } = outputText(huge, 30_000_000);
		expect(complete).toBe(false);
		expect(text.length).toBeLessThanOrEqual(512 * 1024);
		expect(readRecords(text, true)?.rows.length).toBeGreaterThan(5_000);
		expect(outputText('y'.repeat(3_000_000), 3_000_002).text).toHaveLength(512 * 1024 - 1);
	});
});
