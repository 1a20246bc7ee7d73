import { describe, expect, it } from 'vitest';
import { SerialByKey } from './serial-by-key.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('tasks of one key', () => {
	it('run one after another, in the order they came; those of another key do not wait', async () => {
		const turns = new SerialByKey();
		const heard: string[] = [];
		const gate = Promise.withResolvers<void>();
		const first = turns.run('a', async () => {
			heard.push('a1 begins');
			await gate.promise;
			heard.push('a1 ends');
			return 1;
		});
		const second = turns.run('a', async () => heard.push('a2'));
		await turns.run('b', async () => heard.push('b1'));
		await settled();
		expect(heard).toEqual(['a1 begins', 'b1']);
		gate.resolve();
		expect(await first).toBe(1);
		await second;
		expect(heard).toEqual(['a1 begins', 'b1', 'a1 ends', 'a2']);
	});

	it('go on after one that failed, which fails for its own caller alone', async () => {
		const turns = new SerialByKey();
		const failing = turns.run('a', async () => {
			throw new Error('slip');
		});
		const next = turns.run('a', async () => 'next');
		await expect(failing).rejects.toThrow('slip');
		expect(await next).toBe('next');
	});

	it('are idle when the last has ended, one that came meanwhile included', async () => {
		const turns = new SerialByKey();
		const heard: string[] = [];
		const gate = Promise.withResolvers<void>();
		void turns.run('a', () => gate.promise);
		const idle = turns.idle().then(() => heard.push('idle'));
		void turns.run('a', async () => {
			await settled();
			heard.push('later');
		});
		await settled();
		expect(heard).toEqual([]);
		gate.resolve();
		await idle;
		expect(heard).toEqual(['later', 'idle']);
		await new SerialByKey().idle();
	});
});
