import { describe, expect, it } from 'vitest';
import { fits } from './fits.ts';

describe('what was typed into the palette', () => {
	it('fits a label that has all its words, in any order and case', () => {
		expect(fits('Test pii-redactor', 'test pii')).toBe(true);
		expect(fits('Test pii-redactor', ' REDACTOR  te')).toBe(true);
		expect(fits('测试 pii-redactor', '测试 pii')).toBe(true);
	});

	it('fits nothing that lacks one of them', () => {
		expect(fits('Test pii-redactor', 'policy pii')).toBe(false);
	});

	it('fits everything while nothing is typed', () => {
		expect(fits('Test pii-redactor', '  ')).toBe(true);
	});
});
