// Precision and recall on the labelled set are what the README says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { labelledSet } from '../../examples/pii-redactor/measure/labelled-set.ts';
import { measure } from '../../examples/pii-redactor/measure/measure.ts';
import { scoreTable } from '../../examples/pii-redactor/measure/score.ts';

/** The cells of the table's rows: formatting may pad them. */
const cells = (table: string): readonly string[] =>
	table
		.split('\n')
		.filter((line) => line.startsWith('|') && !line.includes('---'))
		.map((line) =>
			line
				.split('|')
				.map((cell) => cell.trim())
				.join('|'),
		);

it('the README states what is measured', () => {
	const readme = readFileSync(join(import.meta.dirname, '../../examples/pii-redactor/README.md'), 'utf8');
	const result = measure();
	expect(cells(readme)).toEqual(expect.arrayContaining([...cells(scoreTable(result))]));
	for (const { labelled, hidden, wrong, promised, promisedHidden } of Object.values(result.tallies)) {
		expect(labelled).toBeGreaterThan(5000);
		expect(promisedHidden / promised).toBeGreaterThan(0.999);
		expect(hidden / (hidden + wrong)).toBeGreaterThan(0.99);
	}
});

it('the set is the same for the same seed, and another for another one', () => {
	expect(labelledSet(50, 7)).toEqual(labelledSet(50, 7));
	expect(labelledSet(50, 7)).not.toEqual(labelledSet(50, 8));
});
