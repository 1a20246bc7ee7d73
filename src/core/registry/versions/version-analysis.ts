import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { ModuleAnalysis, PluginVersion } from '../../../shared/plugin/plugin-record.ts';
import { isVersion } from '../../../shared/plugin/version-use.ts';
import type { NamedVersion } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';

/**
 * A version that the plugin had; throws `not_found` for any other hash. By its module alone it is the one in use, else
 * the one that was in use last.
 */
export function requireVersion(
	context: RegistryContext,
	name: string,
	{ sha256, manifestSha256 }: NamedVersion,
): PluginVersion {
	const { plugins, versionUses } = context.store;
	const found = plugins
		.versions(name)
		.filter((known) => known.sha256 === sha256 && known.manifestSha256 === (manifestSha256 ?? known.manifestSha256));
	const [only, ...others] = found;
	if (only === undefined) throw unknownVersion(name, sha256);
	if (others.length === 0) return only;
	const inUse = plugins.get(name)?.current;
	const leftAt = (version: PluginVersion): number =>
		isVersion(version, inUse) ? Number.POSITIVE_INFINITY : (versionUses.get(name, version)?.leftAt ?? 0);
	return found.toSorted((a, b) => leftAt(b) - leftAt(a))[0] ?? only;
}

export function unknownVersion(name: string, sha256: string): DataFlareError {
	return new DataFlareError('not_found', `${name} never had a version ${sha256.slice(0, 12)}….`, {
		hint: 'Choose one of its versions.',
		details: { ...because('unknown_version', { name }), name, sha256 },
	});
}

/** Analyses that are looked through at once, so that no number of them holds the program up. */
const SLICE = 200;

/** Forgets what was said and kept of what nothing names any more. */
export async function sweepVersions(context: RegistryContext): Promise<void> {
	const { store, files, modules, components, packages } = context;
	const kept = new Set(files.hashes());
	try {
		for (let after: string | null = ''; after !== null; ) {
			after = store.analyses.sweep(after, SLICE, kept);
			await new Promise((resolve) => setImmediate(resolve));
		}
	} catch (error) {
		// A full disk, or another program that writes: nothing but room is lost until the next start.
		process.emitWarning(`What nothing names any more could not be forgotten: ${String(error)}`);
	}
	await modules.sweep();
	await packages.sweep((name) => context.get(name) !== null || store.pluginTrash.ofName(name).length > 0);
	await components.sweep((sha256) => store.analyses.get(sha256) !== null);
}

/** What a version's module holds, by default the one in use, whatever lies in the plugin's folder now. */
export async function analysisOf(context: RegistryContext, name: string, sha256?: string): Promise<ModuleAnalysis> {
	const hash =
		sha256 === undefined ? context.require(name).current?.sha256 : requireVersion(context, name, { sha256 }).sha256;
	if (hash === undefined) throw new DataFlareError('not_found', `${name} has no version that can be used.`);
	return context.analyst.known(hash) ?? context.analyst.analyse(await context.modules.load(hash, name), { anew: true });
}

/** Where all files of a version lie as one; `not_found` where its module and manifest alone are kept, too. */
export async function packageOf(context: RegistryContext, name: string, version: NamedVersion): Promise<string> {
	const known = requireVersion(context, context.require(name).name, version);
	const path = await context.packages.pathOf(name, known);
	if (path !== null) return path;
	const title = known.label ?? known.sha256.slice(0, 12);
	throw new DataFlareError('not_found', `Of ${title} of ${name}, only the module and the manifest are kept.`, {
		hint: 'Choose a version of which all files are kept.',
		details: because('version_not_whole', { name, version: title }),
	});
}
