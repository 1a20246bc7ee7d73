import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { flowsEntry, resourcesDir } from '../../../../test/support/built.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { bundledChild } from '../../../../test/support/values/bundled-child.ts';

const scratch = scratchFolder();
const child = await bundledChild(resolve(import.meta.dirname, '../../../../test/support/flows/writer-child.mts'));
const names = ['out.csv', 'out.json', 'out.ndjson.gz'];

/** Whether it was killed, before its nth step. */
function run(folder: string, step: number): boolean {
	const args = [child, folder, String(step), flowsEntry, resourcesDir];
	const { signal, status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
	if (signal === null) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	return signal === 'SIGKILL';
}

function fresh(name: string): string {
	const folder = join(scratch.path, name);
	mkdirSync(folder);
	return folder;
}

const contents = (folder: string): readonly string[] => names.map((name) => readFileSync(join(folder, name), 'latin1'));

/** Steps are taken in turns, so that no test takes long: a program is started for each of them two or three times. */
const TURNS = 5;

describe('a program that is killed while it writes the files of a flow', () => {
	let whole: readonly string[] = [];
	beforeAll(() => {
		expect(flowsEntry).toMatch(/flows\.mjs$/);
		const undisturbed = fresh('undisturbed');
		expect(run(undisturbed, 0)).toBe(false);
		whole = contents(undisturbed);
	});

	it.each(Array.from({ length: TURNS }, (_, turn) => turn + 1))(
		'leaves no half-written one under its name, and going on gives the same bytes, whenever that was (%i)',
		(first) => {
			let tried = 0;
			for (let step = first; run(fresh(String(step)), step); step += TURNS) {
				tried++;
				const folder = join(scratch.path, String(step));
				for (const [index, name] of names.entries()) {
					if (!readdirSync(folder).includes(name)) continue;
					expect(readFileSync(join(folder, name), 'latin1') === whole[index], `${name} before step ${step}`).toBe(true);
				}
				// Killed once more, later or earlier, then let to its end.
				if (step % 3 === 0) run(folder, 1 + (step % 7));
				expect(run(folder, 0)).toBe(false);
				for (const [index, content] of contents(folder).entries()) {
					expect(content === whole[index], `${names[index]} after step ${step}`).toBe(true);
				}
				expect(readdirSync(folder).sort()).toEqual(['checkpoint.json', ...names]);
			}
			// Of making, writing, syncing and renaming three files there are more than twenty.
			expect(tried).toBeGreaterThan(3);
		},
	);
});
