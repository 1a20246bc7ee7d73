import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Turn, TurnGate } from './turn-gate.ts';

const LONG_MS = 3_600_000;

/** Enters and notes when it is let in. */
function visitor(gate: TurnGate, seen: string[], name: string, goesFirst = false): Turn {
	const turn = gate.enter(name, goesFirst);
	void turn.granted.then(() => seen.push(name));
	return turn;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a gate', () => {
	it('lets as many in as it has places for, and the next when one leaves', async () => {
		const [gate, seen] = [new TurnGate(2, LONG_MS), [] as string[]];
		const [a] = ['a', 'b', 'c'].map((name) => visitor(gate, seen, name));
		await settled();
		expect(seen).toEqual(['a', 'b']);
		a?.leave();
		a?.leave();
		await settled();
		expect(seen).toEqual(['a', 'b', 'c']);
	});

	it('lets those in first who go first, and has names take turns', async () => {
		const [gate, seen] = [new TurnGate(1, LONG_MS), [] as string[]];
		const turns = [visitor(gate, seen, 'busy')];
		for (const name of ['busy', 'busy', 'seldom']) turns.push(visitor(gate, seen, name));
		turns.push(visitor(gate, seen, 'new', true));
		for (const index of [0, 4, 1, 3, 2]) {
			turns[index]?.leave();
			await settled();
		}
		expect(seen).toEqual(['busy', 'new', 'busy', 'seldom', 'busy']);
	});

	it('tells who leaves the queue that it is over, and gives nobody else’s place away', async () => {
		const [gate, seen] = [new TurnGate(1, LONG_MS), [] as string[]];
		visitor(gate, seen, 'inside');
		const waits = visitor(gate, seen, 'waits');
		visitor(gate, seen, 'next');
		waits.leave();
		await settled();
		expect(seen).toEqual(['inside', 'waits']);
	});

	it('waits for nobody longer than it should', async () => {
		const [gate, seen] = [new TurnGate(1, 20), [] as string[]];
		const slow = visitor(gate, seen, 'slow');
		const next = visitor(gate, seen, 'next');
		await next.granted;
		// Late, and therefore nobody's place any more.
		slow.leave();
		visitor(gate, seen, 'third');
		await settled();
		expect(seen).toEqual(['slow', 'next']);
	});

	it('once opened lets everybody in', async () => {
		const [gate, seen] = [new TurnGate(1, LONG_MS), [] as string[]];
		for (const name of ['a', 'b']) visitor(gate, seen, name);
		gate.open();
		visitor(gate, seen, 'c');
		await settled();
		expect(seen).toEqual(['a', 'b', 'c']);
	});

	it('never has more inside than places, never leaves one empty while somebody waits, and forgets nobody', async () => {
		const step = fc.oneof(
			fc.record({ enter: fc.constantFrom('a', 'b', 'c'), first: fc.boolean() }),
			fc.record({ leave: fc.nat(40) }),
		);
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 60 }), async (places, steps) => {
				const gate = new TurnGate(places, LONG_MS);
				const visits: { turn: Turn; granted: boolean; left: boolean }[] = [];
				const check = async (): Promise<void> => {
					await settled();
					const inside = visits.filter(({ granted, left }) => granted && !left).length;
					const waiting = visits.filter(({ granted, left }) => !granted && !left).length;
					expect(inside).toBeLessThanOrEqual(places);
					if (waiting > 0) expect(inside).toBe(places);
				};
				for (const each of steps) {
					if ('enter' in each) {
						const visit = { turn: gate.enter(each.enter, each.first), granted: false, left: false };
						void visit.turn.granted.then(() => {
							visit.granted = true;
						});
						visits.push(visit);
					} else {
						const visit = visits[each.leave % Math.max(1, visits.length)];
						if (visit === undefined) continue;
						visit.left = true;
						visit.turn.leave();
					}
					await check();
				}
				for (const visit of visits) {
					visit.left = true;
					visit.turn.leave();
					await check();
				}
				expect(visits.every(({ granted }) => granted)).toBe(true);
			}),
			{ numRuns: 150 },
		);
	});
});
