import type { PolicyDecision, SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { entryNormalPath, entryPath, type PathEntry, parsePathEntry } from './path-entry.ts';
import { isSamePath, isWithin, type NormalPath, normalPath, type PathRules } from './path-form.ts';

export type PathPower = 'read' | 'write' | 'list';

export interface PathScope extends PathRules {
	/** Absolute path of the plugin's data folder. */
	readonly dataFolder: string;
	/** Entries that a person added for one run by choosing files; they hold whatever the switch says. */
	readonly extraPaths?: readonly string[] | undefined;
	/** Where the data folder and the entries really are, links resolved. Absent: where they say. */
	readonly realPathOf?: ((path: string) => string) | undefined;
}

export type PathDecision = PolicyDecision & {
	/** True where an entry names this very path, not a folder above it. */
	readonly named?: boolean;
	/** True where a person chose the file for this run, and no grant was asked. */
	readonly chosen?: boolean;
};

/** Decides on a path that is absolute and free of links. */
export function decidePath(policy: SecurityPolicy, power: PathPower, path: string, scope: PathScope): PathDecision {
	const asked = normalPath(path, scope);
	if (asked === null) {
		return { allowed: false, rule: 'path', reason: `${path} is not an absolute path of a file or folder.` };
	}
	const candidates = candidatesOf(policy, scope);
	const covering = candidates.filter(({ entry }) => covers(entry, asked, scope));
	const enough = covering.filter(({ entry }) => power !== 'write' || !entry.readOnly);
	const best = enough.find(({ entry }) => isNamed(entry, asked, scope)) ?? enough[0];
	if (best !== undefined)
		return { allowed: true, rule: best.rule, named: isNamed(best.entry, asked, scope), chosen: best.chosen };
	if (!policy.allow_file_system) {
		return { allowed: false, rule: 'allow_file_system: false', reason: 'This plugin may not use files.' };
	}
	const readable = covering[0];
	if (readable !== undefined) {
		return { allowed: false, rule: readable.rule, reason: `${path} may be read, not written.` };
	}
	return {
		allowed: false,
		rule: `allowed_paths: no entry covers ${path}`,
		reason: `${path} is outside the files and folders that this plugin may ${power}.`,
	};
}

/** The paths whose real place a decision depends on. */
export function pathsToResolve(policy: SecurityPolicy, scope: PathScope): readonly string[] {
	const entries = candidatesOf(policy, scope).map(({ entry }) => entryPath(entry, scope.dataFolder));
	return [...new Set([scope.dataFolder, ...entries])];
}

interface Candidate {
	readonly entry: PathEntry;
	readonly rule: string;
	readonly chosen: boolean;
}

function candidatesOf(policy: SecurityPolicy, scope: PathScope): readonly Candidate[] {
	const chosen = (scope.extraPaths ?? []).flatMap((text) =>
		candidate(text, `chosen for this run: ${text}`, true, scope),
	);
	if (!policy.allow_file_system) return chosen;
	const granted = policy.allowed_paths.flatMap((text, index) =>
		candidate(text, `allowed_paths[${index}]: ${text}`, false, scope),
	);
	return [...chosen, ...granted];
}

function candidate(text: string, rule: string, chosen: boolean, scope: PathScope): readonly Candidate[] {
	const parsed = parsePathEntry(text, scope);
	return parsed.ok ? [{ entry: parsed.entry, rule, chosen }] : [];
}

/** Trees that hold no files but the kernel's own state: a grant of a folder above them does not reach into them. */
const kernelTrees: readonly string[] = ['proc', 'sys', 'dev'];

function covers(entry: PathEntry, asked: NormalPath, scope: PathScope): boolean {
	const place = placeOf(entry, scope);
	if (place === null || !isWithin(asked, place, scope)) return false;
	const top = asked.segments[0];
	return scope.windows === true || top === undefined || !kernelTrees.includes(top) || place.segments[0] === top;
}

function isNamed(entry: PathEntry, asked: NormalPath, scope: PathScope): boolean {
	const place = placeOf(entry, scope);
	return place !== null && isSamePath(asked, place, scope);
}

/** Null: the entry names nothing here, or is relative and leads out of the data folder by a link. */
function placeOf(entry: PathEntry, scope: PathScope): NormalPath | null {
	if (entryNormalPath(entry, scope.dataFolder, scope) === null) return null;
	const real = scope.realPathOf ?? ((path: string): string => path);
	const place = normalPath(real(entryPath(entry, scope.dataFolder)), scope);
	if (place === null || !entry.relative) return place;
	const home = normalPath(real(scope.dataFolder), scope);
	return home !== null && isWithin(place, home, scope) ? place : null;
}
