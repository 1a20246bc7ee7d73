import { describe, expect, it } from 'vitest';
import { fromField, toField } from './moment-field.ts';

describe('a moment in a field', () => {
	it('is read as it was written, in local time and in UTC', () => {
		const at = Date.UTC(2030, 5, 2, 3, 4, 5);
		expect(toField(at, true)).toBe('2030-06-02T03:04:05');
		for (const utc of [true, false]) expect(fromField(toField(at, utc), utc)).toBe(at);
	});

	it('is none while it is not whole', () => {
		expect(fromField('', false)).toBeNull();
		expect(fromField('', true)).toBeNull();
	});
});
