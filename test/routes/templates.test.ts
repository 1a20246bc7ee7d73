import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitFieldsOf, limitNames, policyLimits } from '../../src/shared/policy/policy-limits.ts';
import { fieldsOf, type PowerName, powerNames } from '../../src/shared/policy/powers.ts';
import { lockedDown, type SecurityPolicy } from '../../src/shared/policy/security-policy.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
const plugins = ['alpha', 'beta', 'gamma'];
beforeAll(async () => {
	scratch = await scratchCore({ spares: 0 });
	const manifests = [{}, { memory_limit: 1 << 20, timeout_ms: 500 }, { security_policy: { max_memory: 1 << 26 } }];
	for (const [at, name] of plugins.entries()) {
		await scratch.ask('plugins.install', { path: await scratch.plugin(name, answering('1'), manifests[at]) });
	}
});
afterAll(() => scratch.dispose());

const reads: SecurityPolicy = { ...lockedDown, allow_file_system: true, allowed_paths: ['/srv/reports:ro'] };
const hosts: SecurityPolicy = { ...lockedDown, allow_network: true, allowed_hosts: ['api.example.com'] };
const all = plugins.map((name) => ({ name }));
const inForce = (): Promise<readonly SecurityPolicy[]> =>
	Promise.all(plugins.map(async (name) => (await scratch.ask('policy.show', { name })).effective));

/** Nothing is left of the test before. */
async function fresh(name: string, policy: SecurityPolicy): Promise<string> {
	for (const { template } of await scratch.ask('templates.list', {})) {
		await scratch.ask('templates.remove', { id: template.id });
	}
	for (const plugin of plugins) await scratch.ask('policy.set', { name: plugin, policy: lockedDown });
	return (await scratch.ask('templates.save', { name, policy })).id;
}

const entries: Readonly<Record<PowerName, readonly string[]>> = {
	files: ['/srv/in:ro', '/srv/out', './mine', '/srv/in'],
	network: ['a.example.com', '*.example.org', 'http://10.0.0.1:8080'],
	environment: ['API_TOKEN', 'HOME'],
};
const policies: fc.Arbitrary<SecurityPolicy> = fc
	.record({
		on: fc.record(Object.fromEntries(powerNames.map((power) => [power, fc.boolean()]))),
		lists: fc.record(Object.fromEntries(powerNames.map((power) => [power, fc.subarray([...entries[power]])]))),
		limits: fc.record(
			Object.fromEntries(
				limitNames.map((name) => [name, fc.integer({ min: policyLimits[name].min, max: policyLimits[name].max })]),
			),
		),
	})
	.map(({ on, lists, limits }) => ({
		...fieldsOf((power) => ({ on: on[power] === true, entries: lists[power] ?? [] })),
		...limitFieldsOf((name) => limits[name] ?? 0),
	}));

describe('a policy template', () => {
	it('is kept under a permanent id, and another version is another policy alone', async () => {
		const id = await fresh('reports', reads);
		const renamed = await scratch.ask('templates.save', { id, name: 'all-reports', note: 'monthly' });
		expect(renamed).toMatchObject({ id, version: 1, name: 'all-reports', note: 'monthly', policy: reads });
		expect(await scratch.ask('templates.save', { id, policy: hosts })).toMatchObject({ version: 2, policy: hosts });
		expect(await scratch.ask('templates.save', { id, policy: hosts })).toMatchObject({ version: 2 });
		expect(await scratch.fail('templates.save', { id, policy: reads, expectedVersion: 1 })).toMatchObject({
			code: 'conflict',
			details: { reason: 'template_changed', current: 2 },
		});
		await scratch.restart();
		expect((await scratch.ask('templates.get', { name: 'all-reports' })).template).toMatchObject({ id, version: 2 });
		expect((await scratch.fail('templates.get', { name: 'al-reports' })).message).toContain(
			'did you mean "all-reports"?',
		);
	});

	it('is refused as a grant is: a name that is taken or no name, an entry that is none, the program’s own places', async () => {
		await fresh('reports', reads);
		expect(await scratch.fail('templates.save', { name: 'reports', policy: hosts })).toMatchObject({
			code: 'conflict',
			details: { reason: 'template_name_taken' },
		});
		for (const name of ['Reports', 'a b', '', 'con']) {
			expect(await scratch.fail('templates.save', { name, policy: hosts })).toMatchObject({ code: 'invalid_input' });
		}
		const own = join(scratch.folder, 'data/plugins');
		for (const [entry, reason] of [
			[own, 'policy_own_files'],
			[`${own}:ro`, 'policy_own_files'],
			['a\0b', 'policy_invalid'],
		] as const) {
			const policy = { ...lockedDown, allow_file_system: true, allowed_paths: [entry] };
			expect(await scratch.fail('templates.save', { name: 'x', policy })).toMatchObject({
				code: 'configuration',
				details: { reason },
			});
		}
		expect(await scratch.ask('templates.list', {})).toHaveLength(1);
	});

	it('that was deleted comes back as it was', async () => {
		const id = await fresh('reports', reads);
		const gone = await scratch.ask('templates.remove', { id });
		expect(await scratch.ask('templates.list', {})).toEqual([]);
		expect(await scratch.ask('templates.restore', { template: gone })).toEqual(gone);
		expect((await scratch.ask('templates.get', { id })).template).toEqual(gone);
	});

	it('that was deleted is in the trash over restarts, and in nothing where the trash keeps nothing', async () => {
		const id = await fresh('reports', reads);
		await scratch.ask('templates.purge', {});
		const gone = await scratch.ask('templates.remove', { id });
		await scratch.restart();
		expect(await scratch.ask('templates.deleted', {})).toEqual([{ template: gone, deletedAt: expect.any(Number) }]);
		await scratch.ask('templates.save', { name: 'reports', policy: hosts });
		expect(await scratch.fail('templates.restore', { template: gone })).toMatchObject({
			details: { reason: 'template_name_taken' },
		});
		expect(await scratch.ask('templates.deleted', {})).toHaveLength(1);
		const back = await scratch.ask('templates.restore', { template: { ...gone, name: 'reports-2' } });
		expect(back).toEqual({ ...gone, name: 'reports-2' });
		expect(await scratch.ask('templates.deleted', {})).toEqual([]);
		await scratch.ask('settings.set', { key: 'trash_ms', value: 0 });
		await scratch.ask('templates.remove', { id });
		expect(await scratch.ask('templates.deleted', {})).toEqual([]);
	});
});

describe('the trash of templates', () => {
	it('is emptied of some or of all, and every face is told', async () => {
		await scratch.ask('settings.set', { key: 'trash_ms', value: 60_000 });
		await fresh('zero', reads);
		await scratch.ask('templates.purge', {});
		const heard: string[] = [];
		const stop = scratch.core().on('trash.changed', ({ of }) => heard.push(of));
		const ids: string[] = [];
		for (const name of ['one', 'two', 'three'])
			ids.push((await scratch.ask('templates.save', { name, policy: reads })).id);
		for (const id of ids) await scratch.ask('templates.remove', { id });
		const left = async () => (await scratch.ask('templates.deleted', {})).map(({ template }) => template.id).toSorted();
		expect(await left()).toEqual(ids.toSorted());
		const [first = '', ...others] = ids;
		expect(await scratch.ask('templates.purge', { ids: [first, 'ffffffffffff'] })).toEqual({ removed: 1 });
		expect(await left()).toEqual(others.toSorted());
		expect(await scratch.ask('templates.purge', { ids: [] })).toEqual({ removed: 0 });
		expect(await scratch.ask('templates.purge', {})).toEqual({ removed: 2 });
		expect(await left()).toEqual([]);
		expect(heard).toEqual(['templates', 'templates', 'templates']);
		stop();
	});
});

describe('applying a template', () => {
	it('puts in force what its preview says, for every policy', async () => {
		await fc.assert(
			fc.asyncProperty(policies, policies, async (before, policy) => {
				const id = await fresh('any', policy);
				await scratch.ask('policy.set', { name: 'alpha', policy: before });
				const preview = await scratch.ask('templates.preview', { id, plugins });
				const compared = await scratch.ask('policy.compare', { before, after: policy });
				expect(preview.plugins[0]).toMatchObject({ before, changes: compared, same: false, problem: null });
				await scratch.ask('templates.apply', {
					id,
					plugins: preview.plugins.map(({ plugin, grantVersion }) => ({ name: plugin, expectedVersion: grantVersion })),
				});
				expect(await inForce()).toEqual(preview.plugins.map(({ effective }) => effective));
				const again = await scratch.ask('templates.preview', { id, plugins });
				expect(again.plugins.map(({ same }) => same)).toEqual([true, true, true]);
			}),
			{ numRuns: 25 },
		);
	});

	it('says what goes beyond what a plugin asks for, and what its own limits narrow', async () => {
		const id = await fresh('wide', { ...hosts, max_memory: 1 << 30 });
		const { plugins: lines } = await scratch.ask('templates.preview', { id, plugins });
		expect(lines.map(({ beyond }) => beyond.map(({ subject }) => subject.kind))).toEqual(
			plugins.map(() => ['host', 'memory']),
		);
		expect(lines[1]?.effective.max_memory).toBe(1 << 20);
	});

	it('is written into each grant’s history, and a later version changes no grant by itself', async () => {
		const id = await fresh('reports', reads);
		const { application } = await scratch.ask('templates.apply', { id, plugins: all, note: 'audit' });
		const [newest] = await scratch.ask('policy.history', { name: 'beta' });
		expect(newest).toMatchObject({ note: 'audit', origin: { template: id, name: 'reports', version: 1, application } });
		await scratch.ask('templates.save', { id, name: 'renamed', policy: hosts });
		expect((await scratch.ask('policy.show', { name: 'beta' })).granted?.policy).toEqual(reads);
		const { template, uses } = await scratch.ask('templates.get', { id });
		expect(uses.map(({ plugin, version }) => [plugin, version < template.version])).toEqual(
			plugins.map((plugin) => [plugin, true]),
		);
		await scratch.ask('policy.set', { name: 'beta', policy: lockedDown });
		expect((await scratch.ask('templates.get', { id })).uses.map(({ plugin }) => plugin)).toEqual(['alpha', 'gamma']);
	});

	it('changes all grants or none', async () => {
		const id = await fresh('reports', reads);
		const before = await Promise.all(plugins.map((name) => scratch.ask('policy.history', { name })));
		const stale = [{ name: 'alpha' }, { name: 'beta' }, { name: 'gamma', expectedVersion: 1 }];
		expect(await scratch.fail('templates.apply', { id, plugins: stale })).toMatchObject({
			code: 'conflict',
			details: { reason: 'policy_changed', plugin: 'gamma' },
		});
		expect(await scratch.fail('templates.apply', { id, plugins: [...all, { name: 'nobody' }] })).toMatchObject({
			code: 'not_found',
		});
		expect(await scratch.fail('templates.apply', { id, plugins: all, version: 2 })).toMatchObject({ code: 'conflict' });
		expect(await Promise.all(plugins.map((name) => scratch.ask('policy.history', { name })))).toEqual(before);
	});

	it('is undone as a whole, except where somebody decided since', async () => {
		const id = await fresh('reports', reads);
		await scratch.ask('policy.set', { name: 'alpha', policy: hosts });
		const { application } = await scratch.ask('templates.apply', { id, plugins: all });
		await scratch.ask('policy.set', { name: 'gamma', policy: hosts });
		expect(await scratch.ask('templates.undo', { application })).toEqual({
			undone: ['alpha', 'beta'],
			left: ['gamma'],
		});
		const granted = await Promise.all(plugins.map((name) => scratch.ask('policy.show', { name })));
		expect(granted.map((one) => one.granted?.policy)).toEqual([hosts, lockedDown, hosts]);
		expect(await scratch.fail('templates.undo', { application })).toMatchObject({ code: 'not_found' });
	});

	it('gives back the template that was there before', async () => {
		const id = await fresh('reports', reads);
		await scratch.ask('templates.apply', { id, plugins: all });
		await scratch.ask('templates.save', { id, policy: hosts });
		const { application } = await scratch.ask('templates.apply', { id, plugins: all });
		await scratch.ask('templates.undo', { application });
		expect((await scratch.ask('templates.get', { id })).uses.map(({ version }) => version)).toEqual([1, 1, 1]);
	});
});

describe('a file of templates', () => {
	const file = (templates: readonly object[], more: object = {}): string =>
		JSON.stringify({ $schema: 'dataflare/policy-templates', format: 1, templates, ...more });

	it('that was exported is imported as the same templates', async () => {
		await fresh('reports', reads);
		await scratch.ask('templates.save', { name: 'api', policy: hosts, note: 'α' });
		const { text } = await scratch.ask('templates.export', {});
		await fresh('left', lockedDown);
		expect(await scratch.ask('templates.import', { text })).toMatchObject({
			made: [
				{ name: 'api', note: 'α', policy: hosts },
				{ name: 'reports', policy: reads },
			],
		});
		expect((await scratch.ask('templates.import', { text })).skipped).toEqual(['api', 'reports']);
	});

	it('grants nothing to anybody, and shows each entry before it is kept', async () => {
		await fresh('left', lockedDown);
		const before = await inForce();
		const text = file([{ name: 'reports', policy: reads }]);
		const { templates } = await scratch.ask('templates.offered', { text });
		expect(templates[0]?.described.asks.map(({ entry }) => entry)).toEqual(['/srv/reports:ro']);
		expect(await scratch.ask('templates.list', {})).toHaveLength(1);
		await scratch.ask('templates.import', { text });
		expect(await inForce()).toEqual(before);
	});

	it('does with names that are taken what was chosen, and nothing where nothing was', async () => {
		const id = await fresh('reports', reads);
		const text = file([
			{ name: 'reports', policy: hosts },
			{ name: 'new', policy: reads },
		]);
		expect(await scratch.fail('templates.import', { text })).toMatchObject({
			code: 'conflict',
			details: { reason: 'templates_collide', names: ['reports'] },
		});
		expect(await scratch.ask('templates.list', {})).toHaveLength(1);
		const both = await scratch.ask('templates.import', { text, choices: { reports: 'both' } });
		expect(both.made.map(({ name }) => name)).toEqual(['reports-2', 'new']);
		expect(await scratch.ask('templates.import', { text, others: 'skip' })).toMatchObject({
			skipped: ['reports', 'new'],
		});
		const { replaced } = await scratch.ask('templates.import', { text, others: 'replace' });
		expect(replaced).toMatchObject([{ id, version: 2, policy: hosts }]);
	});

	it('is refused whole for one thing that is wrong in it, naming it', async () => {
		await fresh('left', lockedDown);
		const own = join(scratch.folder, 'data');
		const deep = `${'['.repeat(200)}${']'.repeat(200)}`;
		const cases: readonly (readonly [text: string, reason: string, said: RegExp])[] = [
			['', 'templates_not_json', /not JSON/],
			['{"$schema":', 'templates_not_json', /line 1/],
			['[]', 'templates_invalid', /object/],
			[file([]), 'templates_invalid', /at least 1 entry/],
			[
				JSON.stringify({ $schema: 'other', format: 1, templates: [] }),
				'templates_invalid',
				/dataflare\/policy-templates/,
			],
			[file([{ name: 'a', policy: {} }], { format: 2 }), 'templates_invalid', /expected 1/],
			[file([{ name: 'a', policy: {} }], { grants: [] }), 'templates_invalid', /grants.*not a known key/],
			[file([{ name: 'a', policy: { allowed_pathes: [] } }]), 'templates_invalid', /did you mean "allowed_paths"/],
			[file([{ name: 'a', plugins: ['alpha'], policy: {} }]), 'templates_invalid', /plugins.*not a known key/],
			[file([{ name: 'A b', policy: {} }]), 'templates_invalid', /a-z/],
			[
				file([
					{ name: 'a', policy: {} },
					{ name: 'a', policy: {} },
				]),
				'templates_invalid',
				/twice/,
			],
			['{"format":1,"format":1}', 'templates_invalid', /twice/],
			['{"__proto__":1}', 'templates_invalid', /not allowed as a key/],
			[deep, 'templates_invalid', /nested deeper/],
			[file(Array.from({ length: 201 }, (_, at) => ({ name: `n${at}`, policy: {} }))), 'templates_invalid', /200/],
			[JSON.stringify(Array.from({ length: 30_000 }, () => 1)), 'templates_invalid', /20,000/],
			[' '.repeat(4 * 1024 * 1024 + 1), 'templates_too_large', /4 MiB/],
			[
				file([
					{ name: 'ok', policy: {} },
					{ name: 'a', policy: { allowed_paths: [own] } },
				]),
				'policy_own_files',
				/DataFlare itself/,
			],
			[
				file([
					{ name: 'ok', policy: {} },
					{ name: 'a', policy: { allowed_hosts: ['*'] } },
				]),
				'policy_invalid',
				/allowed_hosts\[0\]/,
			],
		];
		for (const [text, reason, said] of cases) {
			const error = await scratch.fail('templates.import', { text });
			expect([error.details?.['reason'], error.message]).toEqual([reason, expect.stringMatching(said)]);
			expect(error.hint).toBeTruthy();
		}
		expect(await scratch.ask('templates.list', {})).toHaveLength(1);
	});
});
