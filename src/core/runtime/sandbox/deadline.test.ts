import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadline } from './deadline.ts';

let clock: number;
let worked: number;
let passed: boolean;
let deadline: Deadline;
beforeEach(() => {
	vi.useFakeTimers();
	clock = 0;
	worked = 0;
	passed = false;
	deadline = new Deadline(
		() => clock,
		() => worked,
	);
});
afterEach(() => vi.useRealTimers());

/** Time passes and the process runs all the while. */
function live(ms: number): void {
	for (let step = 0; step < ms; step += 10) {
		clock += 10;
		vi.advanceTimersByTime(10);
	}
}

/** Time passes, and the process does not run; afterwards it runs what is due. */
function standStill(ms: number): void {
	clock += ms;
	vi.advanceTimersByTime(510);
}

/** Time passes, and the process is busy with something else all the while. */
function work(ms: number): void {
	worked += ms;
	standStill(ms);
}

const start = (ms: number): void =>
	deadline.start(ms, () => {
		passed = true;
	});

describe('a deadline', () => {
	it.each([100, 500, 1_700, 10_000])('of %s ms passes then, and not before', (ms) => {
		start(ms);
		live(ms - 20);
		expect(passed).toBe(false);
		live(40);
		expect(passed).toBe(true);
	});

	it.each([300, 5_000])('of %s ms does not pass while the process stands still, and goes on afterwards', (ms) => {
		start(ms);
		live(200);
		standStill(3_600_000);
		live(200);
		expect(passed).toBe(false);
		live(ms + 500);
		expect(passed).toBe(true);
	});

	it('counts a process that is merely busy', () => {
		start(2_000);
		for (let turn = 0; turn < 3; turn++) standStill(600);
		expect(passed).toBe(false);
		standStill(600);
		expect(passed).toBe(true);
	});

	it('counts a process that worked all the while, however long: what it worked on may be the other side’s', () => {
		start(10_000);
		for (let turn = 0; turn < 4; turn++) work(3_000);
		expect(passed).toBe(true);
	});

	it('counts no machine that slept, also when this process worked before and after', () => {
		start(5_000);
		worked += 400;
		standStill(3_600_000);
		worked += 400;
		standStill(3_600_000);
		expect(passed).toBe(false);
		live(5_500);
		expect(passed).toBe(true);
	});

	it('is not put off for ever by a process that stands still again and again', () => {
		start(2_000);
		for (let turn = 0; turn < 40; turn++) standStill(5_000);
		expect(passed).toBe(true);
	});

	it('that is stopped, also while it was about to pass, does not pass', () => {
		start(100);
		live(50);
		deadline.stop();
		live(200);
		expect(passed).toBe(false);
	});

	it('that is started anew forgets what ran before', () => {
		start(100);
		live(80);
		start(100);
		live(80);
		expect(passed).toBe(false);
		live(40);
		expect(passed).toBe(true);
	});
});
