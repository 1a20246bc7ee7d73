import { join } from 'node:path';
import { remark } from '../../../shared/errors/remark.ts';
import { unlistedProvenance } from '../../../shared/plugin/provenance.ts';
import type { Role } from '../../../shared/plugin/role.ts';
import { versionLabelOf } from '../../../shared/plugin/words/version-label.ts';
import { comparePolicies } from '../../policy/compare-policies.ts';
import { describeRequests } from '../../policy/describe-requests.ts';
import { unsuitable } from '../manifest/suitability.ts';
import { isMajorStep, isOlder, orderRemark } from '../manifest/version-order.ts';
import { mismatchOf, powerMismatches } from '../mismatch.ts';
import { manifestHashOf } from '../records.ts';
import type { Inspection, PackageFacts, PluginPackage } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { withRole } from './given-role.ts';
import { knownTwin, otherId } from './plugin-id.ts';
import { reviewedPrint } from './reviewed-files.ts';

/** What a file or folder holds and asks for, against what is installed. Nothing is copied or run. */
export async function inspectPackage(context: RegistryContext, path: string, role?: Role): Promise<Inspection> {
	const read = await context.read(path);
	const { module: _, manifestBytes: __, packed: ___, ...found } = withRole(context, read, role);
	return compared(context, found, await reviewedPrint(read));
}

/** The version in force, whatever became of the plugin's files. `why` they cannot be read is among the warnings. */
export async function inspectVersion(
	context: RegistryContext,
	{ manifest, module }: Pick<PluginPackage, 'manifest' | 'module'>,
	source: string,
	why: string,
): Promise<Inspection> {
	const warnings = [remark('version_in_force', { why })];
	const analysis = await context.analyst.analyse(module, { anew: true });
	const modulePath = join(source, manifest.module_path);
	const kept = { inferred: false, roleIsOpen: false, provenance: unlistedProvenance };
	return compared(context, { source, modulePath, manifest, analysis, readme: null, warnings, ...kept }, null);
}

function compared(context: RegistryContext, found: PackageFacts, filesSha256: string | null): Inspection {
	const { store } = context;
	const own = context.ownPlaces();
	const { manifest, analysis } = found;
	const installed = store.plugins.get(manifest.name);
	const grant = store.grants.inForce(manifest.name);
	const twin = store.plugins
		.list()
		.find(({ name, current }) => name !== manifest.name && current?.sha256 === analysis.sha256);
	const [label, before] = [versionLabelOf(manifest), installed?.current?.label ?? undefined];
	const order = orderRemark(label, before);
	return {
		package: order === null ? found : { ...found, warnings: [...found.warnings, order] },
		filesSha256,
		manifestSha256: manifestHashOf(found, store.plugins.versions(manifest.name)),
		asks: describeRequests(manifest.security_policy, own),
		mismatches: powerMismatches(manifest, analysis),
		refusal:
			unsuitable(manifest, context.version) ??
			mismatchOf(manifest, analysis, grant?.policy.max_memory ?? null) ??
			otherId(installed, manifest),
		installed,
		isOlder: isOlder(label, before),
		isMajor: label !== undefined && before !== undefined && isMajorStep(before, label),
		duplicateOf: twin?.name ?? null,
		...knownTwin(context, manifest, found.provenance),
		change: installed === null || grant === null ? null : comparePolicies(manifest.security_policy, grant.policy, own),
	};
}
