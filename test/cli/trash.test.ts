import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/core/store/open-store.ts';
import { anEnd, aRun } from '../support/scratch/scratch-store.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-trash-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dataflare = (...args: readonly string[]) => runCliHere(folder, args);

it('dataflare trash lists what was deleted, brings it back and empties it', async () => {
	expect(await dataflare('trash', 'list')).toMatchObject({ code: 0, out: expect.stringContaining('empty') });
	expect(await dataflare('trash', 'restore', '--last')).toMatchObject({ code: 0 });
	const store = openStore({ file: join(folder, 'data/dataflare.db') });
	const ids = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc'];
	const begun = Date.now();
	for (const id of ids) {
		store.runs.start(aRun({ id, startedAt: begun }));
		store.runs.finish(id, anEnd({ finishedAt: begun + 1 }));
	}
	store.trash.trash(ids.slice(0, 1), begun + 1);
	store.trash.trash(ids.slice(1), begun + 2);
	store.close();
	expect((await dataflare('trash', 'list')).out).toMatch(/^RUN .*\ncccccccccccc .*\nbbbbbbbbbbbb .*\naaaaaaaaaaaa /);
	expect(await dataflare('trash', 'restore')).toMatchObject({ code: 2, err: expect.stringContaining('--last') });
	expect((await dataflare('trash', 'restore', '--last')).out).toContain('2 runs restored');
	expect((await dataflare('history', 'list')).out).toContain('bbbbbbbbbbbb');
	expect(JSON.parse((await dataflare('--json', 'trash', 'restore', 'aaaaaaaaaaaa')).out).data).toEqual({ restored: 1 });
	expect((await dataflare('trash', 'empty')).out).toContain('0 runs deleted for good');
});
