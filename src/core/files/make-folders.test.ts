import { spawnSync } from 'node:child_process';
import { statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliEntry } from '../../../test/support/built.ts';
import { scratchFolder } from '../../../test/support/scratch/scratch.ts';
import { makeFolders } from './make-folders.ts';

const scratch = scratchFolder();

describe('making folders', () => {
	it('makes what is missing, for its owner alone, and takes what is there', () => {
		const deep = join(scratch.path, 'a/b/c');
		makeFolders(deep, 0o700);
		makeFolders(deep, 0o700);
		expect(statSync(deep).isDirectory()).toBe(true);
		if (process.platform !== 'win32') expect(statSync(join(scratch.path, 'a')).mode & 0o777).toBe(0o700);
	});

	it('refuses where a file or a link to nowhere is in the way', () => {
		const file = scratch.put('file', 'x');
		for (const path of [file, join(file, 'below')]) {
			expect(() => makeFolders(path)).toThrow(expect.objectContaining({ code: 'ENOTDIR' }));
		}
		const dangling = join(scratch.path, 'dangling');
		symlinkSync(join(scratch.path, 'nowhere'), dangling);
		expect(() => makeFolders(join(dangling, 'below'))).toThrow(expect.objectContaining({ code: 'EEXIST' }));
	});

	it.runIf(process.platform === 'linux')('answers at once where the system lets nothing be made', () => {
		expect(() => makeFolders('/proc/dataflare/deep/down')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
	});

	it.runIf(process.platform === 'linux').each([
		[['--data-dir', '/proc/dataflare'], 'The data folder /proc/dataflare could not be created (ENOENT)'],
		[
			['--data-dir', join(scratch.path, 'data'), '--plugins-dir', '/proc/dataflare'],
			'The plugins folder /proc/dataflare cannot be used (ENOENT)',
		],
	])('ends the program with the reason: %j', (options, sentence) => {
		const { status, signal, stderr } = spawnSync(process.execPath, [cliEntry, ...options, 'list'], {
			timeout: 60_000,
			killSignal: 'SIGKILL',
			encoding: 'utf8',
		});
		expect({ status, signal }).toMatchObject({ status: expect.any(Number), signal: null });
		expect(stderr).toContain('error[storage]');
		expect(stderr).toContain(sentence);
	});
});
