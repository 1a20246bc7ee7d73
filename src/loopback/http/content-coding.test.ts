import { describe, expect, it } from 'vitest';
import { type Coding, chooseCoding } from './content-coding.ts';

describe('the coding of an answer', () => {
	it.each<readonly [accepted: string | undefined, coding: Coding | null]>([
		['gzip, deflate, br, zstd', 'br'],
		['gzip', 'gzip'],
		['gzip;q=1.0, br;q=0', 'gzip'],
		['br;q=0.1, gzip;q=1', 'br'],
		['*', 'br'],
		['*;q=0', null],
		['br;q=0, *', 'gzip'],
		[' BR ; Q=1 ', 'br'],
		['identity', null],
		['', null],
		[undefined, null],
		['br;q=2, gzip;q=yes', null],
		['brotli, x-gzip', null],
		[`${'br;q=0,'.repeat(1000)}gzip`, 'gzip'],
	])('for %s is %s', (accepted, coding) => {
		expect(chooseCoding(accepted, () => true)).toBe(coding);
	});

	it('is one that is there', () => {
		expect(chooseCoding('br, gzip', (coding) => coding === 'gzip')).toBe('gzip');
		expect(chooseCoding('br, gzip', () => false)).toBeNull();
	});
});
