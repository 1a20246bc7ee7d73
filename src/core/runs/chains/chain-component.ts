import { basename, resolve } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Chain } from '../../../shared/flow/chain-file.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { MAX_MODULE_BYTES } from '../../../shared/policy/limits.ts';
import { sha256Of } from '../../files/hash-bytes.ts';
import { readPlainFile } from '../../files/read-plain-file.ts';
import type { PluginLoader } from '../../plugins/plugin-loader.ts';

type Component = Chain['components'][number];

/**
 * The installed plugin that a component means: the one it names or, where only its module is known here, the one that
 * has this module. Rejects with `configuration` where the plugin has another module than the component names: a chain
 * runs what was installed and granted, never a file by its path.
 */
export async function pluginOf(
	installed: Pick<PluginLoader, 'moduleOf' | 'pluginWith'>,
	component: Component,
): Promise<string> {
	const { name, plugin = name, module_path } = component;
	if (module_path === undefined || module_path === null) return plugin;
	const current = installed.moduleOf(plugin);
	const sha256 = await hashOf(resolve(module_path));
	if (current === sha256) return plugin;
	const other = current === null && component.plugin === undefined ? installed.pluginWith(sha256) : null;
	if (other !== null) return other;
	const path = resolve(module_path);
	throw new DataFlareError(
		'configuration',
		current === null
			? `its module, ${path}, is not installed, and a chain runs installed plugins only.`
			: `it says "module_path": "${module_path}", but ${plugin} was installed from another one.`,
		{
			hint: 'Install the module, or leave out module_path.',
			details: because(current === null ? 'chain_module_not_installed' : 'chain_other_module', { plugin, path }),
		},
	);
}

/** Throws `configuration` where a component says another type than its plugin has, or two. */
export function refuseOtherType({ type, component_type }: Component, { name, type: found }: Manifest): void {
	for (const [key, said] of [
		['type', type],
		['component_type', component_type],
	] as const) {
		if (said === undefined || said === null || said === found) continue;
		throw new DataFlareError('configuration', `it says "${key}": "${said}", but ${name} is a ${found}.`, {
			hint: 'Correct the type, or choose another plugin.',
			details: because('chain_other_type', { plugin: name, type: said, found }),
		});
	}
}

/** SHA-256 of a module's file, hex. */
async function hashOf(path: string): Promise<string> {
	const found = await readPlainFile(path, MAX_MODULE_BYTES).catch((error: unknown) => {
		const isMissing = codeOf(error) === 'ENOENT';
		throw new DataFlareError(
			isMissing ? 'configuration' : 'invalid_input',
			isMissing
				? `its module_path leads to ${path}, where there is nothing, and a chain runs installed plugins only.`
				: `its module ${path} cannot be read (${codeOf(error)}).`,
			{
				details: isMissing
					? because('file_not_found', { path })
					: because('file_unreadable', { path, system: String(codeOf(error)) }),
				hint: 'A relative module_path starts in the folder that the program runs in. Leave it out to run the installed plugin.',
				cause: error,
			},
		);
	});
	if (Buffer.isBuffer(found)) return sha256Of(found);
	throw new DataFlareError('configuration', `its module_path, ${basename(path)}, is not a module file.`, {
		details: because('is_folder', { path }),
		hint: 'Name the .wasm file, or leave out module_path.',
	});
}
