import { join, posix } from 'node:path';
import type { SampleAnswer } from '../../../shared/api/program-routes.ts';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { powers } from '../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import type { RunDetail, RunTrigger } from '../../../shared/run/run.ts';
import { readdir, readFile } from '../../files/user-files.ts';
import { HASH_LIST, parseHashList } from '../../registry/archive/hash-list.ts';
import { parseManifest } from '../../registry/package/parse-manifest.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Store } from '../../store/store.ts';
import { exampleChain, exampleData, exampleOutput, exampleSteps } from './example-chain.ts';

const AUTHOR = 'samples';

export interface SampleDeps {
	readonly registry: Registry;
	readonly store: Store;
	/** Where the program's own samples and data lie, absolute; null: it came without. */
	readonly resourcesDir: string | null;
}

interface Bundled {
	readonly manifest: Manifest;
	/** SHA-256 of its module; null: it has no list of hashes. */
	readonly module: string | null;
}

/** The plugins that come with the program. */
export async function listSamples(parts: SampleDeps): Promise<readonly SampleAnswer[]> {
	return (await bundledIn(pluginsOf(parts))).map((bundled) => {
		const { manifest } = bundled;
		const { description = '', 'x-translations': translations } = manifest.metadata;
		const current = parts.registry.get(manifest.name)?.current ?? null;
		return {
			name: manifest.name,
			type: manifest.type,
			description,
			...(translations === undefined ? {} : { 'x-translations': translations }),
			installed: parts.registry.get(manifest.name) !== null,
			isInUse: current !== null && isThat(bundled, current),
		};
	});
}

/** Whether module and manifest are those of a plugin that comes with the program, wherever they lie. */
export async function comesWithProgram(
	{ resourcesDir }: Pick<SampleDeps, 'resourcesDir'>,
	found: { readonly manifest: Manifest; readonly sha256: string },
): Promise<boolean> {
	if (resourcesDir === null) return false;
	// What cannot be read vouches for nothing.
	const all = await bundledIn(pluginsIn(resourcesDir)).catch(() => []);
	return all.some((bundled) => isThat(bundled, found));
}

function isThat(
	{ manifest, module }: Bundled,
	found: { readonly manifest: Manifest; readonly sha256: string },
): boolean {
	return found.sha256 === module && JSON.stringify(found.manifest) === JSON.stringify(manifest);
}

/** By name. */
async function bundledIn(folder: string): Promise<readonly Bundled[]> {
	const entries = await readdir(folder, { withFileTypes: true });
	const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
	return Promise.all(
		names.sort().map(async (name) => {
			const text = await readFile(join(folder, name, 'plugin.json'), 'utf8');
			const { manifest } = parseManifest(text, `${name}/plugin.json`);
			return { manifest, module: await moduleHash(join(folder, name), manifest.module_path) };
		}),
	);
}

/** As its list of hashes says; null: there is none. */
async function moduleHash(folder: string, path: string): Promise<string | null> {
	const list = await readFile(join(folder, HASH_LIST), 'utf8').catch(() => null);
	return list === null ? null : (parseHashList(folder, list).get(posix.normalize(path)) ?? null);
}

/** Installs samples that are not installed yet, everything denied but their limits. Rejects with `not_found`. */
export async function installSamples(
	parts: SampleDeps,
	names: readonly string[] | undefined,
): Promise<readonly PluginRecord[]> {
	const known = await listSamples(parts);
	const wanted = names ?? known.map(({ name }) => name);
	const unknown = wanted.find((name) => !known.some((sample) => sample.name === name));
	if (unknown !== undefined) {
		throw new DataFlareError('not_found', `There is no sample named "${unknown}".`, {
			hint: `The samples are ${known.map(({ name }) => name).join(', ')}.`,
		});
	}
	const records: PluginRecord[] = [];
	for (const name of wanted) {
		const installed = parts.registry.get(name);
		records.push(
			installed ??
				(await parts.registry.install(join(pluginsOf(parts), name), {
					author: AUTHOR,
					note: 'installed with the samples',
				})),
		);
	}
	return records;
}

/**
 * Runs the example chain over the data set that comes with the program. Installs what is missing, and grants just what
 * the chain needs: its source may read the data set, its destination may write its own folder. A grant that a person
 * decided is never touched; where it does not allow the example, the run is refused and says so.
 */
export async function runExample(
	parts: SampleDeps & { readonly runChain: (asked: RouteParsed<'chains.run'>) => Promise<RunDetail> },
	options: { readonly runId?: string | undefined; readonly trigger: RunTrigger },
): Promise<RunDetail> {
	const { resourcesDir } = parts;
	if (resourcesDir === null) throw noResources();
	await installSamples(parts, exampleSteps);
	const data = exampleData(resourcesDir);
	await grantOnce(parts, 'csv-source', [`${data}:ro`]);
	await grantOnce(parts, 'file-writer', [`./${exampleOutput}`]);
	return parts.runChain({
		chain: { definition: exampleChain(data) },
		replacing: 'others',
		...options,
	});
}

async function grantOnce({ registry, store }: SampleDeps, name: string, paths: readonly string[]): Promise<void> {
	const granted = store.grants.inForce(name);
	// Nobody decided: another plugin of that name lies in the plugins folder and waits for its review.
	const { gate, list } = powers.files;
	if (granted?.author !== AUTHOR || granted.policy[gate]) return;
	const policy: SecurityPolicy = { ...granted.policy, [gate]: true, [list]: [...paths] };
	await registry.decide({ name, policy, author: AUTHOR, note: 'just what the example needs' });
}

function pluginsOf({ resourcesDir }: SampleDeps): string {
	if (resourcesDir === null) throw noResources();
	return pluginsIn(resourcesDir);
}

function pluginsIn(resourcesDir: string): string {
	return join(resourcesDir, 'plugins');
}

function noResources(): DataFlareError {
	return new DataFlareError('not_found', 'This installation has no samples.', {
		details: because('no_samples'),
		hint: 'Install plugins from files instead.',
	});
}
