import { describe, expect, it } from 'vitest';
import { processorMs } from '../../../../../test/support/values/processor-ms.ts';
import { lineDiff } from './line-diff.ts';

describe('the difference of two texts', () => {
	it('is told line by line, with what is equal around it and the rest counted', () => {
		const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
		const diff = lineDiff(lines.join('\n'), lines.with(10, 'another').join('\n'));
		expect(diff).toMatchObject({ removed: 1, added: 1 });
		expect(diff?.rows).toEqual([
			{ kind: 'gap', count: 7 },
			...lines.slice(7, 10).map((text) => ({ kind: 'same', text })),
			{ kind: 'removed', text: 'line 10' },
			{ kind: 'added', text: 'another' },
			...lines.slice(11, 14).map((text) => ({ kind: 'same', text })),
			{ kind: 'gap', count: 6 },
		]);
	});

	it('is nothing between equal texts, whether the last line is ended or not', () => {
		expect(lineDiff('a\nb', 'a\nb\n')).toMatchObject({ removed: 0, added: 0, rows: [{ kind: 'gap', count: 2 }] });
	});

	it('of nothing and something is all of it', () => {
		expect(lineDiff('', 'a\nb')).toMatchObject({ removed: 0, added: 2 });
	});

	it('is given up, and soon, where two large texts have nothing in common', () => {
		const text = (seed: string): string => Array.from({ length: 40_000 }, (_, index) => `${seed}${index}`).join('\n');
		const [one, other] = [text('a'), text('b')];
		expect(processorMs(() => expect(lineDiff(one, other)).toBeNull())).toBeLessThan(5_000);
	});
});
