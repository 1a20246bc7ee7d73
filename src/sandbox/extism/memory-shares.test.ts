import { describe, expect, it } from 'vitest';
import { memoryShares } from './memory-shares.ts';

const page = 65_536;
const memory = (minPages: number, maxPages: number | null = null, imported = false) => ({
	minPages,
	maxPages,
	imported,
	shared: false,
	memory64: false,
});
const shares = (limit: number, modules: Record<string, readonly ReturnType<typeof memory>[]>) => [
	...memoryShares(
		Object.entries(modules).map(([name, memories]) => ({ name, memories })),
		limit * page,
	).values(),
];

describe('the shares of a memory limit', () => {
	it.each([
		['three quarters of it', 32, { main: [memory(17)] }, [24], 24],
		['what it begins with, where that is more', 19, { main: [memory(17)] }, [17], 17],
		['no more than it declares itself', 32, { main: [memory(1, 5)] }, [24], 5],
		['equal parts beyond what each begins with', 32, { main: [memory(4)], lib: [memory(2)] }, [13, 11], 24],
		['none for a memory of another module', 32, { main: [memory(0, null, true)], lib: [memory(1)] }, [null, 24], 24],
	])('give a guest %s', (_, limit, modules, most, reserved) => {
		const found = shares(limit, modules);
		expect(found.map(({ mostPages }) => mostPages)).toEqual(most);
		expect(found.reduce((all, { reservedPages }) => all + reservedPages, 0)).toBe(reserved);
	});

	it('leave Extism’s memory a page, or there is none of them', () => {
		expect(shares(18, { main: [memory(17)] })).toHaveLength(1);
		expect(() => shares(17, { main: [memory(17)] })).toThrow(/needs at least/);
		expect(() => shares(12, { main: [memory(10), memory(1)] })).toThrow(/needs at least/);
		expect(() => shares(20, { main: [memory(10)], lib: [memory(10)] })).toThrow(/needs at least/);
	});
});
