import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Interrupts, listenForInterrupts } from './interrupts.ts';

let interrupts: Interrupts;
const endNow = vi.fn();
beforeEach(() => {
	vi.useFakeTimers({ toFake: ['performance'] });
	endNow.mockReset();
	interrupts = listenForInterrupts(endNow);
});
afterEach(() => {
	interrupts.stop();
	vi.useRealTimers();
});

const press = (afterMs: number): void => {
	vi.advanceTimersByTime(afterMs);
	interrupts.interrupt();
};

it('aborts at the first press, ends at the second, and takes what one press sends twice for one', () => {
	press(0);
	expect(interrupts.signal.aborted).toBe(true);
	press(100);
	expect(endNow).not.toHaveBeenCalled();
	press(300);
	expect(endNow).toHaveBeenCalledOnce();
});

it('gives the first press to who diverts it: the second aborts, the third ends', () => {
	const instead = vi.fn();
	interrupts.divert(instead);
	press(0);
	press(100);
	expect(instead).toHaveBeenCalledOnce();
	expect(interrupts.signal.aborted).toBe(false);
	press(300);
	expect(interrupts.signal.aborted).toBe(true);
	expect(interrupts.cause).toBe('SIGINT');
	press(300);
	expect(endNow).toHaveBeenCalledOnce();
});

it('aborts where it is not diverted any more', () => {
	const instead = vi.fn();
	interrupts.divert(instead)();
	press(0);
	expect(instead).not.toHaveBeenCalled();
	expect(interrupts.signal.aborted).toBe(true);
});
