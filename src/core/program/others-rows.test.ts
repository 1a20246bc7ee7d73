import { afterEach, expect, it } from 'vitest';
import { eventually } from '../../../test/support/scratch/scratch-core.ts';
import { OthersRows } from './others-rows.ts';

const open: OthersRows[] = [];
afterEach(() => {
	for (const rows of open.splice(0)) rows.close();
});

function rowsOf(first: Readonly<Record<string, string>>) {
	let rows = new Map(Object.entries(first));
	let version = 0;
	let looks = 0;
	let reads = 0;
	const told: string[] = [];
	const others = new OthersRows({
		marks() {
			reads++;
			return rows;
		},
		othersVersion() {
			looks++;
			return version;
		},
		changed: (name, before) => told.push(`${name} was ${before}`),
		gone: (name) => told.push(`${name} is gone`),
		everyMs: 2,
	});
	open.push(others);
	return {
		others,
		told,
		reads: () => reads,
		/** As another program does. */
		write(next: Readonly<Record<string, string>>): void {
			rows = new Map(Object.entries(next));
			version++;
		},
		/** As this one does. */
		writeHere(next: Readonly<Record<string, string>>): void {
			rows = new Map(Object.entries(next));
		},
		async looked(): Promise<void> {
			const before = looks;
			await eventually(async () => looks > before + 2);
		},
	};
}

it('what another program adds, changes and takes away is told of, once each', async () => {
	const { write, told, looked } = rowsOf({ a: '1', b: '1' });
	write({ a: '2', c: '1' });
	await looked();
	expect(told).toEqual(['a was 1', 'c was null', 'b is gone']);
	await looked();
	expect(told).toHaveLength(3);
});

it('what this program did, and told of, is not told of again', async () => {
	const { others, write, writeHere, told, looked } = rowsOf({ a: '1' });
	writeHere({ a: '2', b: '1' });
	others.note('a');
	others.note('b');
	write({ a: '2', b: '1' });
	await looked();
	expect(told).toEqual([]);
	writeHere({ a: '2' });
	others.note('b');
	write({ a: '3' });
	await looked();
	expect(told).toEqual(['a was 2']);
});

it('rows are read only once another program wrote something', async () => {
	const { reads, looked, write } = rowsOf({ a: '1' });
	const before = reads();
	await looked();
	expect(reads()).toBe(before);
	write({ a: '1' });
	await looked();
	expect(reads()).toBe(before + 1);
});
