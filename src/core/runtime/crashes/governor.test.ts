import { describe, expect, it } from 'vitest';
import { Governor } from './governor.ts';

const limits = { probationMs: 60_000, stormCrashes: 4, stormWindowMs: 30_000, turnsAtOnce: 1, turnMs: 3_000 };

function start(): { governor: Governor; at: (ms: number) => void } {
	let now = 0;
	const governor = new Governor(limits, () => now);
	const at = (ms: number): void => {
		now = ms;
	};
	return { governor, at };
}

describe('a governor', () => {
	it('leaves plugins alone while none crashes, known or not', () => {
		const { governor } = start();
		governor.answered('known');
		expect(['known', 'new'].filter((plugin) => governor.takesTurns(plugin))).toEqual([]);
	});

	it('has a plugin that crashed take turns for a while, whatever it answers meanwhile', () => {
		const { governor, at } = start();
		governor.crashed('bad');
		at(59_999);
		governor.answered('bad');
		expect(governor.takesTurns('bad')).toBe(true);
		at(60_000);
		expect(governor.takesTurns('bad')).toBe(false);
	});

	it('has those take turns that have not answered yet, while many crash; never one that has', () => {
		const { governor, at } = start();
		governor.answered('good');
		for (const plugin of ['a', 'b', 'c']) governor.crashed(plugin);
		expect(governor.takesTurns('new')).toBe(false);
		governor.crashed('d');
		expect(governor.takesTurns('new')).toBe(true);
		expect(governor.onProbation('new')).toBe(false);
		expect(governor.takesTurns('good')).toBe(false);
		governor.answered('new');
		expect(governor.takesTurns('new')).toBe(false);
		at(30_000);
		expect(governor.takesTurns('another')).toBe(false);
	});

	it('trusts a plugin that is forgiven as one that is new', () => {
		const { governor } = start();
		governor.crashed('bad');
		governor.forgive('bad');
		expect(governor.takesTurns('bad')).toBe(false);
	});

	it('lets what is new go before what is on probation', async () => {
		const { governor } = start();
		for (const plugin of ['a', 'b', 'c', 'd']) governor.crashed(plugin);
		const order: string[] = [];
		const turns = ['a', 'b', 'new'].map((plugin) => {
			const turn = governor.enter(plugin);
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
