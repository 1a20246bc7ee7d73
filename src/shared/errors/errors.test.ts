import { describe, expect, it } from 'vitest';
import { codeOf, isNoRoom } from './code-of.ts';
import { DataFlareError } from './errors.ts';

describe('an error of which more is told', () => {
	const first = new DataFlareError('timeout', 'Too slow.', { hint: 'Wait.', details: { a: 1, b: 2 }, origin: 'guest' });

	it('stays what it was, with details added and a new message where one is given', () => {
		const told = first.with({ details: { b: 3, c: 4 } });
		expect(told.toWire()).toEqual({ ...first.toWire(), details: { a: 1, b: 3, c: 4 } });
		expect(told.cause).toBe(first);
		expect(first.with({ message: 'sieve: Too slow.' }).toWire()).toEqual({
			...first.toWire(),
			message: 'sieve: Too slow.',
		});
	});
});

describe('the code of what was thrown', () => {
	it.each([
		['a system error', Object.assign(new Error('no'), { code: 'ENOENT' }), 'ENOENT'],
		['an error without one', new Error('no'), undefined],
		['a code that is no text', Object.assign(new Error('no'), { code: 20 }), undefined],
		['no error at all', 'ENOENT', undefined],
		['nothing', null, undefined],
	])('%s', (_, thrown, expected) => {
		expect(codeOf(thrown)).toBe(expected);
	});
});

describe('a disk without room', () => {
	it.each([
		['ENOSPC', true],
		['EDQUOT', true],
		['EACCES', false],
	])('%s: %s', (code, expected) => {
		expect(isNoRoom(Object.assign(new Error('no'), { code }))).toBe(expected);
	});
});
