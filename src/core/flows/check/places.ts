import { dirname, isAbsolute } from 'node:path';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Flow, FlowComponent } from '../../../shared/flow/flow-file.ts';
import type { PolicyRequest } from '../../../shared/policy/security-policy.ts';
import { quoted } from '../../../shared/quoted.ts';
import { checkRequest } from '../../broker/check.ts';
import { stat } from '../../files/user-files.ts';
import type { PluginLoader, RunnablePlugin } from '../../plugins/plugin-loader.ts';
import type { OwnPlaces } from '../../policy/entries/own-places.ts';
import { requireReadable } from '../../records/record-reader.ts';
import { outputError } from '../../records/record-writer.ts';
import type { Registry } from '../../registry/registry.ts';
import { refuseOwnOutput } from '../../runs/output-place.ts';
import { namesOfFile } from './file-names.ts';
import type { FlowUnit } from './load-components.ts';
import { type Found, failedAt, foundAt } from './problem.ts';

export interface PlacesDeps {
	readonly loader: PluginLoader;
	readonly registry: Pick<Registry, 'dataFolder'>;
	readonly ownPlaces: () => OwnPlaces;
}

/** Which keys of a plugin's own configuration lead to a file or a folder. */
const leadsToFile = /(^|_)(path|file|folder|dir)$/;

/** Files that are not there or may not be written, and what the plugins' configurations name and their policies do not allow. */
export async function placesFound(
	deps: PlacesDeps,
	flow: Flow,
	units: readonly (FlowUnit | null)[],
): Promise<readonly Found[]> {
	const each = await Promise.all(
		units.map((unit, position): Promise<readonly Found[]> => {
			const component = flow.components[position];
			if (unit === null || component === undefined) return Promise.resolve([]);
			return unit.use === null
				? grantsFound(deps, position, component, unit.plugin)
				: fileFound(deps, position, component, unit);
		}),
	);
	return [...each.flat(), ...(await sharedFound(flow, units))];
}

async function fileFound(
	deps: PlacesDeps,
	position: number,
	{ name }: FlowComponent,
	unit: Exclude<FlowUnit, { readonly use: null }>,
): Promise<readonly Found[]> {
	try {
		if (unit.use === 'read-file') await requireReadable(unit.config.path);
		if (unit.use === 'write-file') {
			await refuseOwnOutput(unit.config.path, deps.ownPlaces);
			await requireFolder(unit.config.path);
		}
		return [];
	} catch (thrown) {
		return [failedAt(position, name, ['config', 'path'], toDataFlareError(thrown))];
	}
}

async function requireFolder(path: string): Promise<void> {
	await stat(dirname(path)).catch((error: unknown) => {
		throw outputError(path, error);
	});
}

/** Relative paths lie in the plugin's own folder, where it may do as it likes. */
async function grantsFound(
	{ loader, registry, ownPlaces }: PlacesDeps,
	position: number,
	component: FlowComponent,
	plugin: RunnablePlugin,
): Promise<readonly Found[]> {
	const { name: pluginName, type } = plugin.manifest;
	const policy = loader.spec(plugin).policy();
	const found: Found[] = [];
	for (const [key, value] of Object.entries({ ...plugin.manifest.config, ...component.config })) {
		const request = typeof value === 'string' ? requestFor(key, value, type === 'destination') : null;
		if (request === null) continue;
		const decision = await checkRequest(policy, request, { dataFolder: registry.dataFolder(pluginName), ownPlaces });
		if (decision.allowed) continue;
		const target = String(value);
		found.push(
			foundAt(position, component.name, ['config', key], {
				message: `"config.${key}" is ${quoted(target)}, which the policy of ${pluginName} does not allow: ${decision.reason}`,
				hint: 'Allow it in the plugin’s policy, or choose something that is allowed.',
				details: because('flow_not_granted', { name: component.name, plugin: pluginName, target }),
			}),
		);
	}
	return found;
}

function requestFor(key: string, value: string, writes: boolean): PolicyRequest | null {
	if (/^https?:\/\//i.test(value) && URL.canParse(value)) return { kind: 'http', url: value };
	if (!leadsToFile.test(key) || !isAbsolute(value)) return null;
	return { kind: writes ? 'write' : 'read', path: value };
}

/** Two that write one file, or one that reads what another writes. */
async function sharedFound(flow: Flow, units: readonly (FlowUnit | null)[]): Promise<readonly Found[]> {
	const users: { readonly name: string; readonly writes: boolean; readonly names: readonly string[] }[] = [];
	const found: Found[] = [];
	for (const [position, unit] of units.entries()) {
		const component = flow.components[position];
		const used = unit === null || component === undefined ? null : usedBy(unit, component);
		if (component === undefined || used === null) continue;
		const { path, writes } = used;
		const { name } = component;
		const names = await namesOfFile(path);
		const other = users.find((user) => (writes || user.writes) && user.names.some((each) => names.includes(each)));
		users.push({ name, writes, names });
		if (other === undefined) continue;
		found.push(
			foundAt(position, name, ['config', 'path'], {
				message: `it ${writes ? 'writes' : 'reads'} ${path}, which ${quoted(other.name)} ${other.writes ? 'writes' : 'reads'}.`,
				hint: 'Give one of the two another file.',
				details: because('flow_same_file', { name, other: other.name, path }),
			}),
		);
	}
	return found;
}

function usedBy(unit: FlowUnit, { config }: FlowComponent): { readonly path: string; readonly writes: boolean } | null {
	if (unit.use === 'preview') return null;
	if (unit.use !== null) return { path: unit.config.path, writes: unit.use === 'write-file' };
	const { type } = unit.plugin.manifest;
	const path = config?.['path'];
	if ((type !== 'source' && type !== 'destination') || typeof path !== 'string' || !isAbsolute(path)) return null;
	return { path, writes: type === 'destination' };
}
