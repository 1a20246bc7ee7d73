import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Core, createCore } from '../../../src/core/index.ts';
import type { RouteInput } from '../../../src/shared/api/routes.ts';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import { ourGuest } from '../../guests.ts';
import type { Files } from '../tasks.ts';
import { grouping, late } from './job.ts';

type Definition = Extract<RouteInput<'flows.run'>['flow'], { definition: unknown }>['definition'];
type Component = Definition['components'][number];

const root = resolve(import.meta.dirname, '../../..');
const out = join(root, 'out/main');
const MEMORY_BYTES = 67_108_864;

/** An engine on a folder of its own, with the plugins of the job; each plugin has a process of its own, as a person has them. */
export async function engineIn(folder: string, { input, output }: Files): Promise<Core> {
	const core = await createCore({
		dataDir: join(folder, 'data'),
		sandboxEntry: join(out, 'sandbox.mjs'),
		reaperEntry: join(out, 'reaper.mjs'),
		resourcesDir: join(root, 'resources'),
		triggers: false,
		watch: false,
	});
	const bundled = (name: string): string => join(root, 'resources/plugins', name);
	const reads = { allow_file_system: true, allowed_paths: [`${dirname(input)}/`] };
	const writes = { allow_file_system: true, allowed_paths: [`${dirname(output)}/`] };
	const plugins: readonly (readonly [string, object])[] = [
		[bundled('csv-source'), reads],
		[bundled('row-filter'), {}],
		[bundled('group-by'), {}],
		[bundled('file-writer'), writes],
		[await passThrough(folder), {}],
	];
	for (const [path, more] of plugins) {
		const grant = { ...lockedDown, max_memory: MEMORY_BYTES, max_execution_time: 60_000, ...more };
		const answer = await core.request('plugins.install', { path, grant });
		if (!answer.ok) throw new Error(answer.error.message);
	}
	return core;
}

async function passThrough(folder: string): Promise<string> {
	const plugin = join(folder, 'pass-through');
	mkdirSync(plugin, { recursive: true });
	writeFileSync(join(plugin, 'pass-through.wasm'), await ourGuest());
	const manifest = {
		name: 'pass-through',
		type: 'transformer',
		module_path: './pass-through.wasm',
		encoding: 'ndjson',
		batch: true,
	};
	writeFileSync(join(plugin, 'plugin.json'), JSON.stringify(manifest));
	return plugin;
}

const filter: Component = { name: 'late', plugin: 'row-filter', config: { where: late } };
const group: Component = { name: 'groups', plugin: 'group-by', config: grouping };
const reader = (path: string): Component => ({ name: 'in', use: 'read-file', config: { path } });
const writer = (path: string): Component => ({ name: 'out', use: 'write-file', config: { path } });

/** Reading and writing by the program itself. */
export function asFlow(core: Core, { input, output }: Files): Promise<RunDetail> {
	return flow(core, [reader(input), filter, group, writer(output)]);
}

/** The same with a plugin at each end. */
export async function asChain(core: Core, { input, output }: Files): Promise<RunDetail> {
	const definition = {
		name: 'chain',
		components: [
			{ name: 'csv-source', config: { path: input } },
			{ ...filter, name: 'row-filter' },
			{ ...group, name: 'group-by' },
			{ name: 'file-writer', config: { path: output } },
		].map(({ name, config }) => ({ name, config: config ?? {} })),
	};
	const answer = await core.request('chains.run', { chain: { definition } });
	if (!answer.ok) throw new Error(answer.error.message);
	return answer.data;
}

/** So many plugins in a row, each of which gives back what it got. */
export function asPassThroughs(core: Core, { input, output }: Files, count: number): Promise<RunDetail> {
	const stages = Array.from({ length: count }, (_, index) => ({ name: `pass-${index}`, plugin: 'pass-through' }));
	return flow(core, [reader(input), ...stages, writer(output)]);
}

async function flow(core: Core, components: readonly Component[]): Promise<RunDetail> {
	const definition = { name: 'bench', components: [...components] };
	const answer = await core.request('flows.run', { flow: { definition } });
	if (!answer.ok) throw new Error(answer.error.message);
	return answer.data;
}
