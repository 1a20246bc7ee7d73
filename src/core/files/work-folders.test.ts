import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryName } from './temporary-files.ts';
import { WorkFolders } from './work-folders.ts';

let folder: string;
let elsewhere: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-work-'));
	elsewhere = join(folder, 'else\nwhere');
	mkdirSync(elsewhere);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The id of a process that is no more. */
const dead = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const lists = (): readonly string[] => readdirSync(join(folder, 'work-folders'));

describe('the folders in which a program writes', () => {
	it('are looked into by the next start, which removes what the dead left and nothing else', async () => {
		const pid = dead();
		mkdirSync(join(folder, 'work-folders'));
		const gone = join(folder, 'gone');
		writeFileSync(
			join(folder, 'work-folders', String(pid)),
			`${JSON.stringify(gone)}\n${JSON.stringify(elsewhere)}\n"/cut`,
		);
		const left = `.dataflare-${pid}-${'0'.repeat(16)}.tmp`;
		const kept = [temporaryName(), `.dataflare-${pid}-short.tmp`, 'records.ndjson'];
		for (const name of [left, ...kept]) writeFileSync(join(elsewhere, name), '');
		await new WorkFolders(folder).sweep();
		expect(readdirSync(elsewhere).toSorted()).toEqual(kept.toSorted());
		expect(lists()).toEqual([]);
	});

	it('are noted once, survive until the program closes, and are left alone while their program lives', async () => {
		const living = new WorkFolders(folder);
		living.note(elsewhere);
		living.note(elsewhere);
		expect(lists()).toEqual([String(process.pid)]);
		const other = join(folder, 'work-folders', String(process.ppid));
		appendFileSync(other, `${JSON.stringify(elsewhere)}\n`);
		await new WorkFolders(folder).sweep();
		expect(existsSync(other)).toBe(true);
		living.note(elsewhere);
		living.close();
		expect(lists()).toEqual([String(process.ppid)]);
	});

	it('that cannot be noted keep nobody from writing', () => {
		writeFileSync(join(folder, 'work-folders'), 'in the way');
		expect(() => new WorkFolders(folder).note(elsewhere)).not.toThrow();
	});
});
