import type { FoundPlugin, VersionsAnswer } from '../../shared/api/catalogue-routes.ts';
import type { IndexedPlugin, IndexedVersion } from '../../shared/api/package-index.ts';
import type { WireError } from '../../shared/errors/errors.ts';
import type { ComponentType } from '../../shared/plugin/component-type.ts';
import { describeRequests } from '../policy/describe-requests.ts';
import { unsuitable } from '../registry/manifest/suitability.ts';
import type { Registry } from '../registry/registry.ts';
import { offeredFor, offeredOf, type UpdateDeps } from './find-updates.ts';
import { isFor, newestFirst, orderOf } from './offered-versions.ts';
import type { Source } from './open-source.ts';
import { notOffered } from './refuse-source.ts';

const MOST_FOUND = 200;
const MOST_VERSIONS = 200;

/** What a source has that says every word of a text somewhere, by name. */
export function searchSource(
	{ ownPlaces, registry, program }: Pick<UpdateDeps, 'ownPlaces' | 'program'> & { readonly registry: Registry },
	{ index }: Source,
	text: string,
	type?: ComponentType,
): readonly FoundPlugin[] {
	const words = text
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '');
	const installed = registry.list();
	return index.plugins
		.map((plugin) => ({ plugin, newest: newestOf(plugin, program) }))
		.filter(({ plugin, newest }) => {
			if (type !== undefined && newest.type !== type) return false;
			const said = saidOf(plugin, newest);
			return words.every((word) => said.includes(word));
		})
		.toSorted((a, b) => (a.plugin.name < b.plugin.name ? -1 : 1))
		.slice(0, MOST_FOUND)
		.map(({ plugin, newest }) => {
			const record = installed.find((each) => offeredFor({ plugins: [plugin] }, each) !== null);
			return {
				name: plugin.name,
				id: plugin.id ?? null,
				newest: offeredOf(newest),
				blocked: whyNot(plugin, newest, program),
				versions: plugin.versions.length,
				asks: describeRequests(newest.asks, ownPlaces()),
				installed: record?.current?.label ?? null,
				installedAs: record?.name ?? null,
			};
		});
}

/** What a source has of the plugin with a name, or of the installed one with it. Throws `not_found` where it has none. */
export function versionsOf(
	{ registry, program }: Pick<UpdateDeps, 'program'> & { readonly registry: Registry },
	{ index, shown }: Source,
	name: string,
): VersionsAnswer {
	const record = registry.get(name);
	const plugin = record === null ? index.plugins.find((each) => each.name === name) : offeredFor(index, record);
	if (plugin === undefined || plugin === null) throw notOffered(name, shown);
	const versions = inOrder(plugin).slice(0, MOST_VERSIONS);
	return {
		name: plugin.name,
		versions: versions.map((each) => ({ ...offeredOf(each), blocked: whyNot(plugin, each, program) })),
	};
}

/** That is for this program; where none is, the newest. */
function newestOf(plugin: IndexedPlugin, program: string): IndexedVersion {
	const versions = inOrder(plugin);
	const newest = versions.find((version) => isFor(plugin, version, program)) ?? versions[0];
	if (newest === undefined) throw new Error('an index has a plugin without a version');
	return newest;
}

function whyNot({ name }: IndexedPlugin, { host, abi_version }: IndexedVersion, program: string): WireError | null {
	return unsuitable({ name, host, abi_version }, program);
}

/** Released versions, then those under development; what is no semantic version comes last, as the index has it. */
function inOrder({ versions }: IndexedPlugin): readonly IndexedVersion[] {
	const newest = newestFirst(versions);
	const released: IndexedVersion[] = [];
	const others: IndexedVersion[] = [];
	for (const version of newest) (orderOf(version)?.prerelease.length === 0 ? released : others).push(version);
	return [...released, ...others];
}

function saidOf({ name, id }: IndexedPlugin, { type, description, asks }: IndexedVersion): string {
	const reach = Object.values(asks).flatMap((value) => (Array.isArray(value) ? value : []));
	return [name, id ?? '', type, description ?? '', ...reach].join('\n').toLowerCase();
}
