import { entriesInForce, type PolicyKind, powers } from '../../../shared/policy/powers.ts';
import type {
	EntryPlace,
	PolicyDecision,
	PolicyRefusal,
	SecurityPolicy,
} from '../../../shared/policy/security-policy.ts';
import { type OwnPlace, type OwnPlaces, ownPlaceOf } from '../entries/own-places.ts';
import { entryNormalPath, entryPath, type PathEntry, parsePathEntry } from '../entries/path-entry.ts';
import { isSamePath, isWithin, type NormalPath, normalPath, type PathRules } from '../entries/path-form.ts';
import { refuse } from './refuse.ts';

/** What is asked of a file or folder: to be read, written or listed. */
export type FileKind = PolicyKind<'files'>;

const { gate, list } = powers.files;

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
export function decidePath(policy: SecurityPolicy, kind: FileKind, path: string, scope: PathScope): PathDecision {
	const asked = normalPath(path, scope);
	if (asked === null) {
		return refuse('path_unclear', 'path', `${path} is not the absolute path of a file or folder.`);
	}
	const covering = candidatesOf(policy, scope).filter(({ entry }) => covers(entry, asked, scope));
	const own = ownPlaceOf(asked, scope.own, scope);
	const reaching = covering.filter((one) => own === null || reachesOwn(one, own, kind, asked, scope));
	const enough = reaching.filter(({ entry }) => kind !== 'write' || !entry.readOnly);
	const best = enough.find(({ entry }) => isNamed(entry, asked, scope)) ?? enough[0];
	if (best !== undefined) {
		const named = isNamed(best.entry, asked, scope);
		return { allowed: true, rule: best.rule, ...placeIn(best), named, chosen: best.chosen };
	}
	if (covering.length > 0 && reaching.length === 0) return refusedAsOwn(path);
	if (!policy[gate]) {
		return refuse('files_off', `${gate}: false`, 'This plugin may not use files.');
	}
	const readable = covering[0];
	if (readable !== undefined) {
		return refuse('read_only', readable.rule, `${path} is read-only for this plugin.`, placeIn(readable).entry);
	}
	return refuse(
		'path_not_listed',
		`${list}: no entry covers ${path}`,
		`${path} is not among the files and folders this plugin may ${kind}.`,
	);
}

export function refusedAsOwn(
	path: string,
	why = `${path} belongs to DataFlare itself (its data, plugins or program), which no grant reaches.`,
): PolicyRefusal {
	return refuse('own_files', 'own files', why);
}

/** What a decision says of the entry that made it: nothing where it is none of the policy's. */
function placeIn({ place }: Candidate): { readonly entry?: EntryPlace } {
	return place === null ? {} : { entry: place };
}

/** A plugin's own data folder is the program's, too: what is relative to it is meant for it, and what is above it is not. */
function reachesOwn(
	{ entry, chosen }: Candidate,
	own: OwnPlace,
	kind: FileKind,
	asked: NormalPath,
	scope: PathScope,
): boolean {
	if (own === 'unwritable') return kind !== 'write';
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
	/** Null: chosen for the run, and no entry of the policy. */
	readonly place: EntryPlace | null;
	readonly chosen: boolean;
}

function candidatesOf(policy: SecurityPolicy, scope: PathScope): readonly Candidate[] {
	const chosen = (scope.extraPaths ?? []).flatMap((text) =>
		candidate(text, `chosen for this run: ${text}`, null, scope),
	);
	const granted = entriesInForce(policy, 'files').flatMap((text, index) =>
		candidate(text, `${list}[${index}]: ${text}`, { list, index }, scope),
	);
	return [...chosen, ...granted];
}

function candidate(text: string, rule: string, place: EntryPlace | null, scope: PathScope): readonly Candidate[] {
	const parsed = parsePathEntry(text, scope);
	return parsed.ok ? [{ entry: parsed.entry, rule, place, chosen: place === null }] : [];
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
