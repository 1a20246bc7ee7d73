import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { LostMemory, takeCollector } from './collector.ts';

const MiB = 1024 * 1024;

describe('memory of lost instances', () => {
	it('is collected once it is worth it, and then forgotten', () => {
		let collections = 0;
		const lost = new LostMemory(() => {
			collections += 1;
		});
		lost.add(1 * MiB);
		lost.tidy();
		expect(collections).toBe(0);
		for (let instance = 0; instance < 3; instance += 1) lost.add(1 * MiB);
		lost.tidy();
		lost.tidy();
		expect(collections).toBe(1);
	});

	it('of the smallest instances counts, too', () => {
		let collections = 0;
		const lost = new LostMemory(() => {
			collections += 1;
		});
		for (let instance = 0; instance < 1_000; instance += 1) {
			lost.add(0);
			lost.tidy();
		}
		expect(collections).toBeGreaterThan(10);
	});

	it('is collected by a function that nobody else can reach afterwards', () => {
		const realm = globalThis as { gc?: unknown };
		const before = realm.gc;
		const calls: unknown[] = [];
		realm.gc = (options: unknown) => calls.push(options);
		const collect = takeCollector();
		expect('gc' in realm).toBe(false);
		collect?.();
		expect(calls).toEqual([undefined, { type: 'minor' }]);
		if (before !== undefined) realm.gc = before;
	});

	it('is collected where V8 was not told to expose how, and nobody can reach it there', async () => {
		expect('gc' in globalThis).toBe(false);
		let collected = false;
		const registry = new FinalizationRegistry(() => {
			collected = true;
		});
		registry.register({}, null);
		const collect = takeCollector();
		await new Promise((resolve) => setImmediate(resolve));
		collect?.();
		await expect.poll(() => collected).toBe(true);
		expect('gc' in globalThis).toBe(false);
		expect(runInNewContext('typeof gc')).toBe('undefined');
	});
});
