import type { JsonValue } from '../../../../shared/errors/errors.ts';
import type { ModuleAnalysis, PluginVersion } from '../../../../shared/plugin/plugin-record.ts';
import { limitNames, policyLimits } from '../../../../shared/policy/policy-limits.ts';
import { entryLists, type Gate, type PowerName, powerNames, powers } from '../../../../shared/policy/powers.ts';
import { jsonDifference } from '../../../lib/json/json-difference.ts';

/** What a person knows a place of a manifest or a module as. */
type ChangeKind = FieldKind | Gate | Subject | 'import' | 'export' | 'config' | 'other';
type FieldKind =
	| 'version'
	| 'description'
	| 'author'
	| 'license'
	| 'homepage'
	| 'type'
	| 'size'
	| 'memory'
	| 'time'
	| 'written'
	| 'files';
type Subject = (typeof powers)[PowerName]['subject'];

export interface VersionChange {
	/** Its place; of no other change. */
	readonly path: string;
	readonly kind: ChangeKind;
	/** The entry, the function, the key of the configuration, or the place itself; empty: the kind says it all. */
	readonly name: string;
	/** Undefined: it is not there. */
	readonly before: JsonValue | undefined;
	readonly after: JsonValue | undefined;
}

const fields: Readonly<Record<string, ChangeKind>> = {
	'manifest.version': 'version',
	'manifest.metadata.version': 'version',
	'manifest.metadata.description': 'description',
	'manifest.metadata.author': 'author',
	'manifest.metadata.license': 'license',
	'manifest.metadata.homepage': 'homepage',
	'manifest.type': 'type',
	size: 'size',
	...Object.fromEntries(limitNames.map((name) => [`manifest.security_policy.${policyLimits[name].field}`, name])),
	...Object.fromEntries(
		powerNames.map((power) => [`manifest.security_policy.${powers[power].gate}`, powers[power].gate]),
	),
};
const lists: readonly (readonly [prefix: string, kind: ChangeKind])[] = [
	...powerNames.map((power) => [powers[power].list, powers[power].subject] as const),
	['imports', 'import'],
	['exports', 'export'],
	['manifest.config', 'config'],
];

/** What changed from one version to another: in the manifest, and in what the code imports and exports. */
export function versionChanges(
	from: { readonly version: PluginVersion; readonly analysis: ModuleAnalysis },
	to: { readonly version: PluginVersion; readonly analysis: ModuleAnalysis },
): readonly VersionChange[] {
	return jsonDifference(side(from.version, from.analysis), side(to.version, to.analysis)).map(
		({ path, before, after }) => {
			const field = Object.hasOwn(fields, path) ? fields[path] : undefined;
			if (field !== undefined) return { path, kind: field, name: '', before, after };
			for (const [prefix, kind] of lists) {
				if (path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`)) {
					return { path, kind, name: nameIn(path.slice(prefix.length)), before, after };
				}
			}
			return { path, kind: 'other', name: path.replace(/^manifest\./, ''), before, after };
		},
	);
}

/** `.key` or `["key"]`, as it is written in the manifest. */
function nameIn(place: string): string {
	const quoted = /^\[("(?:[^"\\]|\\.)*")\]$/s.exec(place)?.[1];
	return quoted === undefined ? place.replace(/^\./, '') : (JSON.parse(quoted) as string);
}

/** Lists whose order means nothing are sets: an entry that moved is no change. */
function side(version: PluginVersion, { imports, exports, size }: ModuleAnalysis): JsonValue {
	const set = (names: readonly string[]): JsonValue => Object.fromEntries(names.map((name) => [name, true]));
	const { security_policy, ...manifest } = version.manifest;
	const entries = Object.fromEntries(entryLists.map((list) => [list, set(security_policy[list])]));
	const limits = Object.fromEntries(
		Object.entries(security_policy).filter(([field]) => !entryLists.some((list) => list === field)),
	);
	return {
		manifest: { ...manifest, security_policy: limits } as unknown as JsonValue,
		...entries,
		imports: set(imports.map(({ module, name }) => `${module}.${name}`)),
		exports: set(exports.map(({ name }) => name)),
		size,
	};
}
