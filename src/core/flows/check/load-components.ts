import { isAbsolute, join } from 'node:path';
import type { z } from 'zod';
import { DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import {
	type BuiltIn,
	type FlowComponent,
	previewConfigSchema,
	readFileConfigSchema,
	writeFileConfigSchema,
} from '../../../shared/flow/flow-file.ts';
import { describeIssues } from '../../../shared/issues/describe-issues.ts';
import { quoted } from '../../../shared/quoted.ts';
import type { PluginLoader, RunnablePlugin } from '../../plugins/plugin-loader.ts';
import { requireConfiguration } from '../../registry/configuration/require-configuration.ts';
import { pluginOf, refuseOtherType } from '../../runs/chains/chain-component.ts';
import type { PlannedBuiltIn, PlannedComponent } from './plan.ts';
import { type Found, failedAt, foundAt } from './problem.ts';

export type FlowUnit = PlannedComponent['unit'];

const schemas = {
	'read-file': readFileConfigSchema,
	'write-file': writeFileConfigSchema,
	preview: previewConfigSchema,
} as const;

/** What says something about a plugin, or about how records fail in it. */
const pluginKeys = [
	'type',
	'component_type',
	'module_path',
	'timeout_ms',
	'memory_limit',
	'runtime_config',
	'workers',
	'on_error',
] as const;

/**
 * A part of the program, configured. Relative paths begin in `folder`. Null with what is wrong where it is not what it
 * should be.
 */
export function builtInUnit(
	position: number,
	component: FlowComponent & { readonly use: BuiltIn },
	folder: string | null,
): { readonly unit: PlannedBuiltIn | null; readonly found: readonly Found[] } {
	const { name, use } = component;
	const found: Found[] = pluginKeys
		.filter((key) => component[key] !== undefined && component[key] !== null)
		.map((key) =>
			foundAt(position, name, [key], {
				message: `${use} is a part of the program, for which "${key}" means nothing.`,
				hint: 'Leave it out.',
				details: because('flow_not_for_built_in', { name, key, use }),
			}),
		);
	const config = component.config ?? {};
	const parsed = schemas[use].safeParse(config);
	if (!parsed.success) return { unit: null, found: [...found, ...configFound(position, component, parsed.error)] };
	const unit = { use, config: parsed.data } as PlannedBuiltIn;
	if (unit.use === 'preview') return { unit, found };
	const { path } = unit.config;
	if (isAbsolute(path)) return { unit, found };
	if (folder !== null) {
		return { unit: { ...unit, config: { ...unit.config, path: join(folder, path) } } as PlannedBuiltIn, found };
	}
	const relative = foundAt(position, name, ['config', 'path'], {
		message: `"config.path" is ${quoted(path)}, and nothing says in which folder that begins.`,
		hint: 'Write the whole path.',
		details: because('flow_path_relative', { name, path }),
	});
	return { unit: null, found: [...found, relative] };
}

function configFound(position: number, { name, use, config }: FlowComponent, error: z.ZodError): readonly Found[] {
	if (use === undefined) return [];
	const { problems } = describeIssues(schemas[use], error, config ?? {}, 'the configuration');
	return problems.map(({ path, message, hint }) =>
		foundAt(position, name, ['config', ...(path === '' ? [] : [path])], {
			message: `config${path === '' ? '' : '.'}${path}: ${message}.`,
			hint,
			details: because('flow_config_invalid', { name, path: path === '' ? 'config' : path }),
		}),
	);
}

/** The installed plugin that a component means, ready to run as it is configured. */
export async function pluginUnit(
	loader: PluginLoader,
	position: number,
	component: FlowComponent,
): Promise<{ readonly plugin: RunnablePlugin | null; readonly found: readonly Found[] }> {
	const at = (key: readonly string[], thrown: unknown): Found =>
		failedAt(position, component.name, key, toDataFlareError(thrown));
	let plugin: RunnablePlugin;
	try {
		plugin = await loader.load(await pluginOf(loader, component));
	} catch (thrown) {
		return { plugin: null, found: [at(['plugin'], thrown)] };
	}
	const found: Found[] = [];
	for (const [key, check] of [
		['type', () => refuseOtherType(component, plugin.manifest)],
		['config', () => requireConfiguration(plugin.manifest, component.config)],
	] as const) {
		try {
			check();
		} catch (thrown) {
			if (!(thrown instanceof DataFlareError)) throw thrown;
			found.push(at([key], thrown));
		}
	}
	return { plugin, found };
}
