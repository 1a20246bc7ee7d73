import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DurableFile, replaceFile, writeNewFile } from './durable-file.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-durable-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('a durable file', () => {
	it('appears whole when it is committed, in the order it was written, and nothing lies beside it', async () => {
		const path = join(folder, 'out');
		writeFileSync(path, 'before');
		const file = await DurableFile.create(path);
		await file.write(text('one '));
		await file.write(text('two'));
		expect(readFileSync(path, 'utf8')).toBe('before');
		await file.commit();
		await file.abandon();
		expect(readFileSync(path, 'utf8')).toBe('one two');
		expect(readdirSync(folder)).toEqual(['out']);
	});

	it('leaves what was there, and nothing else, when it is abandoned', async () => {
		const path = join(folder, 'out');
		writeFileSync(path, 'before');
		const file = await DurableFile.create(path);
		await file.write(text('one'));
		await file.abandon();
		await file.abandon();
		expect(readFileSync(path, 'utf8')).toBe('before');
		expect(readdirSync(folder)).toEqual(['out']);
	});

	it('leaves nothing beside a name that it cannot take', async () => {
		const path = join(folder, 'out');
		const file = await DurableFile.create(path);
		mkdirSync(path);
		await file.write(text('one'));
		await expect(file.commit()).rejects.toSatisfy((error) => codeOf(error) !== undefined);
		expect(readdirSync(folder)).toEqual(['out']);
		await expect(replaceFile(path, text('two'))).rejects.toBeInstanceOf(Error);
		expect(readdirSync(folder)).toEqual(['out']);
	});

	it('tells the system’s own error where the folder is not there', async () => {
		const nowhere = join(folder, 'no', 'out');
		for (const attempt of [
			() => DurableFile.create(nowhere),
			() => writeNewFile(nowhere, text('x')),
			() => replaceFile(nowhere, text('x')),
		]) {
			await expect(attempt()).rejects.toMatchObject({ code: 'ENOENT' });
		}
	});
});

describe('a whole file at once', () => {
	it('takes the place of what was there; a new one takes nobody’s', async () => {
		const path = join(folder, 'out');
		await replaceFile(path, text('one'));
		await replaceFile(path, text('two'));
		expect(readFileSync(path, 'utf8')).toBe('two');
		await expect(writeNewFile(path, text('three'))).rejects.toMatchObject({ code: 'EEXIST' });
		expect(readFileSync(path, 'utf8')).toBe('two');
		await writeNewFile(join(folder, 'new'), text('three'));
		expect(readdirSync(folder).sort()).toEqual(['new', 'out']);
		if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
	});
});
