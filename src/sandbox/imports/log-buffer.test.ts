import { describe, expect, it } from 'vitest';
import { LogBuffer, type LogLine, MAX_LOG_LINE_BYTES } from './log-buffer.ts';

function buffer() {
	const sent: { lines: readonly LogLine[]; dropped: number }[] = [];
	const clock = { now: 0 };
	const logs = new LogBuffer(
		(lines, dropped) => sent.push({ lines, dropped }),
		() => clock.now,
		() => clock.now,
	);
	const lines = () => sent.reduce((sum, frame) => sum + frame.lines.length, 0);
	const dropped = () => sent.reduce((sum, frame) => sum + frame.dropped, 0);
	return { logs, sent, clock, lines, dropped };
}

describe('the log buffer', () => {
	it('keeps lines back until it is flushed, then sends them once, in order', () => {
		const { logs, sent } = buffer();
		logs.add('info', 'one');
		logs.add('warn', 'two');
		expect(sent).toEqual([]);
		logs.flush();
		logs.flush();
		expect(sent).toEqual([
			{
				lines: [
					{ at: 0, level: 'info', message: 'one' },
					{ at: 0, level: 'warn', message: 'two' },
				],
				dropped: 0,
			},
		]);
	});

	it('counts every line that it drops, and lets lines through again after a while', () => {
		const { logs, clock, lines, dropped } = buffer();
		for (let index = 0; index < 10_000; index++) logs.add('info', 'x');
		logs.flush();
		expect(lines() + dropped()).toBe(10_000);
		expect(lines()).toBe(2000);
		clock.now += 1000;
		for (let index = 0; index < 5000; index++) logs.add('info', 'x');
		logs.flush();
		expect(lines()).toBe(3000);
	});

	it('limits the size of what a flood of long lines costs', () => {
		const { logs, sent } = buffer();
		for (let index = 0; index < 2000; index++) logs.add('info', 'x'.repeat(MAX_LOG_LINE_BYTES));
		logs.flush();
		const characters = sent.flatMap(({ lines }) => lines).reduce((sum, line) => sum + line.message.length, 0);
		expect(characters).toBeLessThanOrEqual(4 * 1024 * 1024);
		expect(characters).toBeGreaterThan(1024 * 1024);
	});

	it('cuts a line that is too long and says so', () => {
		const { logs, sent } = buffer();
		logs.add('error', 'x'.repeat(MAX_LOG_LINE_BYTES + 1));
		logs.flush();
		const message = sent[0]?.lines[0]?.message ?? '';
		expect(message.startsWith('x'.repeat(MAX_LOG_LINE_BYTES))).toBe(true);
		expect(message.endsWith('(the rest was cut off)')).toBe(true);
	});
});
