import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { attackClasses } from '../../test/corpus/cases/index.ts';
import { securityPage, totalCases, withTable } from './table.ts';

it('SECURITY.md counts the cases that are run (`npm run attack-table`)', () => {
	const page = readFileSync(securityPage, 'utf8');
	expect(page).toBe(withTable(page));
});

it('every class of attack has cases, and there are many', () => {
	for (const { name, ...counts } of attackClasses())
		expect(Math.max(...Object.values(counts)), name).toBeGreaterThan(10);
	expect(totalCases()).toBeGreaterThan(1_500);
});
