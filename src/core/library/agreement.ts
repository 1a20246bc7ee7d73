import { basename, extname, normalize, resolve } from 'node:path';
import { DataFlareError } from '../../shared/errors/errors.ts';
import type { ComponentType } from '../../shared/plugin/component-type.ts';
import type { Manifest } from '../../shared/plugin/manifest.ts';
import { roleExports } from '../../shared/wasm/component/worlds.ts';
import { realpathSync } from '../files/user-files.ts';
import type { PluginPackage } from '../registry/registry.ts';
import type { ParsedLoad } from './parse-options.ts';

/**
 * The manifest of what was found at `path`, with the type and the metadata that its configuration gives it. Throws
 * `configuration` where the configuration says another name, type or path than what was found.
 */
export function agreedManifest(path: string, wanted: ParsedLoad, found: PluginPackage): Manifest {
	refuseOtherPath(path, wanted, found);
	refuseOtherName(wanted, found);
	const { manifest } = found;
	const type = agreedType(wanted, found);
	return { ...manifest, type, metadata: { ...manifest.metadata, ...wanted.metadata } };
}

/** The type that a configuration names under either key; null: none. Throws `configuration` where they differ. */
export function namedType({ type, component_type }: ParsedLoad): ComponentType | null {
	if (type && component_type && type !== component_type) {
		throw new DataFlareError('configuration', `It says "type": "${type}" and "component_type": "${component_type}".`, {
			hint: 'Both mean the same: keep one of the two.',
		});
	}
	return type ?? component_type ?? null;
}

function agreedType(wanted: ParsedLoad, found: PluginPackage): ComponentType {
	const { manifest, analysis, inferred } = found;
	const type = namedType(wanted);
	if (type === null || type === manifest.type) return manifest.type;
	// A lone module may have the functions of several types, of which the first was taken.
	const exported = new Set(analysis.exports.filter(({ kind }) => kind === 'function').map(({ name }) => name));
	const wantedExports = roleExports(type, analysis.abi);
	const lacking = wantedExports.filter((name) => !exported.has(name));
	if (inferred && lacking.length === 0) return type;
	throw new DataFlareError(
		'configuration',
		`${manifest.name} is configured as a ${type}, but its ${inferred ? 'module' : 'manifest'} makes it a ${manifest.type}.`,
		{
			hint:
				lacking.length > 0
					? `A ${type} exports ${wantedExports.join(' and ')}; correct the type or the module.`
					: `Write "${manifest.type}", or correct the manifest.`,
			details: { type, found: manifest.type },
		},
	);
}

function refuseOtherName({ name }: ParsedLoad, { source, manifest, inferred }: PluginPackage): void {
	if (name === undefined || name === null || name === manifest.name) return;
	// The name of a lone module is made of its file's, of which a program may know the original.
	if (inferred && name === basename(source, extname(source))) return;
	throw new DataFlareError(
		'configuration',
		`The configuration names the plugin "${name}", but the one at ${source} is "${manifest.name}".`,
		{
			hint: `Write "name": "${manifest.name}", or leave it out.`,
			details: { name, found: manifest.name },
		},
	);
}

function refuseOtherPath(path: string, { module_path }: ParsedLoad, found: PluginPackage): void {
	if (module_path === undefined || module_path === null) return;
	const { source, modulePath, manifest, inferred } = found;
	const named = real(module_path);
	if ([path, source, modulePath].some((each) => named === real(each))) return;
	// The configuration of a folder may be its own plugin.json, whose path is relative to that folder.
	if (!inferred && normalize(module_path) === normalize(manifest.module_path)) return;
	throw new DataFlareError(
		'configuration',
		`The plugin is loaded from ${resolve(path)}, but its configuration has "module_path": "${module_path}", which is ${resolve(module_path)}.`,
		{
			hint: 'Name the same file in both, or leave out module_path. A relative path starts in the folder that the program runs in.',
			details: { path: resolve(path), module_path: resolve(module_path) },
		},
	);
}

/** Where a path leads, from the folder that the program runs in; as it is written where there is nothing. */
function real(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		return resolve(path);
	}
}
