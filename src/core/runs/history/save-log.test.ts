import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aRun, newStoreEach, type ScratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import type { Store } from '../../store/store.ts';
import { saveLog } from './save-log.ts';

const run = '00000000000a';
let scratch: ScratchStore;
let store: Store;
newStoreEach({}, (its, folder) => {
	store = its;
	scratch = folder;
	store.runs.start(aRun({ id: run }));
});

const say = (message: string, at = 0): void =>
	store.runs.log(run, { at, stage: 0, plugin: 'p', level: 'warn', message });

describe('a log that is saved', () => {
	it('is whole, one line each, in order', async () => {
		for (let index = 0; index < 4500; index++) say(`line ${index}`, index);
		const path = join(scratch.folder, 'log.txt');
		const noted: string[] = [];
		expect(await saveLog(store.runs, run, path, (folder) => noted.push(folder))).toEqual({ path, lines: 4500 });
		const lines = readFileSync(path, 'utf8').split('\n');
		expect(lines).toHaveLength(4501);
		expect(lines[0]).toBe('1970-01-01T00:00:00.000Z warn  p line 0');
		expect(lines[4499]).toBe('1970-01-01T00:00:04.499Z warn  p line 4499');
		expect(noted).toEqual([scratch.folder]);
	});

	it('keeps a line a line, whatever a plugin puts into it', async () => {
		say('one\nerror forged\r\nmore');
		const path = join(scratch.folder, 'log.txt');
		await saveLog(store.runs, run, path, () => undefined);
		expect(readFileSync(path, 'utf8')).toBe('1970-01-01T00:00:00.000Z warn  p one\\nerror forged\\nmore\n');
	});

	it('leaves nothing where it cannot be written', async () => {
		say('one');
		await expect(saveLog(store.runs, run, scratch.folder, () => undefined)).rejects.toMatchObject({
			code: 'invalid_input',
		});
		const nowhere = join(scratch.folder, 'none', 'log.txt');
		await expect(saveLog(store.runs, run, nowhere, () => undefined)).rejects.toMatchObject({ code: 'not_found' });
		expect(readdirSync(scratch.folder).filter((name) => !name.startsWith('dataflare.db'))).toEqual([]);
	});
});
