import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Guest, samplePlugin } from '../support/guests/guest-harness.ts';
import { tries } from '../support/values/tries.ts';

const mapper = Guest.start(samplePlugin('field-mapper'), {
	config: { compute: { upper: 'upper(v)', lower: 'lower(v)', trimmed: 'trim(v)' } },
});

const mapped = (v: string): unknown => mapper.records('transform_data', [{ v }])[0];
const byJavaScript = (v: string): unknown => ({
	v,
	upper: v.toUpperCase(),
	lower: v.toLowerCase(),
	trimmed: v.trim(),
});

describe('upper, lower and trim', () => {
	it('do with every character what JavaScript does', () => {
		for (let from = 0; from <= 0x10ffff; from += 0x800) {
			if (from === 0xd800) continue;
			// The space keeps each character from its neighbours: what a capital sigma becomes depends on them.
			const text = Array.from({ length: 0x800 }, (_, index) => `${String.fromCodePoint(from + index)} `).join('');
			expect(mapped(text)).toEqual(byJavaScript(text));
		}
	});

	it('do with texts what JavaScript does', () => {
		const texts = [
			'école straße',
			'ПРИВЕТ',
			'ΟΔΥΣΣΕΥΣ ΣΟΦΟΣ. Σ ΑΣ’Β',
			'İstanbul ﬁle ŉ ΐ',
			'\u00a0x\u3000',
			'\ufeff\u2028a b\u205f',
		];
		for (const text of texts) expect(mapped(text)).toEqual(byJavaScript(text));
		const letters = fc.string({ unit: fc.constantFrom(...'aZß éÉΣσςΑ.ﬃДж中\u0301\ud83d\ude00\u00a0'), maxLength: 30 });
		fc.assert(
			fc.property(letters, (text) => {
				expect(mapped(text)).toEqual(byJavaScript(text));
			}),
			tries(1000),
		);
	});
});

describe('ignore_case', () => {
	const keeps = (op: string, value: string, v: string): boolean =>
		Guest.start(samplePlugin('row-filter'), { config: { where: { field: 'v', op, value, ignore_case: true } } }).filter(
			[{ v }],
		).length === 1;

	it('takes no notice of the case of any letter', () => {
		expect(keeps('eq', 'привет', 'ПРИВЕТ')).toBe(true);
		expect(keeps('contains', 'STRASSE', 'Hauptstraße 5')).toBe(true);
		expect(keeps('contains', 'straße', 'HAUPTSTRASSE 5')).toBe(true);
		expect(keeps('ends_with', 'ΟΔΟΣ', 'η οδος')).toBe(true);
		expect(keeps('starts_with', 'éCOLE', 'École 42')).toBe(true);
		expect(keeps('matches', 'É*Ж', 'éaж')).toBe(true);
		expect(keeps('eq', 'ecole', 'école')).toBe(false);
	});
});
