import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { InspectAnswer } from '../../shared/api/plugin-routes.ts';
import { pluginNameSchema } from '../../shared/plugin/manifest.ts';
import type { Registry } from '../registry/registry.ts';

/** A word that is an installed plugin's name means that plugin; everything else is a path. */
export async function inspectTarget(registry: Registry, target: string): Promise<InspectAnswer> {
	const named = pluginNameSchema.safeParse(target).success ? registry.get(target) : null;
	const looksLikeName = pluginNameSchema.safeParse(target).success && !existsSync(resolve(target));
	// Neither installed nor there: the error with did-you-mean helps more than "no such file".
	const path = named?.folder ?? (looksLikeName ? registry.require(target).folder : resolve(target));
	const inspection = await registry.inspect(path);
	const { package: found, ...rest } = inspection;
	return { ...found, ...rest };
}
