import { describe, expect, it } from 'vitest';
import { fitting, knownOf, movedBy, withColumn } from './use-columns.ts';

const all = ['name', 'state', 'runs', 'memory'] as const;

describe('the columns of a table', () => {
	it('are those that were kept, without what nobody knows and without doubles', () => {
		expect(knownOf(['memory', 'of a later version', 'name', 'memory'], all, 'name')).toEqual(['memory', 'name']);
	});

	it('always say what a row is about', () => {
		expect(knownOf(['runs'], all, 'name')).toEqual(['name', 'runs']);
		expect(knownOf([], all, 'name')).toEqual(['name']);
	});

	it('take one more in where the program would have it', () => {
		expect(withColumn(['memory', 'name'], 'state', all)).toEqual(['memory', 'name', 'state']);
		expect(withColumn(['name', 'memory'], 'runs', all)).toEqual(['name', 'runs', 'memory']);
	});

	it('change places one by one, and stay at the ends', () => {
		expect(movedBy(all, 'runs', -1)).toEqual(['name', 'runs', 'state', 'memory']);
		expect(movedBy(all, 'runs', 1)).toEqual(['name', 'state', 'memory', 'runs']);
		expect(movedBy(all, 'name', -1)).toEqual(all);
		expect(movedBy(all, 'memory', 1)).toEqual(all);
	});

	it('go for want of room in the order in which they can be done without', () => {
		const least = { name: 100, state: 50, runs: 50, memory: 50 };
		expect(fitting(all, 250, least, ['memory', 'state'])).toEqual(all);
		expect(fitting(all, 249, least, ['memory', 'state'])).toEqual(['name', 'state', 'runs']);
		expect(fitting(all, 10, least, ['memory', 'state'])).toEqual(['name', 'runs']);
		expect(fitting(all, 0, least, ['memory', 'state'])).toEqual(all);
	});
});
