import { describe, expect, it } from 'vitest';
import { hostStatus } from '../../../shared/host/abi.ts';
import { within } from './within.ts';

const stopped = (signal: AbortSignal): Promise<never> =>
	new Promise((_, reject) => {
		if (signal.aborted) reject(new Error('stopped'));
		signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
	});
const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('a task within a time', () => {
	const hour = 3_600_000;

	it('answers as it would alone, and leaves no timer behind', async () => {
		const before = timers();
		expect(await within(hour, new AbortController().signal, async () => 'done')).toBe('done');
		await expect(
			within(hour, new AbortController().signal, async () => {
				throw new Error('its own');
			}),
		).rejects.toThrow('its own');
		expect(timers()).toBe(before);
	});

	it('that takes longer is stopped, and says how long it had', async () => {
		await expect(within(5, new AbortController().signal, stopped)).rejects.toMatchObject({
			status: hostStatus.timedOut,
			message: 'It took longer than 5 ms.',
		});
	});

	it('ends with the call, also one that ended before it began', async () => {
		const call = new AbortController();
		const running = within(hour, call.signal, stopped);
		call.abort();
		await expect(running).rejects.toMatchObject({ status: hostStatus.cancelled });
		await expect(within(hour, call.signal, stopped)).rejects.toMatchObject({ status: hostStatus.cancelled });
	});

	it('tells what came first: a call that ends while a late task winds up does not hide that it was late', async () => {
		const call = new AbortController();
		const late = within(5, call.signal, async (signal) => {
			await stopped(signal).catch(() => undefined);
			call.abort();
			throw new Error('wound up');
		});
		await expect(late).rejects.toMatchObject({ status: hostStatus.timedOut });
	});
});
