import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folds, moved, type Room, shareOf } from './shares.ts';

const room: Room = { whole: 1000, least: 200, leastRest: 300 };

describe('the share of a pane', () => {
	it('leaves both panes what they need at least, wherever the line was moved', () => {
		const rooms = fc.record({
			whole: fc.integer({ min: 600, max: 4000 }),
			least: fc.integer({ min: 0, max: 300 }),
			leastRest: fc.integer({ min: 0, max: 300 }),
		});
		fc.assert(
			fc.property(rooms, fc.integer({ min: -500, max: 5000 }), (some, px) => {
				const chosen = shareOf(px, some) * some.whole;
				expect(chosen).toBeGreaterThanOrEqual(some.least - 1e-6);
				expect(some.whole - chosen).toBeGreaterThanOrEqual(some.leastRest - 1e-6);
			}),
		);
	});

	it('is what was asked for where there is room, and the least where there is none', () => {
		expect(shareOf(400, room)).toBe(0.4);
		expect(shareOf(150, { whole: 100, least: 200, leastRest: 300 })).toBe(1);
		expect(shareOf(150, { ...room, whole: 0 })).toBe(0);
	});

	it('is nothing once the line comes near the end', () => {
		expect(folds(99, room)).toBe(true);
		expect(folds(101, room)).toBe(false);
	});
});

describe('the line between two panes', () => {
	const press = (key: string, shiftKey = false, grows: Parameters<typeof moved>[3] = 'ArrowRight') =>
		moved({ key, shiftKey }, 400, room, grows);

	it('is moved by the arrows along its way, with Shift by more', () => {
		expect(press('ArrowRight')).toBe(416);
		expect(press('ArrowLeft')).toBe(384);
		expect(press('ArrowRight', true)).toBe(464);
		expect(press('ArrowUp', false, 'ArrowUp')).toBe(416);
		expect(press('ArrowDown', false, 'ArrowUp')).toBe(384);
	});

	it('goes to its ends, and leaves other keys alone', () => {
		expect(press('Home')).toBe(200);
		expect(press('End')).toBe(700);
		expect(press('ArrowUp')).toBeNull();
		expect(press('a')).toBeNull();
	});
});
