import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/core/store/open-store.ts';
import { markedPlugin } from '../support/scratch/bare-registry.ts';
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

it('dataflare uninstall moves a plugin to the trash, and trash lists it, brings it back and deletes it for ever', async () => {
	const path = markedPlugin(join(folder, 'made'), 'tool', 'a', { metadata: { version: '1.2.3' } });
	const json = async (...args: readonly string[]) => JSON.parse((await dataflare('--json', ...args)).out).data;
	await dataflare('install', path, '--yes');
	const said = await dataflare('uninstall', 'tool', '--yes');
	expect(said.out + said.err).toMatch(
		/tool was uninstalled[\s\S]*in the trash for 30 days[\s\S]*dataflare trash restore tool@[0-9a-f]{8}/,
	);
	expect((await dataflare('trash', 'list')).out).toMatch(/^PLUGIN .*\ntool@[0-9a-f]{8} .* 1\.2\.3 /);
	expect(await json('trash', 'list')).toMatchObject({ total: 0, plugins: { total: 1, plugins: [{ name: 'tool' }] } });
	expect((await dataflare('trash', 'restore', 'tool')).out).toContain('tool was restored');
	expect((await dataflare('list')).out).toContain('tool');
	const { trashId } = await json('uninstall', 'tool', '--yes');
	await dataflare('install', path, '--yes');
	expect(await dataflare('trash', 'restore', trashId)).toMatchObject({
		code: expect.not.stringMatching(/^0$/),
		err: expect.stringContaining('dataflare uninstall tool'),
	});
	expect((await dataflare('trash', 'list')).out).toContain('its name is in use');
	expect(await json('uninstall', 'tool', '--yes', '--for-good')).toEqual({ trashId: null });
	expect((await dataflare('trash', 'restore', '--last')).out).toContain('tool was restored');
	const last = await json('uninstall', 'tool', '--yes');
	expect(await dataflare('trash', 'restore', 'other')).toMatchObject({ err: expect.stringContaining('"other"') });
	expect(await json('trash', 'empty', last.trashId)).toEqual({ removed: 0, plugins: 1 });
	expect((await dataflare('trash', 'list')).out).toContain('empty');
});
