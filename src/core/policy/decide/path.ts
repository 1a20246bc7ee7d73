import type { PolicyDecision, SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { type OwnPlace, type OwnPlaces, ownPlaceOf } from '../entries/own-places.ts';
import { entryNormalPath, entryPath, type PathEntry, parsePathEntry } from '../entries/path-entry.ts';
import { isSamePath, isWithin, type NormalPath, normalPath, type PathRules } from '../entries/path-form.ts';

export type PathPower = 'read' | 'write' | 'list';

export interface PathScope extends PathRules {
	/** Absolute path of the plugin's data folder. */
	readonly dataFolder: string;
	/** Entries that a person added for one run by choosing files; they hold whatever the switch says. */
	readonly extraPaths?: readonly string[] | undefined;
	/** Where the data folder and the entries really are, links resolved. Absent: where they say. */
	readonly realPathOf?: ((path: string) => string) | undefined;
	/** What no entry reaches, wherever it leads. Absent: there is no such thing. */
	readonly own?: OwnPlaces | undefined;
}

export type PathDecision = PolicyDecision & {
	/** True where an entry names this very path, not a folder above it. */
	readonly named?: boolean;
	/** True where a person chose the file for this run, and no grant was asked. */
	readonly chosen?: boolean;
};

/** Decides on a path that is absolute and free of links, by names alone. */
export function decidePath(policy: SecurityPolicy, power: PathPower, path: string, scope: PathScope): PathDecision {
	const asked = normalPath(path, scope);
	if (asked === null) {
		return { allowed: false, rule: 'path', reason: `${path} is not an absolute path of a file or folder.` };
	}
	const covering = candidatesOf(policy, scope).filter(({ entry }) => covers(entry, asked, scope));
	const own = ownPlaceOf(asked, scope.own, scope);
	const reaching = covering.filter((one) => own === null || reachesOwn(one, own, power, asked, scope));
	const enough = reaching.filter(({ entry }) => power !== 'write' || !entry.readOnly);
	const best = enough.find(({ entry }) => isNamed(entry, asked, scope)) ?? enough[0];
	if (best !== undefined)
		return { allowed: true, rule: best.rule, named: isNamed(best.entry, asked, scope), chosen: best.chosen };
	if (covering.length > 0 && reaching.length === 0) return refusedAsOwn(path);
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

const ownFilesRule = 'own files';

export function refusedAsOwn(path: string): PathDecision {
	const reason = `${path} belongs to DataFlare itself (its data, plugins or program), which no grant reaches.`;
	return { allowed: false, rule: ownFilesRule, reason };
}

/** A plugin's own data folder is the program's, too: what is relative to it is meant for it, and what is above it is not. */
function reachesOwn(
	{ entry, chosen }: Candidate,
	own: OwnPlace,
	power: PathPower,
	asked: NormalPath,
	scope: PathScope,
): boolean {
	if (own === 'unwritable') return power !== 'write';
	if (own === 'handed_over' && chosen) return true;
	const home = normalPath(realOf(scope.dataFolder, scope), scope);
	return home !== null && isWithin(asked, home, scope) && (entry.relative || chosen);
}

/** The entry that covers a path most closely, whatever it lets do there; null: none. */
export function closestEntry(policy: SecurityPolicy, path: NormalPath, scope: PathScope): PathEntry | null {
	const depth = (entry: PathEntry): number => placeOf(entry, scope)?.segments.length ?? 0;
	return candidatesOf(policy, scope)
		.map(({ entry }) => entry)
		.filter((entry) => covers(entry, path, scope))
		.reduce<PathEntry | null>((best, entry) => (best === null || depth(entry) > depth(best) ? entry : best), null);
}

/** The places of entries that might really be, or hold, this path: a person named them, and they are below its root. */
export function placesThatMayHold(policy: SecurityPolicy, path: NormalPath, scope: PathScope): readonly string[] {
	return candidatesOf(policy, scope).flatMap(({ entry, chosen }) => {
		// What a person chose for a run is asked for by the very name that they chose.
		if (entry.relative || chosen) return [];
		const place = entryNormalPath(entry, scope.dataFolder, scope);
		const isBelow = place !== null && isWithin(path, { root: place.root, segments: [] }, scope);
		return isBelow ? [entryPath(entry, scope.dataFolder)] : [];
	});
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
	const place = normalPath(realOf(entryPath(entry, scope.dataFolder), scope), scope);
	if (place === null || !entry.relative) return place;
	const home = normalPath(realOf(scope.dataFolder, scope), scope);
	return home !== null && isWithin(place, home, scope) ? place : null;
}

function realOf(path: string, { realPathOf }: PathScope): string {
	return realPathOf === undefined ? path : realPathOf(path);
}
