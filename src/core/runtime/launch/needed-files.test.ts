import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nativePrograms } from '../../../../test/support/guests/native.ts';
import { neededFiles, neededTrees } from './needed-files.ts';

const native = nativePrograms();
const bits64 = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);

describe('what a program needs to start', () => {
	it.runIf(bits64)('is itself, its loader and its libraries, all of which are there', () => {
		const files = neededFiles(process.execPath) ?? [];
		expect(files[0]).toBe(process.execPath);
		expect(files.length).toBeGreaterThan(2);
		expect(files.filter((file) => !existsSync(file))).toEqual([]);
		expect(files.some((file) => /\/ld[^/]*\.so/.test(file))).toBe(true);
		expect(files.some((file) => /\/libc[.-]|\/ld-musl/.test(file))).toBe(true);
		expect(new Set(files).size).toBe(files.length);
	});

	it.runIf(native !== undefined)('is itself where it has no loader', () => {
		expect(neededFiles(native?.escape ?? '')).toEqual([native?.escape]);
	});

	it('is not known of what is no program', () => {
		expect(neededFiles(import.meta.filename)).toBeNull();
		expect(neededFiles('/no/such/program')).toBeNull();
	});

	it.runIf(process.platform === 'linux')('lies in trees that are there, whatever it is', () => {
		const trees = neededTrees(process.execPath);
		expect(trees).toContain('/usr');
		expect(trees.at(-1)).toBe(process.execPath);
		expect(trees.filter((tree) => !existsSync(tree))).toEqual([]);
	});
});
