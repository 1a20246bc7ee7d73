import { describe, expect, it } from 'vitest';
import { isOlder } from './version-order.ts';

describe('an older version', () => {
	it.each([
		['1.0.0', '1.1.0'],
		['1.9.0', '1.10.0'],
		['1.0', '1.0.1'],
		['v1.0.0', '2'],
		['2024.1.0.5', '2024.1.0.12'],
		['1.02', '1.3'],
		['1.0-beta', '1.0'],
		['1.0.0-beta.2', '1.0.0'],
		['1.0.0-beta.2', '1.0.0-beta.11'],
		['1.0.0-1', '1.0.0-alpha'],
		['1.0.0-alpha', '1.0.0-alpha.1'],
	])('%s comes before %s', (older, newer) => {
		expect(isOlder(older, newer)).toBe(true);
		expect(isOlder(newer, older)).toBe(false);
	});

	it.each([
		['1.0.0', '1.0.0'],
		['1.0', '1.0.0'],
		['1.0.0+build.1', '1.0.0+build.2'],
		['spring', '1.0.0'],
		[undefined, '1.0.0'],
		['9'.repeat(200), '1'],
	])('%s is not put before %s', (one, other) => {
		expect(isOlder(one, other)).toBe(false);
		expect(isOlder(other, one)).toBe(false);
	});
});
