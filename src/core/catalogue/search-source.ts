import { rcompare, valid } from 'semver';
import type { FoundPlugin } from '../../shared/api/catalogue-routes.ts';
import type { IndexedPlugin, IndexedVersion } from '../../shared/api/package-index.ts';
import { describeRequests } from '../policy/describe-requests.ts';
import type { Registry } from '../registry/registry.ts';
import { offeredFor, offeredOf, type UpdateDeps } from './find-updates.ts';
import type { Source } from './open-source.ts';

const MOST_FOUND = 200;

/** What a source has that says every word of a text somewhere, by name. */
export function searchSource(
	{ ownPlaces, registry }: Pick<UpdateDeps, 'ownPlaces'> & { readonly registry: Registry },
	{ index }: Source,
	text: string,
): readonly FoundPlugin[] {
	const words = text
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '');
	const installed = registry.list();
	return index.plugins
		.map((plugin) => ({ plugin, newest: newestOf(plugin) }))
		.filter(({ plugin, newest }) => {
			const said = saidOf(plugin, newest);
			return words.every((word) => said.includes(word));
		})
		.toSorted((a, b) => (a.plugin.name < b.plugin.name ? -1 : 1))
		.slice(0, MOST_FOUND)
		.map(({ plugin, newest }) => ({
			name: plugin.name,
			id: plugin.id ?? null,
			newest: offeredOf(newest),
			versions: plugin.versions.length,
			asks: describeRequests(newest.asks, ownPlaces()),
			installed: installed.find((record) => offeredFor({ plugins: [plugin] }, record) !== null)?.current?.label ?? null,
		}));
}

/** The newest semantic version; where there is none, the first that the index names. */
function newestOf({ versions }: IndexedPlugin): IndexedVersion {
	const [newest = versions[0]] = versions
		.filter(({ version }) => valid(version) !== null)
		.toSorted((a, b) => rcompare(a.version, b.version));
	if (newest === undefined) throw new Error('an index has a plugin without a version');
	return newest;
}

function saidOf({ name, id }: IndexedPlugin, { type, description, asks }: IndexedVersion): string {
	const reach = Object.values(asks).flatMap((value) => (Array.isArray(value) ? value : []));
	return [name, id ?? '', type, description ?? '', ...reach].join('\n').toLowerCase();
}
