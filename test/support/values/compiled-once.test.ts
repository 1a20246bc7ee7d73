import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { compiledOnce } from './compiled-once.ts';

it('the same is compiled once, and whatever decides about it compiles it anew', async () => {
	const mine = randomUUID();
	let compiled = 0;
	const compile = (): Uint8Array => {
		compiled += 1;
		return Uint8Array.of(compiled);
	};
	expect([...(await compiledOnce([mine, 'a', 'bc'], compile))]).toEqual([1]);
	expect([...(await compiledOnce([mine, 'a', 'bc'], compile))]).toEqual([1]);
	expect([...(await compiledOnce([mine, 'ab', 'c'], compile))]).toEqual([2]);
	const fails = (): Promise<Uint8Array> => compiledOnce([mine, 'bad'], () => Promise.reject(new Error('no compiler')));
	await expect(fails()).rejects.toThrow('no compiler');
	await expect(fails()).rejects.toThrow('no compiler');
});
