import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answering, scratchCore } from '../support/scratch/scratch-core.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-templates-'));
	const scratch = await scratchCore({ spares: 0, dataDir: join(folder, 'data') });
	for (const name of ['alpha', 'beta']) {
		await scratch.ask('plugins.install', { path: await scratch.plugin(name, answering('1')) });
	}
	await scratch.dispose();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dataflare = (...args: readonly string[]) => runCliHere(folder, args);
const data = async (...args: readonly string[]) => JSON.parse((await dataflare('--json', ...args)).out).data;

it('dataflare templates makes, shows, applies, undoes, hands on and deletes a template', async () => {
	expect(await dataflare('templates', 'list')).toMatchObject({
		code: 0,
		out: expect.stringContaining('No policy templates'),
	});
	expect(
		await dataflare('templates', 'save', 'reports', '--allow-path', '/srv/reports:ro', '--note', 'monthly'),
	).toMatchObject({
		code: 0,
		out: expect.stringContaining('reports: version 1 is kept'),
	});
	expect(await dataflare('templates', 'save', 'reports')).toMatchObject({ code: 2 });
	expect(await dataflare('templates', 'show', 'report')).toMatchObject({
		code: 1,
		err: expect.stringContaining('did you mean "reports"?'),
	});

	const dry = await dataflare('templates', 'apply', 'reports', 'alpha', 'beta', '--dry-run');
	expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('+ Read /srv/reports') });
	expect(dry.out).toContain('more than it asks for');
	expect((await data('policy', 'show', 'alpha')).granted.policy.allowed_paths).toEqual([]);
	expect(await dataflare('templates', 'apply', 'reports', 'alpha')).toMatchObject({
		code: 2,
		err: expect.stringContaining('--yes'),
	});
	expect(await dataflare('templates', 'apply', 'reports')).toMatchObject({ code: 2 });
	expect(await dataflare('templates', 'apply', 'reports', 'alpha', 'nobody', '--yes')).toMatchObject({ code: 1 });

	const { application, applied } = await data('templates', 'apply', 'reports', '--all', '--yes');
	expect(applied.map(({ plugin }: { readonly plugin: string }) => plugin)).toEqual(['alpha', 'beta']);
	expect((await data('policy', 'show', 'beta')).granted).toMatchObject({
		policy: { allowed_paths: ['/srv/reports:ro'] },
		origin: { name: 'reports', version: 1 },
	});
	expect((await dataflare('policy', 'history', 'beta')).out).toContain('template reports, version 1');
	await dataflare('templates', 'save', 'reports', '--allow-host', 'api.example.com');
	expect((await dataflare('templates', 'show', 'reports')).out).toMatch(/alpha +1 \(older\)/);
	expect(await dataflare('templates', 'undo', application)).toMatchObject({
		code: 0,
		out: expect.stringContaining('alpha, beta'),
	});
	expect(await dataflare('templates', 'undo', application)).toMatchObject({ code: 1 });

	expect(await dataflare('templates', 'save', 'copied', '--copy', 'reports', '--time', '5s')).toMatchObject({
		code: 0,
	});
	expect(await dataflare('templates', 'save', 'granted', '--from', 'alpha', '--copy', 'reports')).toMatchObject({
		code: 2,
	});
	expect(await dataflare('templates', 'rename', 'copied', 'other')).toMatchObject({ code: 0 });
	expect(await dataflare('templates', 'export', '--output', 'all.json')).toMatchObject({ code: 0 });
	const file = JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8'));
	expect(file.templates.map(({ name }: { readonly name: string }) => name)).toEqual(['other', 'reports']);
	expect((await dataflare('templates', 'export', 'other')).out).toContain('"max_execution_time": 5000');

	await dataflare('templates', 'save', 'other', '--allow-env', 'HOME');
	expect(await dataflare('templates', 'import', 'all.json', '--yes')).toMatchObject({
		code: 1,
		err: expect.stringContaining('--on-taken'),
	});
	expect(await dataflare('templates', 'import', 'all.json', '--on-taken', 'all', '--yes')).toMatchObject({ code: 2 });
	expect((await dataflare('templates', 'import', 'all.json', '--dry-run')).out).toContain('Reach api.example.com');
	const both = await dataflare('templates', 'import', 'all.json', '--on-taken', 'both', '--yes');
	expect(both).toMatchObject({ code: 0, out: expect.stringContaining('made: other-2') });
	expect(await dataflare('templates', 'delete', 'other-2')).toMatchObject({ code: 2 });
	expect(await dataflare('templates', 'delete', 'other-2', '--yes')).toMatchObject({ code: 0 });
	expect((await data('templates', 'list')).length).toBe(2);
});

it('dataflare templates restore brings a deleted template back, under another name if its own is taken', async () => {
	await dataflare('templates', 'save', 'brief', '--allow-path', '/srv/brief:ro');
	expect(await dataflare('templates', 'delete', 'brief', '--yes')).toMatchObject({
		code: 0,
		out: expect.stringContaining('brief was deleted.'),
		err: expect.stringContaining('`dataflare templates restore brief`'),
	});
	expect((await dataflare('templates', 'deleted')).out).toMatch(/^brief +[0-9a-f]{12} +1 /m);
	expect(await dataflare('templates', 'restore', 'brif')).toMatchObject({
		code: 1,
		err: expect.stringContaining('did you mean "brief"?'),
	});
	expect(await dataflare('templates', 'restore', 'brief')).toMatchObject({ code: 0, out: 'brief was restored.\n' });
	expect((await data('templates', 'show', 'brief')).template.policy.allowed_paths).toEqual(['/srv/brief:ro']);
	await dataflare('templates', 'delete', 'brief', '--yes');
	await dataflare('templates', 'save', 'brief', '--time', '3s');
	expect(await dataflare('templates', 'restore', 'brief')).toMatchObject({ code: 1 });
	expect(await dataflare('templates', 'restore', 'brief', '--as', 'brief-2')).toMatchObject({ code: 0 });
	await dataflare('templates', 'delete', 'brief-2', '--yes');
	expect((await dataflare('trash', 'list')).out).toMatch(/^[1-9][0-9]* policy templates?: list them with/m);
	expect((await dataflare('trash', 'empty')).out).toMatch(/^[1-9][0-9]* policy templates? deleted for good\.$/m);
	expect((await dataflare('templates', 'deleted')).out).toBe('There are no deleted policy templates.\n');
});
