import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Core } from '../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../src/shared/api/routes.ts';
import type { FlowComponent } from '../../src/shared/flow/flow-file.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type Misbehaviour, misbehavingPlugin } from '../demo/misbehaving.ts';

/** Runs of the example, so that the charts have something to show. */
const CALLS = 24;

type Ask = <N extends RouteName>(route: N, input: RouteInput<N>) => Promise<RouteOutput<N>>;

/** Fills a data folder with what a person would have after a day: real runs over real data, refusals, failures. */
export async function prepare(core: Core, folder: string): Promise<void> {
	const ask: Ask = async (route, input) => {
		const answer = await core.request(route, input);
		if (answer.ok) return answer.data;
		throw new Error(`${route}: ${answer.error.message}`);
	};
	await ask('samples.install', {});
	await ask('samples.run', {});
	await aFlow(ask, folder);
	const tickets = join(folder, 'tickets.ndjson');
	const lines = Array.from(
		{ length: 20_000 },
		(_, index) =>
			`{"ticket":${index},"from":"user${index}@example.com","text":"Call me on +1 202 555 01${String(index % 90).padStart(2, '0')}"}`,
	);
	writeFileSync(tickets, `${lines.join('\n')}\n`);
	await ask('streams.run', {
		plugin: 'pii-redactor',
		input: { kind: 'file', path: tickets },
		output: { kind: 'file', path: join(folder, 'clean.ndjson') },
		trigger: 'window',
	});
	for (let index = 0; index < CALLS; index += 1) {
		await ask('plugins.call', {
			name: 'pii-redactor',
			fn: 'process_data',
			input: JSON.stringify({ note: `mail user${index}@example.com or call +1 202 555 0172` }),
			trigger: index % 3 === 0 ? 'cli' : 'window',
		});
	}
	const kinds: readonly Misbehaviour[] = ['endless-loop', 'memory-bomb', 'file-thief', 'steady'];
	for (const kind of kinds) {
		const path = await misbehavingPlugin(join(folder, 'sources'), kind);
		await ask('plugins.install', {
			path,
			grant: { ...lockedDown, max_memory: 4 * 1024 * 1024, max_execution_time: 500 },
		});
		// Each fails in its own way, which is what is to be seen.
		await core.request('plugins.call', { name: kind, fn: 'process_data', input: '{}', trigger: 'window' });
	}
	// An update that appears in the folder and does not start: the version before it stays.
	const update = await misbehavingPlugin(join(folder, 'sources'), 'steady-broken', 'steady');
	const { pluginsDir } = await ask('stats.get', {});
	cpSync(update, join(pluginsDir, 'steady'), { recursive: true });
	await core.request('plugins.reload', { name: 'steady' });
	await ask('plugins.disable', { name: 'memory-bomb' });
	for (const name of ['pii-redactor', 'memory-bomb']) await ask('plugins.preload', { name, preload: true });
	await offerPackages(ask, folder);
	await ask('settings.set', { key: 'first_start_done', value: true });
}

/** A source that has a newer version of one plugin, and others as they are. */
async function offerPackages(ask: Ask, folder: string): Promise<void> {
	const packages = join(folder, 'packages');
	mkdirSync(packages);
	const { pluginsDir } = await ask('stats.get', {});
	for (const name of ['pii-redactor', 'row-filter']) {
		await ask('plugins.pack', { path: join(pluginsDir, name), to: packages });
	}
	const newer = join(folder, 'sources', 'geo-lookup');
	cpSync(join(pluginsDir, 'pii-redactor'), newer, { recursive: true });
	const file = join(newer, 'plugin.json');
	const manifest = JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: string };
	const reach = { allow_network: true, allowed_hosts: ['api.example.com'] };
	const next = { ...manifest, version: '9.0.0', security_policy: reach };
	writeFileSync(file, JSON.stringify(next));
	writeFileSync(join(newer, 'CHANGELOG.md'), '# Changes\n\n## 9.0.0 - 2026-05-01\n\nLooks names up in a register.\n');
	await ask('plugins.pack', { path: newer, to: packages });
	await ask('settings.set', { key: 'update_source', value: packages });
	await ask('catalogue.read', {});
}

/** A flow with two branches that was run, in which a plugin crashed on some records: those are in the quarantine. */
async function aFlow(ask: Ask, folder: string): Promise<void> {
	const careless = await misbehavingPlugin(join(folder, 'sources'), 'careless');
	await ask('plugins.install', {
		path: careless,
		grant: { ...lockedDown, max_memory: 4 * 1024 * 1024, max_execution_time: 500 },
	});
	const { places } = await ask('files.browse', {});
	const samples = places.find(({ name }) => name === 'samples')?.path ?? '';
	const where = { field: 'Effect Amount of damage', op: 'ne', value: 'None' };
	const byState = { group_by: ['Origin State'], aggregates: [{ op: 'count', as: 'strikes' }] };
	const components: readonly FlowComponent[] = [
		{ name: 'strikes', use: 'read-file', config: { path: join(samples, 'birdstrikes.csv') } },
		{ name: 'careless', inputs: ['strikes'], on_error: 'quarantine', config: {} },
		{ name: 'damaged', plugin: 'row-filter', inputs: ['careless'], config: { where } },
		{ name: 'by-state', plugin: 'group-by', inputs: ['damaged'], config: byState },
		{ name: 'states', use: 'write-file', inputs: ['by-state'], config: { path: join(folder, 'by-state.ndjson') } },
		{ name: 'rest', use: 'write-file', inputs: ['damaged.dropped'], config: { path: join(folder, 'rest.csv.gz') } },
	];
	const description = 'Damage by state; what did no damage goes into a file of its own';
	const definition = { name: 'bird-strikes', description, components: [...components] };
	await ask('flows.save', { flow: { definition } });
	await ask('flows.run', { flow: { name: 'bird-strikes' }, trigger: 'window' });
	const when = { cron: '30 7 * * 1-5' };
	await ask('triggers.set', { flow: 'bird-strikes', trigger: { kind: 'schedule', when } });
}
