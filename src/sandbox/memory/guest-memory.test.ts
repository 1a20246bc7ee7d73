import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GuestMemory } from './guest-memory.ts';

const PAGE = 65_536;
const u32 = fc.oneof(fc.nat(2 ** 32 - 1), fc.nat(3 * PAGE), fc.constantFrom(0, PAGE - 1, PAGE, PAGE + 1, 2 ** 32 - 1));

describe('guest memory', () => {
	it('holds a range exactly when all of it lies inside, whatever sign the guest gave the numbers', () => {
		const memory = new GuestMemory(new WebAssembly.Memory({ initial: 1 }), PAGE);
		fc.assert(
			fc.property(u32, u32, (pointer, length) => {
				const inside = pointer + length <= PAGE;
				expect(memory.holds(pointer | 0, length | 0)).toBe(inside);
				expect(memory.copy(pointer | 0, length | 0) === null).toBe(!inside);
				if (inside) memory.check(pointer | 0, length | 0, 'it');
				else expect(() => memory.check(pointer | 0, length | 0, 'it')).toThrow(`${length} bytes at ${pointer}`);
			}),
			{ numRuns: 2000 },
		);
	});

	it('sees the memory as it is after it grew', () => {
		const raw = new WebAssembly.Memory({ initial: 1 });
		const memory = new GuestMemory(raw, 4 * PAGE);
		expect(memory.size).toBe(PAGE);
		raw.grow(1);
		expect(memory.holds(PAGE, PAGE)).toBe(true);
		memory.setU32(2 * PAGE - 4, 0xfedcba98);
		expect(memory.u32(2 * PAGE - 4)).toBe(0xfedcba98);
		expect([...(memory.copy(2 * PAGE - 4, 4) ?? [])]).toEqual([0x98, 0xba, 0xdc, 0xfe]);
	});

	it('copies, so that the guest cannot change what was taken', () => {
		const memory = new GuestMemory(new WebAssembly.Memory({ initial: 1 }), PAGE);
		const copy = memory.copy(0, 4);
		memory.setU32(0, 7);
		expect([...(copy ?? [])]).toEqual([0, 0, 0, 0]);
	});
});
