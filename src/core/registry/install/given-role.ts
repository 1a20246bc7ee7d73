import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { didYouMean } from '../../../shared/issues/did-you-mean.ts';
import { componentFunctions, type Encoding } from '../../../shared/plugin/component-type.ts';
import { type Manifest, manifestSchema, takesBatches } from '../../../shared/plugin/manifest.ts';
import { traitsOf } from '../../../shared/plugin/module/guest-abi.ts';
import type { ModuleAnalysis } from '../../../shared/plugin/plugin-record.ts';
import type { Role } from '../../../shared/plugin/role.ts';
import { isRoleUnsaid } from '../../../shared/plugin/unsaid-role.ts';
import { callableShape, chosenAmong } from '../../../shared/wasm/callable-shape.ts';
import { roleExports } from '../../../shared/wasm/component/worlds.ts';
import type { PluginPackage } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';

/** Exports that are named in a sentence; there may be a thousand. */
const NAMED = 20;

/**
 * A package with what a person says of its role in its manifest. Where nobody says anything, one that is silent itself
 * keeps the role of the plugin whose name it has, as long as it is the same kind of guest: its next version is no other
 * plugin. Of one that is installed a person may say it anew where its manifest says nothing of its own. Throws `configuration` for what contradicts the package, or cannot be.
 */
export function withRole(context: RegistryContext, found: PluginPackage, role: Role = {}): PluginPackage {
	const isSilent = Object.values(role).every((word) => word === undefined);
	if (isSaidHere(context, found)) {
		const open = { ...found, roleIsOpen: true };
		// What it says is written anew, in the place of what an earlier word had written.
		return isSilent ? open : { ...open, manifest: given(found.manifest, found, role), manifestBytes: null };
	}
	if (!found.roleIsOpen) {
		refuseOther(found.manifest, role);
		return found;
	}
	const base = inherited(context, found);
	return { ...found, manifest: isSilent ? base : given(base, found, role) };
}

/** The files of an installed plugin, in whose manifest its role stands by a person's word alone. */
function isSaidHere(context: RegistryContext, { source, manifest, manifestBytes, analysis }: PluginPackage): boolean {
	const isHere = manifestBytes !== null && context.get(manifest.name)?.folder === source;
	return isHere && isRoleUnsaid(manifest, analysis);
}

function inherited(context: RegistryContext, { manifest, analysis }: PluginPackage): Manifest {
	const current = context.get(manifest.name)?.current ?? null;
	const before = current === null ? null : context.store.analyses.get(current.sha256);
	if (current === null || traitsOf(analysis.abi).namesRole || before?.abi !== analysis.abi) return manifest;
	const { type, encoding, batch, extism } = current.manifest;
	return manifestSchema.parse({ ...manifest, type, encoding, batch, ...functionsIn(manifest, extism?.functions) });
}

function given(base: Manifest, { manifest, analysis }: PluginPackage, role: Role): Manifest {
	const type = role.type ?? base.type;
	refuseUnfit(manifest.name, analysis, { ...role, type });
	const isExtism = analysis.abi === 'extism';
	const functions = isExtism ? functionsOf(base, analysis, { ...role, type }) : undefined;
	// An Extism plugin that nobody says anything of takes bytes, of which a component of another type can make nothing.
	const isBytes = base.encoding === 'bytes' && role.records === undefined && type === base.type;
	const usual: Encoding = isBytes ? 'bytes' : base.encoding === 'bytes' ? 'json' : base.encoding;
	const encoding = role.encoding ?? (role.records === 'lines' && isExtism ? 'ndjson' : usual);
	const batch = batchOf(base, role, encoding, analysis);
	return manifestSchema.parse({ ...base, type, encoding, batch, ...functionsIn(base, functions) });
}

/** A program reads lines, and no word on batches changes that. */
function batchOf(base: Manifest, { records }: Role, encoding: Encoding, { abi }: ModuleAnalysis): boolean | undefined {
	if (traitsOf(abi).isProgram) return base.batch;
	if (records !== undefined) return records !== 'one';
	return encoding === 'bytes' ? undefined : base.batch;
}

function functionsIn({ extism }: Manifest, functions: Readonly<Record<string, string>> | undefined): object {
	if (functions === undefined || (extism === undefined && Object.keys(functions).length === 0)) return {};
	return { extism: { ...extism, functions } };
}

type Wanted = Role & { readonly type: Manifest['type'] };

/** Throws for words that this kind of guest cannot follow, or that contradict each other. */
function refuseUnfit(name: string, analysis: ModuleAnalysis, role: Wanted): void {
	const { abi, exports } = analysis;
	const { type, records, encoding } = role;
	const chosen = role.export ?? role.resultExport;
	if (chosen !== undefined && abi !== 'extism') {
		throw new DataFlareError('configuration', `The export of ${name} cannot be chosen: it is no Extism plugin.`, {
			hint: 'Leave the export out. Which one is called follows from its type.',
			details: because('role_export_unused', { name }),
		});
	}
	const { isProgram, namesRole } = traitsOf(abi);
	if (isProgram && (records === 'one' || records === 'batch')) {
		throw new DataFlareError('configuration', `${name} is a WASI command: it reads its records as lines.`, {
			hint: 'Leave the way of records out, or say lines.',
			details: because('role_reads_lines', { name }),
		});
	}
	const isLines = records === 'lines' && encoding !== undefined && (encoding === 'bytes' || !isProgram);
	if ((isLines && encoding !== 'ndjson') || (records === 'batch' && encoding === 'bytes')) {
		throw new DataFlareError('configuration', `Records cannot be taken as ${records} in the encoding ${encoding}.`, {
			hint: 'Lines are NDJSON, and bytes have no records: leave one of the two out.',
			details: because('role_encoding', { records: String(records), encoding: String(encoding) }),
		});
	}
	if (!namesRole) return;
	const names = new Set(exports.map((one) => one.name));
	const missing = roleExports(type, abi).filter((fn) => !names.has(fn));
	if (missing.length > 0) throw contradicted('type', type, String(analysis.type));
}

/** Which export does what a component of this type is asked for. */
function functionsOf(base: Manifest, analysis: ModuleAnalysis, role: Wanted): Readonly<Record<string, string>> {
	const { exports } = analysis;
	const among = chosenAmong(exports);
	const [work = '', result] = componentFunctions[role.type];
	if (role.resultExport !== undefined && result === undefined) {
		throw new DataFlareError('configuration', `Only an aggregator has an export that gives the result.`, {
			hint: 'Leave the second export out.',
			details: because('role_result_unused'),
		});
	}
	const before = base.type === role.type ? (base.extism?.functions ?? {}) : {};
	const own = (fn: string): string | undefined => before[fn] ?? (among.includes(fn) ? fn : undefined);
	const only = among.length === 1 && result === undefined ? among[0] : undefined;
	const isAsked = role.type !== base.type || typeof role.export === 'string';
	const functions: Record<string, string> = {};
	for (const [fn, said] of [
		[work, role.export === null ? undefined : (role.export ?? own(work) ?? (isAsked ? only : undefined))],
		...(result === undefined ? [] : [[result, role.resultExport ?? own(result)] as const]),
	] as const) {
		if (said !== undefined) functions[fn] = callable(analysis, said);
		// A lone module may stay without: whoever calls it says which export. A component of another type could never run.
		else if (role.type !== 'processor' || (isAsked && role.export !== null)) throw unnamed(fn, among);
	}
	return functions;
}

function callable({ exports, unlisted }: ModuleAnalysis, name: string): string {
	const found = exports.find((one) => one.name === name);
	if (found === undefined && unlisted > 0) return name;
	if (found?.signature && callableShape(found.signature, 'extism') !== null) return name;
	const among = chosenAmong(exports);
	throw new DataFlareError(
		'configuration',
		found === undefined
			? `The module exports no ${JSON.stringify(name)}${didYouMean(name, among)}.`
			: `${JSON.stringify(name)} cannot be called: it is no function without parameters.`,
		{ hint: exportsHint(among), details: because('role_export_unknown', { name, exports: listed(among) }) },
	);
}

function unnamed(fn: string, among: readonly string[]): DataFlareError {
	return new DataFlareError('configuration', `Nobody says which export does the work of ${fn}.`, {
		hint: exportsHint(among),
		details: because('role_export_wanted', { function: fn, exports: listed(among) }),
	});
}

const listed = (names: readonly string[]): string => names.slice(0, NAMED).join(', ');

function exportsHint(among: readonly string[]): string {
	return among.length === 0
		? 'It exports nothing that can be called.'
		: `Choose one that it exports: ${listed(among)}.`;
}

/** Throws where a person says something else of a package than what it says itself. */
function refuseOther(manifest: Manifest, { type, export: work, resultExport, records, encoding }: Role): void {
	const [first = '', second = ''] = componentFunctions[manifest.type];
	const functions = manifest.extism?.functions ?? {};
	const way = !takesBatches(manifest) ? 'one' : manifest.encoding === 'ndjson' ? 'lines' : 'batch';
	const words = [
		['type', type, manifest.type],
		['export', work ?? undefined, functions[first] ?? first],
		['resultExport', resultExport, functions[second] ?? second],
		['records', records, way],
		['encoding', encoding, manifest.encoding],
	] as const;
	for (const [key, said, found] of words) {
		if (said !== undefined && said !== found) throw contradicted(key, said, found);
	}
}

function contradicted(key: string, said: string, found: string): DataFlareError {
	return new DataFlareError('configuration', `The plugin says itself what its ${key} is: ${found}, not ${said}.`, {
		hint: 'Leave it out, or change the plugin’s own manifest or exports.',
		details: because('role_contradicted', { key, said, found }),
	});
}
