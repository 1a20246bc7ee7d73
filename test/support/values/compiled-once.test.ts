import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
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

it('whoever asks for it meanwhile waits, and compiles it where that failed', async () => {
	const mine = randomUUID();
	let compiled = 0;
	const compile = async (): Promise<Uint8Array> => {
		compiled += 1;
		await pause(50);
		return Uint8Array.of(7);
	};
	const made = await Promise.all([1, 2, 3].map(() => compiledOnce([mine], compile)));
	expect(made.map((bytes) => [...bytes])).toEqual([[7], [7], [7]]);
	expect(compiled).toBe(1);
	const outcomes = await Promise.allSettled([
		compiledOnce([mine, 'once'], () => Promise.reject(new Error('no compiler'))),
		compiledOnce([mine, 'once'], compile),
	]);
	expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
	expect(compiled).toBe(2);
});
