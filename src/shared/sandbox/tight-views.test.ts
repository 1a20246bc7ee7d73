import { describe, expect, it } from 'vitest';
import { withTightViews } from './tight-views.ts';

/** Bytes of memory that stand behind all views of a value. */
function behind(value: unknown): number {
	if (ArrayBuffer.isView(value)) return value.buffer.byteLength;
	if (typeof value !== 'object' || value === null) return 0;
	return Object.values(value).reduce((sum: number, part) => sum + behind(part), 0);
}

describe('views that are posted', () => {
	it('show all of their memory, wherever in a message they are, and keep their kind and content', () => {
		const pooled = Buffer.from('ab');
		const half = new Uint32Array(1_000).subarray(10, 12);
		half.set([7, 9]);
		const view = new DataView(new ArrayBuffer(64), 8, 2);
		const tight = withTightViews({ a: pooled, list: [{ half }, view], text: 'x', none: null, at: 1.5 });
		expect(tight).toEqual({
			a: new Uint8Array([97, 98]),
			list: [{ half: new Uint32Array([7, 9]) }, new DataView(new ArrayBuffer(2))],
			text: 'x',
			none: null,
			at: 1.5,
		});
		expect(behind(tight)).toBe(2 + 8 + 2);
	});

	it('that fill their memory are not copied', () => {
		const full = new Uint8Array(1_000);
		expect((withTightViews({ full }) as { readonly full: unknown }).full).toBe(full);
	});

	it.each([
		Int8Array,
		Uint8Array,
		Uint8ClampedArray,
		Int16Array,
		Uint16Array,
		Int32Array,
		Uint32Array,
		Float32Array,
		Float64Array,
	])('of the kind %o stay of it', (Kind) => {
		const cut = new Kind([1, 2, 3, 4]).subarray(1, 3);
		const tight = withTightViews(cut) as typeof cut;
		expect(tight).toEqual(new Kind([2, 3]));
		expect(tight.buffer.byteLength).toBe(tight.byteLength);
	});

	it('of memory that is shared become copies, which can be cloned', () => {
		const shared = new Uint8Array(new SharedArrayBuffer(4));
		const tight = withTightViews(shared) as Uint8Array;
		expect(tight.buffer).toBeInstanceOf(ArrayBuffer);
		expect(structuredClone(tight)).toEqual(new Uint8Array(4));
	});

	it('leave what cannot be cloned for the clone to refuse, and walk what holds itself once', () => {
		const refuse = (): number => 1;
		expect((withTightViews({ refuse }) as { readonly refuse: unknown }).refuse).toBe(refuse);
		const round: Record<string, unknown> = { data: Buffer.from('ab') };
		round['self'] = round;
		const tight = withTightViews(round) as typeof round;
		expect(tight['self']).toBe(tight);
	});
});
