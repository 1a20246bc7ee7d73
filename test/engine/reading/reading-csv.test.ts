import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grant, sample } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	for (const name of ['csv-source', 'pii-redactor'])
		await scratch.ask('plugins.install', { path: sample(name), grant: grant(`${scratch.folder}/:ro`) });
});
afterAll(() => scratch.dispose());

async function redacted(content: string): Promise<readonly Record<string, unknown>[]> {
	const path = join(scratch.folder, 'in.csv');
	const output = join(scratch.folder, 'out.ndjson');
	writeFileSync(path, content);
	const components = [{ name: 'csv-source', config: { path } }, { name: 'pii-redactor' }];
	await scratch.ask('chains.run', {
		chain: { definition: { name: 'c', components } },
		output: { kind: 'file', path: output },
	});
	const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
	return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a CSV file through a chain', () => {
	it('has the cards of a column hidden in every row, however many digits they have', async () => {
		for (const cards of [
			['4111111111111111', '340000000000009', '30000000000004'],
			['30000000000004', '340000000000009', '4111111111111111'],
		]) {
			const rows = await redacted(`card,n\n${cards.map((card, at) => `${card},${at}\n`).join('')}`);
			expect(rows.map((row) => row['n'])).toEqual([0, 1, 2]);
			for (const [at, card] of cards.entries()) {
				expect(String(rows[at]?.['card'])).toMatch(/^\*+\d{0,4}$/);
				expect(JSON.stringify(rows)).not.toContain(card);
			}
		}
	});
});
