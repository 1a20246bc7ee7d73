import { entryNormalPath, type PathEntry, parsePathEntry } from './path-entry.ts';
import { isWithin, type NormalPath, normalPath, type PathRules } from './path-form.ts';

/**
 * What is the program's own: whoever could change it would decide on grants instead of the person, and whoever could
 * read it would have what every other plugin keeps. Absolute paths, each as it is written and as it really is.
 */
export interface OwnPlaces {
	/** No grant reaches into these, for whatever. */
	readonly sealed: readonly string[];
	/** What the program runs but hides from nobody: no grant reaches these for writing. */
	readonly unwritable: readonly string[];
	/** Inside the sealed ones: here lies what a person handed over for one run, which that run reaches. */
	readonly handedOver: readonly string[];
	/** Names that differ in case or Unicode form alone may be the same file. */
	readonly folds: boolean;
	/** Windows forms of paths instead of POSIX ones. */
	readonly windows: boolean;
}

export type OwnPlace = 'sealed' | 'handed_over' | 'unwritable';

interface Parsed {
	readonly sealed: readonly NormalPath[];
	readonly unwritable: readonly NormalPath[];
	readonly handedOver: readonly NormalPath[];
}

/** They are asked for every file, and change when a person chooses another plugins folder. */
const parsedForms = new WeakMap<OwnPlaces, Parsed>();

function parsed(own: OwnPlaces, rules: PathRules): Parsed {
	const known = parsedForms.get(own);
	if (known !== undefined) return known;
	const forms = (paths: readonly string[]): readonly NormalPath[] =>
		paths.flatMap((path) => normalPath(path, rules) ?? []).map((path) => ownForm(path, own));
	const made = {
		sealed: forms(own.sealed),
		unwritable: forms(own.unwritable),
		handedOver: forms(own.handedOver),
	};
	parsedForms.set(own, made);
	return made;
}

function ownForm(path: NormalPath, { folds }: OwnPlaces): NormalPath {
	return folds ? { root: path.root, segments: path.segments.map((name) => name.normalize('NFC')) } : path;
}

function ownRules(rules: PathRules, { folds }: OwnPlaces): PathRules {
	return folds ? { ...rules, caseInsensitive: true } : rules;
}

/** Null: not the program's own. */
export function ownPlaceOf(asked: NormalPath, own: OwnPlaces | undefined, rules: PathRules): OwnPlace | null {
	if (own === undefined) return null;
	const places = parsed(own, rules);
	const path = ownForm(asked, own);
	const same = ownRules(rules, own);
	const inside = (folders: readonly NormalPath[]): boolean => folders.some((folder) => isWithin(path, folder, same));
	if (inside(places.sealed)) return inside(places.handedOver) ? 'handed_over' : 'sealed';
	return inside(places.unwritable) ? 'unwritable' : null;
}

/** What of an entry is the program's own: what it names, for what it lets do there, or something below that. Null: nothing. */
export function ownPartOf(entry: PathEntry, own: OwnPlaces | undefined): 'named' | 'changed' | 'below' | null {
	// A relative entry never leaves the plugin's own data folder.
	if (own === undefined || entry.relative) return null;
	const place = entryNormalPath(entry, '', own);
	if (place === null) return null;
	switch (ownPlaceOf(place, own, own)) {
		case 'sealed':
		case 'handed_over':
			return 'named';
		case 'unwritable':
			return entry.readOnly ? null : 'changed';
		default:
			return holdsSealed(place, own) ? 'below' : null;
	}
}

/** Whether an entry of `allowed_paths` names what no grant reaches. */
export function namesOwnFiles(text: string, own: OwnPlaces): boolean {
	const parsedEntry = parsePathEntry(text, own);
	const part = parsedEntry.ok ? ownPartOf(parsedEntry.entry, own) : null;
	return part === 'named' || part === 'changed';
}

function holdsSealed(asked: NormalPath, own: OwnPlaces): boolean {
	const folder = ownForm(asked, own);
	const same = ownRules(own, own);
	return parsed(own, own).sealed.some((place) => isWithin(place, folder, same));
}
