import { resolve } from 'node:path';
import type { InspectAnswer } from '../../shared/api/plugin-routes.ts';
import type { RouteParsed } from '../../shared/api/routes.ts';
import { pluginNameSchema } from '../../shared/plugin/manifest.ts';
import type { Packing } from '../../shared/plugin/packing.ts';
import type { Role } from '../../shared/plugin/role.ts';
import { comesWithProgram } from '../catalogue/samples/samples.ts';
import { existsSync } from '../files/user-files.ts';
import type { Registry } from '../registry/registry.ts';
import type { HandlerDeps } from './handler-deps.ts';

/** A word that is an installed plugin's name means that plugin; everything else is a path. */
export async function inspectTarget(
	deps: Pick<HandlerDeps, 'registry' | 'resourcesDir'>,
	target: string,
	role?: Role,
): Promise<InspectAnswer> {
	const { registry } = deps;
	const isName = pluginNameSchema.safeParse(target).success;
	// Neither installed nor there: the error with did-you-mean helps more than "no such file".
	const isPlugin = isName && (registry.get(target) !== null || !existsSync(resolve(target)));
	const { package: found, ...rest } = await (isPlugin
		? registry.inspectInstalled(target)
		: registry.inspect(resolve(target), role));
	const { manifest, analysis } = found;
	const isBundled = await comesWithProgram(deps, { manifest, sha256: analysis.sha256 });
	return { ...found, ...rest, isBundled };
}

/**
 * A folder as it is; where there is none, the package that is kept of the installed plugin of that name. An author's folder
 * goes first, since it may be newer than what is installed. To be signed anew, an installed plugin is packed as it lies.
 */
export function packTarget(
	registry: Registry,
	{ path, to, replace, key }: RouteParsed<'plugins.pack'>,
): Promise<Packing> {
	const isPlugin = pluginNameSchema.safeParse(path).success && !existsSync(resolve(path));
	if (!isPlugin) return registry.pack(path, { to, replace }, key);
	return key === undefined
		? registry.packKept(path, { to, replace })
		: registry.pack(registry.require(path).folder, { to, replace }, key);
}
