import { describe, expect, it } from 'vitest';
import { CrashThrottle } from './crash-throttle.ts';

const limits = { probationMs: 60_000, stormCrashes: 4, stormWindowMs: 30_000, turnsAtOnce: 1, turnMs: 3_000 };

function start(): { throttle: CrashThrottle; at: (ms: number) => void } {
	let now = 0;
	const throttle = new CrashThrottle(limits, () => now);
	const at = (ms: number): void => {
		now = ms;
	};
	return { throttle, at };
}

describe('a crash throttle', () => {
	it('leaves plugins alone while none crashes, known or not', () => {
		const { throttle } = start();
		throttle.answered('known');
		expect(['known', 'new'].filter((plugin) => throttle.takesTurns(plugin))).toEqual([]);
	});

	it('has a plugin that crashed take turns for a while, whatever it answers meanwhile', () => {
		const { throttle, at } = start();
		throttle.crashed('bad');
		at(59_999);
		throttle.answered('bad');
		expect(throttle.takesTurns('bad')).toBe(true);
		at(60_000);
		expect(throttle.takesTurns('bad')).toBe(false);
	});

	it('has those take turns that have not answered yet, while many crash; never one that has', () => {
		const { throttle, at } = start();
		throttle.answered('good');
		for (const plugin of ['a', 'b', 'c']) throttle.crashed(plugin);
		expect(throttle.takesTurns('new')).toBe(false);
		throttle.crashed('d');
		expect(throttle.takesTurns('new')).toBe(true);
		expect(throttle.onProbation('new')).toBe(false);
		expect(throttle.takesTurns('good')).toBe(false);
		throttle.answered('new');
		expect(throttle.takesTurns('new')).toBe(false);
		at(30_000);
		expect(throttle.takesTurns('another')).toBe(false);
	});

	it('trusts a plugin that is forgiven as one that is new', () => {
		const { throttle } = start();
		throttle.crashed('bad');
		throttle.forgive('bad');
		expect(throttle.takesTurns('bad')).toBe(false);
	});

	it('lets what is new go before what is on probation', async () => {
		const { throttle } = start();
		for (const plugin of ['a', 'b', 'c', 'd']) throttle.crashed(plugin);
		const order: string[] = [];
		const turns = ['a', 'b', 'new'].map((plugin) => {
			const turn = throttle.enter(plugin);
			void turn.granted.then(() => order.push(plugin));
			return turn;
		});
		for (const index of [0, 2, 1]) {
			await turns[index]?.granted;
			turns[index]?.leave();
		}
		expect(order).toEqual(['a', 'new', 'b']);
	});
});
