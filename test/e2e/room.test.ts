import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { draw } from '../support/browser/every-size.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { settled, whatIsCut } from '../support/browser/room.ts';
import { wat } from '../support/guests/wat.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const scratch = scratchFolder();

/** A window of these sizes, CSS px: whole, then as 150 % and 200 % zoom leave them of 1280 by 800. */
const rooms = [
	{ width: 1280, height: 800 },
	{ width: 1100, height: 700 },
	{ width: 900, height: 640 },
	{ width: 853, height: 533 },
	{ width: 640, height: 400 },
] as const;

const LONG = '/home/somebody/projects/observations/archive/2025/northern-stations/readings';

describe('with little room', () => {
	let face: OpenFace;
	let places: readonly string[] = [];
	const go = async (hash: string): Promise<void> => {
		await face.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
		await face.page.waitForFunction(`location.hash.startsWith(${JSON.stringify(hash.split('?')[0])})`);
		await settled(face.page);
	};
	const asker = async (name: string, version = '1.4.0-beta.2'): Promise<string> => {
		const path = join(scratch.path, `${name}-${version}`);
		mkdirSync(path);
		const security_policy = {
			allow_file_system: true,
			allowed_paths: [LONG, '/tmp/short:ro'],
			allow_network: true,
			allowed_hosts: ['api.measurements.example.org', '*.example.net'],
			allow_env_vars: true,
			allowed_env_vars: ['MEASUREMENTS_API_TOKEN'],
		};
		const metadata = { description: 'Looks stations up in a table and asks a server for what the table lacks.' };
		const told = {
			...{ id: 'org.example.measurements.station-lookup', version, host: '>=0.1 <4' },
			reasons: {
				allowed_paths: {
					en: 'The table of stations lies there, and is looked up first.',
					'zh-CN': '站点表位于该处，会首先查询。',
				},
				'*.example.net': 'Mirrors, which are asked only if the server does not answer.',
				max_memory: { en: 'The whole table is kept in memory.', 'zh-CN': '整张表都保存在内存中。' },
			},
			optional: ['*.example.net', 'MEASUREMENTS_API_TOKEN'],
			input_schema: {
				type: 'object',
				properties: { station_identifier_of_the_network: { type: ['string', 'integer'] }, height: { type: 'number' } },
				required: ['station_identifier_of_the_network'],
			},
		};
		const manifest = {
			...told,
			name,
			type: 'processor',
			module_path: './p.wasm',
			security_policy,
			metadata,
		};
		writeFileSync(join(path, 'plugin.json'), JSON.stringify(manifest));
		writeFileSync(
			join(path, 'p.wasm'),
			await wat(
				'(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) unreachable))',
			),
		);
		return path;
	};
	let asking = '';
	let template = '';
	beforeAll(async () => {
		asking = await asker('asks-as-much');
		const installed = await asker('asks-for-a-great-deal');
		face = await openFace('browser', async (core) => {
			await core.request('samples.run', {});
			const path = installed;
			const grant = {
				...lockedDown,
				allow_file_system: true,
				allowed_paths: [`${LONG}:ro`],
				allowed_hosts: ['a.example'],
			};
			await core.request('plugins.install', { path, grant });
			const kept = await core.request('templates.save', { name: 'reads-a-great-deal', policy: grant, note: LONG });
			template = kept.ok ? kept.data.id : '';
			const components = [{ name: 'csv-source' }, { name: 'asks-for-a-great-deal' }, { name: 'group-by' }];
			const definition = { name: 'damage-by-state-of-the-northern-stations', description: LONG, components };
			await core.request('flows.save', { flow: { definition } });
			const gone = await core.request('templates.save', { name: 'read-a-great-deal-once', policy: grant, note: LONG });
			if (gone.ok) await core.request('templates.remove', { id: gone.data.id });
			for (let index = 0; index < 4; index++)
				await core.request('plugins.call', { name: 'asks-for-a-great-deal', fn: 'process_data', input: '{}' });
			const runs = await core.request('runs.list', { plugin: 'asks-for-a-great-deal', limit: 1 });
			if (runs.ok) await core.request('runs.remove', { ids: runs.data.runs.map(({ id }) => id) });
			await core.request('plugins.install', { path: await asker('asked-for-a-great-deal-and-is-uninstalled') });
			await core.request('plugins.uninstall', { name: 'asked-for-a-great-deal-and-is-uninstalled' });
			const packages = join(scratch.path, `packages-of-${LONG.replaceAll('/', '-')}`);
			mkdirSync(packages);
			const newer = await asker('asks-for-a-great-deal', '2.0.0');
			const notListed = await asker('asks-for-as-much-and-is-not-installed');
			for (const each of [newer, notListed]) await core.request('plugins.pack', { path: each, to: packages });
			writeFileSync(join(packages, 'broken-and-with-quite-a-long-name-of-its-own.dfplugin'), '');
			await core.request('settings.set', { key: 'update_source', value: packages });
			await core.request('catalogue.read', {});
			await core.request('settings.set', { key: 'first_start_done', value: true });
		});
		const runs = await face.core?.request('runs.list', {});
		const [failed, other] = runs?.ok === true ? runs.data.runs : [];
		const chain = runs?.ok === true ? runs.data.runs.find(({ kind }) => kind === 'chain') : undefined;
		const plugin = '#/plugins/asks-for-a-great-deal';
		places = [
			'#/plugins',
			plugin,
			...['policy', 'policy?view=json', 'test', 'runs', 'versions', 'logs', 'develop'].map((tab) => `${plugin}/${tab}`),
			'#/run?plugin=row-filter',
			'#/flows',
			'#/flows/edit?name=damage-by-state-of-the-northern-stations',
			'#/runs',
			'#/runs/quarantine',
			'#/runs/trash',
			'#/runs/trash?of=plugins',
			'#/runs/trash?of=templates',
			`#/runs/${chain?.id}`,
			`#/runs/${failed?.id}`,
			`#/runs/${failed?.id}/compare/${other?.id}`,
			'#/policies',
			'#/policies/templates',
			`#/policies/templates/${template}`,
			'#/catalogue',
			'#/catalogue/updates',
			'#/settings',
			'#/welcome',
		];
	});
	afterAll(() => face.close());

	it('shows every screen whole in a window of any size, from the largest to the smallest and back', async () => {
		const cut: Record<string, readonly string[]> = {};
		// Every other screen is opened in the smallest window: what is drawn there at first is looked at as well.
		for (const [index, place] of places.entries()) {
			const sizes = index % 2 === 0 ? rooms : rooms.toReversed();
			for (const [step, { width, height }] of sizes.entries()) {
				await face.page.setViewportSize({ width, height });
				await (step === 0 ? go(place) : settled(face.page));
				const found = await whatIsCut(face.page);
				if (found.length > 0) cut[`${place} at ${width} by ${height}`] = found;
				await draw(face.page, `${width}-${String(index).padStart(2, '0')}`);
			}
		}
		expect(cut).toEqual({});
	});

	it.each(rooms)('a review can be read and decided at $width by $height', async ({ width, height }) => {
		const { page } = face;
		await page.setViewportSize({ width, height });
		await go('#/plugins');
		await page.getByRole('button', { name: 'Install', exact: true }).first().click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('textbox').fill(asking);
		await dialog.getByRole('textbox').press('Enter');
		await dialog.getByText(LONG).first().waitFor();
		await settled(page);
		const found = await whatIsCut(page);
		await draw(page, `${width}-review`);
		await dialog.press('Escape');
		await dialog.waitFor({ state: 'detached' });
		expect(found).toEqual([]);
	});
});
