import { dirname, isAbsolute } from 'node:path';
import { DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Flow, FlowComponent } from '../../../shared/flow/flow-file.ts';
import type { PolicyRequest } from '../../../shared/policy/security-policy.ts';
import { quoted } from '../../../shared/quoted.ts';
import { checkRequest } from '../../broker/check.ts';
import { access, constants, stat } from '../../files/user-files.ts';
import type { PluginLoader, RunnablePlugin } from '../../plugins/plugin-loader.ts';
import type { OwnPlaces } from '../../policy/entries/own-places.ts';
import { requireReadable } from '../../records/record-reader.ts';
import { outputError } from '../../records/record-writer.ts';
import type { Registry } from '../../registry/registry.ts';
import { requireOutput } from '../io/open-writer.ts';
import { formatExtension } from '../io/thread/file-format.ts';
import { namesOfFile } from './file-names.ts';
import type { FlowUnit } from './plan.ts';
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
			const { config } = unit;
			// Whether what is there may be replaced depends on the run: a resumed one may have written it.
			await requireOutput({ ...config, if_exists: 'replace' }, deps.ownPlaces);
			await requireFolder(config.path);
			if (config.format === 'auto') refuseForeign(config.path);
		}
		return [];
	} catch (thrown) {
		return [failedAt(position, name, ['config', 'path'], toDataFlareError(thrown))];
	}
}

/** A pipe or a device is written where it is; a file is made beside its place, and then put there. */
async function requireFolder(path: string): Promise<void> {
	const folder = dirname(path);
	try {
		await stat(folder);
		const there = await stat(path).catch(() => null);
		if (there === null || there.isFile()) await access(folder, constants.W_OK);
	} catch (error) {
		throw outputError(path, error);
	}
}

/** Extensions of formats that others have, and that nobody expects NDJSON behind. */
const foreign = new Set(
	'.xlsx .xls .ods .parquet .arrow .feather .avro .orc .db .sqlite .xml .yaml .yml .html .zip .bz2 .xz .zst .7z'.split(
		' ',
	),
);

function refuseForeign(path: string): void {
	const extension = formatExtension(path);
	if (!foreign.has(extension)) return;
	throw new DataFlareError('configuration', `${path} would hold NDJSON: ${extension} is no format that is written.`, {
		hint: 'Name it .csv, .tsv, .json or .ndjson, or set its format.',
		details: because('flow_format_foreign', { path, extension }),
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
