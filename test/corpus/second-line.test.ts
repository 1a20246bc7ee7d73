import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Broker } from '../../src/core/broker/broker.ts';
import { DataFlareError } from '../../src/shared/errors/errors.ts';
import { guestSpec, textCall, textOf } from '../support/guests/guest-spec.ts';
import { type Liars, startLiars } from '../support/guests/liar.ts';
import { growingMessages } from './cases/growing-messages.ts';
import { type SecondLineCase, secondLineCases } from './cases/second-line.ts';

const cases: readonly SecondLineCase[] = [...secondLineCases, ...growingMessages];

/** How long the parent's thread worked without a pause at the longest, ms, and how much memory it ever had, bytes. */
let heldMs = 0;
let rss = 0;
let beat: NodeJS.Timeout;
const atFirst = process.memoryUsage().rss;
beforeAll(() => {
	// Processor time: what others take of the machine holds nobody.
	let last = process.threadCpuUsage();
	beat = setInterval(() => {
		const { user, system } = process.threadCpuUsage(last);
		last = process.threadCpuUsage();
		heldMs = Math.max(heldMs, (user + system) / 1_000);
		rss = Math.max(rss, process.memoryUsage().rss);
	}, 5);
});
afterAll(() => clearInterval(beat));

/** What was asked of the host, by plugin. It never answers. */
const asked = new Map<string, number>();
const silent: Broker = {
	answer: (_request, { plugin }) => {
		asked.set(plugin, (asked.get(plugin) ?? 0) + 1);
		return new Promise(() => undefined);
	},
};
let liars: Liars;
beforeAll(async () => {
	const codes = cases.map(({ code }) => code);
	liars = await startLiars(codes, silent, { chatterPerSecond: 2_000, backoffMs: 1, closeMs: 300 });
});
afterAll(() => liars.dispose());

it.concurrent.each(cases)('a process that $what is $expected', async (one) => {
	const plugin = `liar-${cases.indexOf(one)}`;
	await meet(plugin, String(cases.indexOf(one)), one.expected);
	expect(asked.get(plugin) ?? 0).toBeLessThanOrEqual(4);
	expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

it('none of them held the parent’s thread or filled its memory', () => {
	expect(rss - atFirst).toBeLessThan(600 * 1024 * 1024);
	expect(heldMs).toBeLessThan(2_000);
});

async function meet(plugin: string, fn: string, expected: SecondLineCase['expected']): Promise<void> {
	const spec = guestSpec({ plugin, timeoutMs: 10_000 });
	const pool = await liars.runtime.open(spec);
	expect(await textOf(pool.call(textCall('echo', 'well')))).toBe('well');
	const options = { timeoutMs: expected === 'timeout' ? 150 : 10_000, maxOutputBytes: 1_000_000 };
	const outcomes = await Promise.allSettled([pool.call(textCall(fn, null, options))]);
	if (expected === 'lied') {
		// What comes after an answer is met at rest, at the latest before the next answer.
		await new Promise((resolve) => setTimeout(resolve, 100));
		outcomes.push(...(await Promise.allSettled([pool.call(textCall('echo', 'x'))])));
	}
	const failures = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as DataFlareError] : []));
	for (const failure of failures) {
		expect(failure).toBeInstanceOf(DataFlareError);
		expect(JSON.stringify(failure.toWire()).length).toBeLessThan(50_000);
	}
	const [code] = failures.map((failure) => failure.code);
	switch (expected) {
		case 'lied':
			expect(code).toBeDefined();
			await expect(liars.runtime.open(spec)).rejects.toMatchObject({
				message: expect.stringContaining('broke the protocol'),
				details: { quarantined: true },
			});
			return;
		case 'timeout':
			expect(code).toBe('timeout');
			break;
		case 'crashed':
			expect(['plugin_execution', 'memory_limit']).toContain(code);
			break;
		case 'answered':
			break;
	}
	// A fresh process takes over where the old one is gone.
	expect(await textOf(pool.call(textCall('echo', 'again')))).toBe('again');
	await pool.close(200);
}
