import { describe, expect, it } from 'vitest';
import { apart, labelWidth } from './text-width.ts';
import { createFormat } from './use-format.ts';

const DAY_MS = 86_400_000;

describe('labels on an axis', () => {
	it('are measured wider in Chinese than their letters are many', () => {
		expect(labelWidth('11月27日')).toBeGreaterThan(labelWidth('1127 12'));
		expect(labelWidth('')).toBe(0);
	});

	it.each(['en', 'zh-CN'])('never touch each other, in %s', (language) => {
		const { axisTime, duration } = createFormat(language, 'utc');
		for (const span of [60_000, 3_600_000, DAY_MS, 3 * DAY_MS, 30 * DAY_MS, 900 * DAY_MS]) {
			const labels = Array.from({ length: 40 }, (_, index) => ({
				x: index * 20,
				text: index % 2 === 0 ? axisTime(span * index, span) : duration(span * index),
			}));
			const box = ({ x, text }: { readonly x: number; readonly text: string }) => ({
				left: x - labelWidth(text) / 2,
				right: x + labelWidth(text) / 2,
			});
			const kept = apart(labels, box);
			expect(kept.length).toBeGreaterThan(1);
			for (const [index, label] of kept.slice(1).entries())
				expect(box(label).left).toBeGreaterThanOrEqual(box(kept[index] ?? label).right + 8);
		}
	});
});
