import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { PartFile, partName } from './part-file.ts';

const scratch = scratchFolder();

async function written(target: string, text: string, run: string, mayReplace: boolean): Promise<PartFile> {
	const file = await PartFile.create(target, partName(run, 0), mayReplace);
	await file.write(Buffer.from(text));
	return file;
}

describe('files of runs that end together', () => {
	it('that may not replace each other: one has the name, the other is told and keeps nothing back', async () => {
		const target = join(scratch.path, 'out.ndjson');
		const runs = ['one', 'two', 'three', 'four'];
		const files = await Promise.all(runs.map((run) => written(target, run, run, false)));
		const ended = await Promise.allSettled(files.map((file) => file.commit()));
		expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const winner = runs[ended.findIndex(({ status }) => status === 'fulfilled')];
		expect(readFileSync(target, 'utf8')).toBe(winner);
		for (const each of ended) {
			if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict' });
		}
		for (const file of files) await file.abandon();
		for (const run of runs) expect(existsSync(join(scratch.path, partName(run, 0)))).toBe(false);
		expect(readFileSync(target, 'utf8')).toBe(winner);
	});

	it('are told before any has its name that one cannot have it', async () => {
		const folder = join(scratch.path, 'folder');
		mkdirSync(folder);
		const file = await written(folder, 'x', 'five', true);
		await expect(file.prepare()).rejects.toMatchObject({ details: { reason: 'output_is_folder' } });
		await file.abandon();
		const taken = join(scratch.path, 'taken');
		const other = await written(taken, 'x', 'six', false);
		writeFileSync(taken, 'another’s');
		await expect(other.prepare()).rejects.toMatchObject({ details: { reason: 'output_exists' } });
		await other.abandon();
		expect(readdirSync(scratch.path)).not.toContain(partName('six', 0));
	});
});
