import { linkSync, mkdirSync, renameSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { constants } from '../../files/user-files.ts';
import type { DecideOpened } from './file-scope.ts';
import { GoneMeanwhile, openDecided, placeOfOpened } from './opened-file.ts';

const scratch = scratchFolder();
let folder: string;
let turn = 0;
const handles: FileHandle[] = [];
beforeEach(() => {
	turn += 1;
	folder = join(scratch.path, String(turn));
	mkdirSync(folder);
});
afterEach(async () => {
	await Promise.all(handles.splice(0).map((handle) => handle.close()));
});

async function opened(name: string, text = 'text'): Promise<{ readonly handle: FileHandle; readonly path: string }> {
	const path = join(folder, name);
	writeFileSync(path, text);
	const handle = await open(path);
	handles.push(handle);
	return { handle, path };
}

describe.runIf(process.platform === 'linux')('the place of what was opened', () => {
	it.each(['x', 'x (deleted)', 'x (deleted) (deleted)'])('is its name, which may be %j', async (name) => {
		const { handle, path } = await opened(name);
		expect(await placeOfOpened(handle, path)).toBe(path);
	});

	it.each(['x', 'x (deleted)'])(
		'is where it was for whoever reads it, and nowhere for others, once %j is removed',
		async (name) => {
			const { handle, path } = await opened(name);
			unlinkSync(path);
			expect(await placeOfOpened(handle, path, true)).toBe(path);
			await expect(placeOfOpened(handle, path)).rejects.toThrow(GoneMeanwhile);
		},
	);

	it('is where it was once another file took its name', async () => {
		const { handle, path } = await opened('x');
		writeFileSync(`${path}.new`, 'another');
		renameSync(`${path}.new`, path);
		expect(await placeOfOpened(handle, path, true)).toBe(path);
		await expect(placeOfOpened(handle, path)).rejects.toThrow(GoneMeanwhile);
	});

	it('is nowhere where it was removed from somewhere else', async () => {
		const { handle, path } = await opened('x');
		renameSync(path, `${path} (deleted)`);
		unlinkSync(`${path} (deleted)`);
		await expect(placeOfOpened(handle, path, true)).rejects.toThrow(GoneMeanwhile);
	});

	it('is nowhere where it lost the name it was opened by and has another', async () => {
		const { handle, path } = await opened('x');
		linkSync(path, join(folder, 'second'));
		unlinkSync(path);
		for (const keep of [true, false]) {
			await expect(placeOfOpened(handle, path, keep)).rejects.toThrow(GoneMeanwhile);
		}
	});

	it('is not that of another file that has the name with the mark', async () => {
		const { handle, path } = await opened('x');
		linkSync(path, join(folder, 'second'));
		unlinkSync(path);
		writeFileSync(`${path} (deleted)`, 'another');
		await expect(placeOfOpened(handle, path, true)).rejects.toThrow(GoneMeanwhile);
	});

	it('is nowhere for a folder that was removed', async () => {
		const path = join(folder, 'folder');
		mkdirSync(path);
		const handle = await open(path);
		handles.push(handle);
		rmdirSync(path);
		await expect(placeOfOpened(handle, path, true)).rejects.toThrow(GoneMeanwhile);
	});
});

describe.runIf(process.platform === 'linux')('opening a file to read it', () => {
	it('goes on with what was opened when it is removed while that is decided on', async () => {
		const { path } = await opened('x', 'as it was');
		const handle = await openDecided(path, constants.O_RDONLY, async (place) => {
			expect(place).toBe(path);
			unlinkSync(path);
			return { allowed: true, rule: 'this test' };
		});
		handles.push(handle);
		expect((await handle.readFile()).toString()).toBe('as it was');
	});

	it('through an open folder decides on its real place', async () => {
		const { path } = await opened('x', 'as it was');
		const parent = await open(dirname(path));
		handles.push(parent);
		const places: string[] = [];
		const decide: DecideOpened = async (place) => {
			places.push(place);
			return { allowed: true, rule: 'this test' };
		};
		handles.push(await openDecided(`/proc/self/fd/${parent.fd}/x`, constants.O_RDONLY, decide, { place: path }));
		expect(places).toEqual([path]);
	});
});
