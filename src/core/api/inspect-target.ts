import { resolve } from 'node:path';
import type { InspectAnswer } from '../../shared/api/plugin-routes.ts';
import { pluginNameSchema } from '../../shared/plugin/manifest.ts';
import type { Role } from '../../shared/plugin/role.ts';
import { existsSync } from '../files/user-files.ts';
import type { Registry } from '../registry/registry.ts';

/** A word that is an installed plugin's name means that plugin; everything else is a path. */
export async function inspectTarget(registry: Registry, target: string, role?: Role): Promise<InspectAnswer> {
	const isName = pluginNameSchema.safeParse(target).success;
	// Neither installed nor there: the error with did-you-mean helps more than "no such file".
	const isPlugin = isName && (registry.get(target) !== null || !existsSync(resolve(target)));
	const { package: found, ...rest } = await (isPlugin
		? registry.inspectInstalled(target)
		: registry.inspect(resolve(target), role));
	return { ...found, ...rest };
}
